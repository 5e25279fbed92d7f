// The world of the ecosystem model: firms are columns, customers are rows, and the exact statistics
// of who uses what join them. Only drift, gather and choose touch customers, and only those to whom
// something happens; the month after a firm with customers left, choose looks for them among all.
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "models/ecosystem/community/community.h"
#include "models/ecosystem/levers.h"
#include "models/ecosystem/rules.h"
#include "models/ecosystem/tastes.h"
#include "sim/kit/network.h"
#include "sim/kit/observable.h"
#include "sim/kit/random.h"
#include "sim/kit/state.h"

namespace permea::ecosystem_core {

inline constexpr std::size_t domains = 4;  ///< D: domains of know-how
inline constexpr double neutral_trust = 0.5;

using KnowHow = Eigen::Array<double, domains, 1>;
using Money = std::int64_t;  ///< millionths of the unit cost c: ledgers then agree to the last one

inline constexpr double money_unit = 1e6;
/// An amount is rounded once, when it is paid; both ledgers then book the same integer.
Money money(double amount);
inline double amount(Money money) { return static_cast<double>(money) / money_unit; }

/// All that the model leaves to chance, with numbers for life.
enum class Question : std::uint16_t {
  own_need = 1,           ///< a customer's need at the start
  openness = 2,           ///< a customer's openness
  segment_centre = 3,     ///< a segment's centre at the start
  centre_move = 4,        ///< how a centre drifts
  who_renews = 5,         ///< whose life changes
  renewed_need = 6,       ///< what is then needed
  who_reviews = 7,        ///< who reconsiders its supplier
  which_supplier = 8,     ///< which firms are found, and which is chosen
  research_yield = 9,     ///< what research yields
  who_is_searched = 10,   ///< which neighbours a firm searches
  bias_move = 11,         ///< how a firm's bias moves
  ideas_open = 12,        ///< whether a firm opens a round of ideas
  whose_need = 13,        ///< which customer an idea starts from
  idea_error = 14,        ///< how far it misses, and how its appeal is misjudged
  hand_over = 15,         ///< what is lost between idea and product
  firm_start = 16,        ///< home domain, home segment, skill, know-how, bias of a firm
  network = 17,           ///< who is linked with whom
  entrants = 18,          ///< how many enter, with which strategy
  exit = 19,              ///< who leaves for no reason of the model
  talent = 20,            ///< a customer's talent, for life
  who_joins = 21,         ///< which reviewing customer joins a community
  who_contributes = 22,   ///< which members are asked whether they contribute
  contribution = 23,      ///< whether one then does, and whether that is an idea
  seat = 24,              ///< which of many members a firm hears
  who_is_met = 25,        ///< whom a contributing member meets
  attended_idea = 26,     ///< which member's idea is looked at
  vote = 27,              ///< how members misjudge ideas
  test = 28,              ///< what becomes of an idea that is tested
  imitation = 29,         ///< who imitates whom, and what it sees
  reputation_seen = 40,   ///< which rivals' reputation a firm sees
  reconsiders = 41,       ///< which firms reconsider their strategy, and whether a label stops them
  success_seen = 42,      ///< which neighbours' success a firm sees
  founds_unit = 43,       ///< which firms found a unit
  mutation = 44,          ///< how an entrant's levers miss those of its strategy
  shift_direction = 45,   ///< which way demand shifts
};
std::vector<QuestionRow> questions();

/// Where a product came from.
enum class Origin : std::uint8_t { start = 0, firm = 1, customer = 2, imitated = 3 };
/// Origins of what firms launch, in the order in which Funnel counts them.
inline constexpr std::size_t origins = 3;
inline std::size_t funnel_of(Origin origin) { return static_cast<std::size_t>(origin) - 1; }

/// Places for projects of a firm: more rounds than that wait.
inline constexpr std::size_t project_places = 4;

/// What firms spend money on.
enum class Purpose {
  supply, listening, showing, research, survey, broadcast, success, community, absorption, practice,
  design, products, standing, change
};
inline constexpr std::size_t purposes = 14;
using Spending = std::array<double, purposes>;  ///< in units of c

/// The blocks of the business model canvas (measures/canvas.cpp).
inline constexpr std::size_t canvas_blocks = 9;

/// Columns over the places of firms. A place is taken over by an entrant when its firm has left;
/// identities are for life.
struct Firms {
  std::vector<std::int32_t> id;      ///< -1: the place is empty
  std::vector<std::int32_t> kind;    ///< position of the strategy
  std::vector<std::int32_t> born;    ///< month
  std::vector<Levers> levers;
  std::vector<Levers> targets;                ///< where its levers move to
  std::vector<std::int32_t> months_to_target; ///< 0: they are there
  std::vector<std::int32_t> parent;           ///< identity of the firm it is a unit of; -1: none
  std::vector<std::int32_t> home_segment, home_domain;
  std::vector<double> skill;         ///< divides its error about needs
  std::vector<Position> bias;        ///< b_f, unit variance
  std::vector<KnowHow> know_how;     ///< k_f
  std::vector<double> quality;       ///< q_f
  std::vector<double> knowledge_in, knowledge_out;  ///< leaked this month, summed over domains
  std::vector<double> price;
  std::vector<double> project_spending; ///< on tests and development this month, per s
  std::vector<double> practised;        ///< its lever practice, as far as it is learned
  std::vector<double> revenue_smoothed;
  std::vector<double> performance;   ///< profit a month per s, over a year
  std::vector<double> search;        ///< times what its levers say it spends on research and survey
  std::vector<Money> cash;
  std::vector<Money> revenue, cost, profit, paid_out;  ///< this month
  std::vector<Spending> spent;       ///< cost by purpose, unrounded
  std::vector<double> staff;
  std::vector<std::int32_t> months_broke;
  std::vector<std::int64_t> customers;  ///< users of all its products
  std::vector<std::int64_t> joined, left;  ///< this month
  std::vector<std::int64_t> launches, customer_launches, novel_launches;  ///< this month
  std::vector<std::int32_t> last_novel;      ///< month of the last launch new to the market, or -1
  // sums over reviewers, smoothed, that the price rule needs (README, step 8)
  std::vector<double> stay_sum, stay_count, considered_sum, curvature_sum;
  std::vector<double> captive_count;        ///< of stay_count, those whom only lock-in keeps
  std::vector<double> word_of_mouth_share;  ///< of what makes it known to customers this month
  // what only measures read
  std::array<std::vector<double>, canvas_blocks> canvas;  ///< the blocks of its business model
  std::vector<double> imbalance;                          ///< between what it gives and takes
  std::vector<double> past_openness, past_share;  ///< at the end of last month
  std::vector<std::int64_t> past_customers;       ///< at the end of the last year; -1: was not there
  // what builds up between it and those it deals with (README, relate)
  std::vector<double> surplus;      ///< mean utility a month of its customers over the outside option
  std::vector<double> trust;        ///< in [0, 1]; 1/2 is neutral
  std::vector<double> reputation;   ///< for giving to rivals, in [0, 1]
  std::vector<Position> identity;   ///< whom it takes its customers to be, in need space
};

/// Products, over firm place times product_places. A product has an identity for life; customers
/// keep that, so a withdrawal or an exit touches no customer.
struct Products {
  std::vector<std::int32_t> id;        ///< 0: the place is empty
  std::vector<Position> position;      ///< y, in need space
  std::vector<double> feasibility;     ///< at most 1
  std::vector<std::int32_t> launched;  ///< month
  std::vector<Origin> origin;
};

/// Ideas in development, over firm place times project_places.
struct Projects {
  std::vector<std::int32_t> months_left;  ///< 0: the place is empty
  std::vector<Position> position;
  std::vector<double> feasibility;
  std::vector<Origin> origin;
  std::vector<std::int32_t> tests_left, begun;  ///< tests before development; month of its idea
  std::vector<double> monthly_cost;             ///< of its development, per s
  std::vector<double> wanted, tested;           ///< share of customers who want it, summed; tests
};

/// Where money went since the start, beside firms' cash: all of it together is always zero.
struct Ledger {
  Money customers = 0;  ///< paid by customers (negative)
  Money suppliers = 0;  ///< received by staff and suppliers
  Money owners = 0;     ///< paid out or left behind, less what was put in
};

/// What became of ideas and communities of a strategy since the start.
struct Funnel {
  std::int64_t ideas = 0;                    ///< that members put to its firms
  std::int64_t authors = 0, repeated = 0;    ///< members who put one, and more than one
  std::int64_t attended = 0;                 ///< members' ideas that were looked at
  std::int64_t realised = 0;                 ///< of them, those launched as products
  std::int64_t communities = 0, silent = 0;  ///< judged, and of them those that did not carry
  std::int64_t tests = 0, broken = 0, killed = 0;  ///< of ideas; ideas that tests ended
  std::int64_t copies = 0;                   ///< begun, of rivals' designs
  std::int64_t launched = 0, months = 0;     ///< products, and months from their ideas to launch
  using ByOrigin = std::array<std::int64_t, origins>;
  ByOrigin judged{}, failed{};               ///< products, as in World
  ByOrigin year_old{}, year_users{};         ///< products that reached a year, and their users then
};

/// Counts since the start that rates are made of.
struct Tally {
  std::int64_t firms_ever = 0;
  std::int64_t entrants_judged = 0, entrants_gone = 0;  ///< of entrants 24 months after entry
};

/// How the firms' mean openness changed this month (measures/openness.cpp).
struct OpennessChange {
  double before = 0;  ///< mean openness at the end of the last month that was closed
  double selection = 0, within = 0, entry = 0, exit = 0;
};

struct World {
  std::shared_ptr<const Rules> rules;
  std::vector<Levers> strategies;    ///< levers of each kind, for entrants
  std::vector<LeverRange> ranges;    ///< of the levers
  std::vector<Beginnings> beginnings;  ///< of each kind, for the firms at the start
  std::vector<double> entry_mix;     ///< share of each kind at the start, and among entrants
  std::uint64_t seed = 0;
  int threads = 1;
  std::int64_t month = 0;
  double scale = 1;                  ///< s: customers per firm at the start
  std::int64_t firms_at_start = 0;

