// One month of the market, and the verbs that it is made of, one a file in process/.
#pragma once

#include "models/ecosystem/world.h"
#include "sim/kit/model.h"

namespace permea::ecosystem_core {

/// One month, in the order of README.md.
void step(World& world);

/// The same order in words, for `describe`.
std::vector<ScheduleRow> schedule();

// The verbs, in the order of the schedule:

/// 1. Segments' centres move; some customers' lives change.
void drift(World& world);
/// 2. Own research and contributions move know-how.
void research(World& world);
/// 3. Know-how leaks along the network.
void leak(World& world);
/// 4. Members of communities contribute.
void gather(World& world);
/// 5. Ideas are had and selected; products are improved.
void design(World& world);
/// 6. Projects that are ready come to market; products that failed go.
void launch(World& world);
/// 7. Customers who reconsider choose a supplier.
void choose(World& world);
/// 8. Prices move toward the best reply.
void price(World& world);
/// The price at which `place` would stop moving, by the sums it has; a new firm's first price.
double best_reply(const World& world, std::size_t place);
/// 9. Money changes hands.
void account(World& world);
/// 10. Trust, reputation and identity follow what firms do.
void relate(World& world);
/// 11. Firms take up other strategies, and found units that follow one.
void transform(World& world);
/// 12. Firms leave and enter.
void renew(World& world);

}  // namespace permea::ecosystem_core
