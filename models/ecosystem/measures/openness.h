// How the firms' mean openness changes: who grows, who changes, who comes and who goes. Kept by renew, read
// by measures only.
#pragma once

#include "models/ecosystem/world.h"

namespace permea::ecosystem_core {

/// How open a firm is: the mean of what it shows to rivals, what it shows to customers, what customers
/// design (over the three stages) and what they decide. A description; no equation reads it.
double openness_of(const Levers& levers);

/// Mean openness of the firms, weighted by their customers; missing if there are none.
double openness_mean(const World& world);

/// From here on firms are compared with what they are now.
void remember_openness(World& world);
/// Nothing has changed yet this month.
void clear_openness_change(World& world);
/// The firm at `place` leaves; its customers and openness at the month's beginning count.
void note_exit(World& world, std::size_t place);
/// Closes the month's account with everybody who is there at its end, and remembers them.
void close_openness_change(World& world);

}  // namespace permea::ecosystem_core