  std::vector<Position> centres;     ///< c_m
  std::vector<Customer> customers;   ///< sorted by segment
  std::vector<Block> blocks;         ///< of customers, each within one segment
  std::vector<std::uint64_t> segment_begins;  ///< first customer of each segment, and the end of the last
  std::vector<std::int64_t> unsupplied;  ///< customers of each segment without supplier
  std::vector<std::int32_t> successor;   ///< of each product ever: itself, or who took its users over
  std::vector<std::uint32_t> product_place;  ///< of each product ever
  std::vector<Cell> cells;           ///< users, over product place times segment

  Firms firms;
  Communities communities;
  Products products;
  Projects projects;
  std::vector<KnowHow> history;      ///< know-how of each firm place in the last leak_lag months
  Network network;                   ///< over firm places
  std::vector<double> gifts;         ///< over directed edges: what came in along it lately
  std::vector<std::int64_t> exited, entered;  ///< firms of each kind this month
  std::vector<std::int64_t> ruined;           ///< firms of each kind that left without cash
  std::vector<std::int64_t> taken_up;         ///< firms that took up each kind this month
  std::vector<Funnel> funnels;       ///< of each kind
  std::vector<std::int64_t> judged, failed;   ///< launched products of each kind, since the start
  Ledger ledger;
  Tally tally;
  OpennessChange openness;
  double rank_turnover = missing;    ///< of firms by customers, over the last calendar year
  double reviewers_smoothed = 0;     ///< as the sums of Firms
  std::int64_t freed = 0;            ///< customers whose firm left since customers last chose

