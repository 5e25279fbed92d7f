// What a fuzzer does with the bytes it has made up, and from which bytes it begins. Each target is a room
// that reads what others wrote; libfuzzer.cpp looks for bytes that break it, replay.cpp meets it with those
// that are known.
#pragma once

#include <string>
#include <vector>

namespace permea::fuzz {

/// Inputs as permea itself makes them, from which a search begins.
std::vector<std::string> seeds();

/// Puts `bytes` through. May throw BadInput and Failure, whose messages are lines that a user can read;
/// whatever else happens is an error of permea.
void meet(const std::string& bytes);

/// meet(), with a close look at what it says. Throws std::logic_error for a message that is no good.
void meet_and_listen(const std::string& bytes);

}  // namespace permea::fuzz
