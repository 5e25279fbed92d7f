// The schedule: one month is a column of verbs, in the order of README.md.
#include "models/ecosystem/step.h"

namespace permea::ecosystem_core {

void step(World& world) {
  ++world.month;
  drift(world);
  research(world);
  leak(world);
  gather(world);
  design(world);
  launch(world);
  choose(world);
  price(world);
  account(world);
  relate(world);
  transform(world);
  renew(world);
}

std::vector<ScheduleRow> schedule() {
  return {
      {"drift", "segments' centres move; some customers' lives change"},
      {"research", "own research and members' contributions build know-how, which decays"},
      {"leak", "know-how flows along the network to whoever absorbs it"},
      {"gather", "members of communities contribute, if that is worth more than it costs"},
      {"design", "ideas are had and selected; products are improved"},
      {"launch", "projects that are ready come to market; products that failed go"},
      {"choose", "some customers reconsider their supplier"},
      {"price", "prices move toward the long-run best reply"},
      {"account", "customers pay, firms spend, owners take what is above the reserve"},
      {"relate", "trust, reputation and identity follow what firms do"},
      {"transform", "firms take up other strategies, and found units that follow one"},
      {"renew", "firms leave and enter"},
  };
}

}  // namespace permea::ecosystem_core
