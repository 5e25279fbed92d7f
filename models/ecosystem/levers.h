// The levers of a firm: all in which firms differ by choice. "closed" and "open" are points here.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/kit/model.h"

namespace permea::ecosystem_core {

/// Shares in [0, 1] unless the range says otherwise; no lever has a topic in its name.
struct Levers : Parameters {
  using Parameters::Parameters;

  double research = real("research", "1", 0.06, 0, 0.4, "share of revenue spent on own research",
                         "between the presets; R&D over sales 0.3 to 16 %, NCSES (input)");
  double survey = real("survey", "1", 0.01, 0, 0.1, "share of revenue spent on market research",
                       "assumed");
  double listen = real("listen", "1", 0.3, 0, 1, "attention to what customers say", "assumed");
  double broadcast = real("broadcast", "1", 0.02, 0, 0.1,
                          "share of revenue spent on messages pushed to customers", "assumed");
  double reveal_rivals = real("reveal_rivals", "1", 0.1, 0, 1, "know-how shown to other firms",
                              "0.3 to 0.7 where firms reveal, Henkel 2006");
  double reveal_customers = real("reveal_customers", "1", 0.0, 0, 1,
                                  "plans and designs shown to customers", "assumed");
  double reciprocate = real("reciprocate", "1", 0.0, 0, 1,
                            "how far what it reveals is conditional on what it was given", "assumed");
  double breadth = real("breadth", "1", 0.5, 0, 1, "share of network neighbours searched for know-how",
                        "assumed");
  double absorb = real("absorb", "1", 0.5, 0, 1, "capacity to take outside know-how in", "assumed");
  double codesign_ideation = real("codesign_ideation", "1", 0.0, 0, 1,
                                  "share of ideas that customers have", "assumed");
  double codesign_development = real("codesign_development", "1", 0.0, 0, 1,
                                      "share of development that customers do", "assumed");
  double codesign_launch = real("codesign_launch", "1", 0.0, 0, 1,
                                 "share of the launch that customers do", "assumed");
  double delegate = real("delegate", "1", 0.0, 0, 1,
                          "who selects what is built: firm (0) or community (1)", "assumed");
  double facilitate = real("facilitate", "1", 0.0, 0, 1,
                            "share of revenue spent on the community", "assumed");
  double lock_in = real("lock_in", "1", 0.2, 0, 1, "switching cost imposed, in annual prices",
                        "0.3 to 0.5 where high: Kim, Kliger & Vale 2003 (input)");
  double conduct = real("conduct", "1", 1.0, 0, 2, "share of the best-reply markup charged",
                        "normalisation");
  double success = real("success", "1", 0.0, 0, 0.5,
                        "share of revenue spent on customers' success with the product", "assumed");
  double market_tests = real("market_tests", "count", 0.0, 0, 5, "tests of an idea before launch",
                              "assumed");
  double tools = real("tools", "1", 0.0, 0, 1, "multiply what comes in", "assumed");
  double practice = real("practice", "1", 0.5, 0, 1, "multiplies what can be attended to", "assumed");
};

/// How the firms of a strategy begin. Said beside its levers; no step reads it.
struct Beginnings : Parameters {
  using Parameters::Parameters;

  double cash = at_start(real("start_cash", "1", 1.0, 0, 1000,
                              "cash of its firms at the start, in firms.start_cash", "normalisation"));
  std::int64_t age = at_start(whole("start_age", "month", 0, 0, 1200, "age of its firms at the start",
                                    "normalisation"));
  double share = at_start(real("start_share", "1", 1.0, 0, 1000,
                               "weight of each of its firms in being found in the first choice; none where "
                               "market.considered is \"all\", as all are found",
                               "normalisation"));
  std::int64_t segment = at_start(whole("start_segment", "1", 0, 0, 256,
                                        "segment, from 1, that its firms serve at the start; 0: any",
                                        "normalisation"));
};

/// All that a scenario says of a strategy.
struct Strategy : Levers, Beginnings {
  Strategy() = default;
  explicit Strategy(Notes& notes) : Levers(notes), Beginnings(notes) {}
  void check(Notes&) const {}
};

/// The levers in the order of their declarations.
inline constexpr std::array<double Levers::*, 20> lever_list = {
    &Levers::research, &Levers::survey, &Levers::listen, &Levers::broadcast, &Levers::reveal_rivals,
    &Levers::reveal_customers, &Levers::reciprocate, &Levers::breadth, &Levers::absorb,
    &Levers::codesign_ideation, &Levers::codesign_development, &Levers::codesign_launch,
    &Levers::delegate, &Levers::facilitate, &Levers::lock_in, &Levers::conduct, &Levers::success,
    &Levers::market_tests, &Levers::tools, &Levers::practice};

/// How far each lever goes, in the same order.
struct LeverRange {
  double low = 0, high = 0;
};
std::vector<LeverRange> lever_ranges();

/// closed, social, open and facilitator, all levers of each.
std::vector<Preset> presets();

}  // namespace permea::ecosystem_core
