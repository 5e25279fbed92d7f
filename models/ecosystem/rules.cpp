// What must hold between parameters.
#include "models/ecosystem/rules.h"

namespace permea::ecosystem_core {

void Rules::check(Notes& notes) const {
  if (degree % 2 != 0)
    notes.wrong("firms.degree", "must be even: a firm sees as far to either side of the ring it starts on");
  if (start_variants > variants)
    notes.wrong("firms.start_variants", "more than design.variants, " + std::to_string(variants));
  if (static_cast<double>(customers) * (1 - newcomers) < static_cast<double>(segments) + 1)
    if (newcomers > 0 || customers < segments)
      notes.wrong("customers.count", "fewer than needs.segments, " + std::to_string(segments) +
                                         (newcomers > 0 ? ", without the newcomers" : ""));
  if (newcomers == 0 && newcomers_there)
    notes.wrong("needs.newcomers_there", "there are none: needs.newcomers is 0");
  if (newcomers == 0 && experimental > 0)
    notes.wrong("needs.experimental", "a share of newcomers, and there are none: needs.newcomers is 0");
  if (highest_price < unit_cost)
    notes.wrong("pricing.highest", "below pricing.unit_cost, " + text(Value(unit_cost)));
}

}  // namespace permea::ecosystem_core