  Chance chance() const { return {seed, static_cast<std::uint32_t>(month)}; }
  std::size_t places() const { return firms.id.size(); }
  bool is_there(std::size_t place) const { return firms.id[place] >= 0; }
  std::int64_t live_firms() const;
  /// Customers [segment_first(m), segment_first(m + 1)) are those of segment m.
  std::uint64_t segment_first(std::size_t segment) const { return segment_begins[segment]; }
  std::size_t segment_of(std::uint64_t customer) const;
  /// Segments in the market, the first ones: newcomers come last.
  std::size_t segments_there() const;
  std::uint64_t customers_there() const { return segment_first(segments_there()); }
  std::uint64_t segment_size(std::size_t segment) const {
    return segment_first(segment + 1) - segment_first(segment);
  }
  std::span<Cell> cells_of(std::size_t at) {
    return std::span(cells).subspan(at * centres.size(), centres.size());
  }
  std::span<const Cell> cells_of(std::size_t at) const {
    return std::span(cells).subspan(at * centres.size(), centres.size());
  }
  /// The community members among the customers of block `number`.
  MemberList members_in(std::size_t number);
  /// The place of the product that a customer who once took `product` uses now; no_place if none.
  std::uint32_t place_of(std::int32_t product) const;
  /// Mean squared distance per need of the users in a cell from where their product stands.
  double mean_distance(std::size_t at, std::size_t segment) const;

  // what observables group
  std::size_t kinds() const { return entry_mix.size(); }
  std::size_t members() const { return places(); }
  int kind_of(std::size_t place) const { return is_there(place) ? firms.kind[place] : -1; }
  std::vector<std::int32_t> member_ids() const { return firms.id; }

  void list(State& state);
};

/// Whether the firm entered after the start.
inline bool is_entrant(const World& world, std::size_t place) { return world.firms.born[place] > 0; }

/// Place of the firm with this identity; World::places() if it has left.
std::size_t place_of_firm(const World& world, std::int32_t id);

/// How the customers of a world with these rules lie.
Layout layout_of(const Rules& rules);

/// How many of each thing the columns of a world are per, at the start.
Counts counts(const Rules& rules, std::int64_t firms);

}  // namespace permea::ecosystem_core
