// What any verb may ask of the world, and the one list of all its columns.
#include "models/ecosystem/world.h"

#include <algorithm>

#include "models/ecosystem/measures/canvas.h"
#include "models/ecosystem/measures/panel.h"

namespace permea::ecosystem_core {

Money money(double amount) {
  return static_cast<Money>(amount * money_unit + (amount < 0 ? -0.5 : 0.5));
}

// NOLINTNEXTLINE(readability-function-size): a list
std::vector<QuestionRow> questions() {
  const auto row = [](Question question, std::string name, std::string meaning) {
    return QuestionRow{static_cast<std::uint16_t>(question), std::move(name), std::move(meaning)};
  };
  return {
      row(Question::own_need, "own_need", "a customer's own need at the start"),
      row(Question::openness, "openness", "a customer's openness"),
      row(Question::segment_centre, "segment_centre", "a segment's centre at the start"),
      row(Question::centre_move, "centre_move", "how a segment's centre drifts"),
      row(Question::who_renews, "who_renews", "whose life changes"),
      row(Question::renewed_need, "renewed_need", "what is needed then"),
      row(Question::who_reviews, "who_reviews", "who reconsiders its supplier"),
      row(Question::which_supplier, "which_supplier", "which firms are found, and which is chosen"),
      row(Question::research_yield, "research_yield", "what research yields"),
      row(Question::who_is_searched, "who_is_searched", "which neighbours a firm searches"),
      row(Question::bias_move, "bias_move", "how a firm's bias about needs moves"),
      row(Question::ideas_open, "ideas_open", "whether a firm opens a round of ideas"),
      row(Question::whose_need, "whose_need", "which customer an idea starts from"),
      row(Question::idea_error, "idea_error", "how far an idea misses, and how it is misjudged"),
      row(Question::hand_over, "hand_over", "what is lost between idea and product"),
      row(Question::firm_start, "firm_start", "home, skill, know-how and bias of a new firm"),
      row(Question::network, "network", "which firms can see into each other"),
      row(Question::entrants, "entrants", "how many firms enter, with which strategy"),
      row(Question::exit, "exit", "which firms leave for no reason of the model"),
      row(Question::talent, "talent", "a customer's talent, for life"),
      row(Question::who_joins, "who_joins", "which reviewing customer joins a community"),
      row(Question::who_contributes, "who_contributes", "which members are asked to contribute"),
      row(Question::contribution, "contribution", "whether one does, and whether that is an idea"),
      row(Question::seat, "seat", "which of many members a firm hears"),
      row(Question::who_is_met, "who_is_met", "whom a contributing member meets"),
      row(Question::attended_idea, "attended_idea", "which member's idea is looked at"),
      row(Question::vote, "vote", "how members misjudge ideas"),
      row(Question::test, "test", "what becomes of an idea that is tested"),
      row(Question::imitation, "imitation", "who imitates whom, and what it sees"),
      row(Question::reputation_seen, "reputation_seen", "which rivals' reputation a firm sees"),
      row(Question::reconsiders, "reconsiders", "who reconsiders its strategy; what a label stops"),
      row(Question::success_seen, "success_seen", "which neighbours' success a firm sees"),
      row(Question::founds_unit, "founds_unit", "which firms found a unit"),
      row(Question::mutation, "mutation", "how an entrant's levers miss those of its strategy"),
      row(Question::shift_direction, "shift_direction", "which way demand shifts"),
  };
}

std::int64_t World::live_firms() const {
  return std::count_if(firms.id.begin(), firms.id.end(), [](std::int32_t id) { return id >= 0; });
}

std::size_t World::segments_there() const {
  return rules->newcomers_there ? centres.size() : static_cast<std::size_t>(rules->segments);
}

std::size_t World::segment_of(std::uint64_t customer) const {
  const auto next = std::upper_bound(segment_begins.begin(), segment_begins.end(), customer);
  return static_cast<std::size_t>(next - segment_begins.begin()) - 1;
}

MemberList World::members_in(std::size_t number) {
  const Block& block = blocks[number];
  return {std::span(communities.lists).subspan(block.first, block.count), communities.in_block[number]};
}

std::uint32_t World::place_of(std::int32_t product) const {
  while (successor[static_cast<std::size_t>(product)] != product)
    product = successor[static_cast<std::size_t>(product)];
  return product == 0 ? no_place : product_place[static_cast<std::size_t>(product)];
}

double World::mean_distance(std::size_t at, std::size_t segment) const {
  const Cell& cell = cells_of(at)[segment];
  if (cell.count == 0) return missing;
  const double sum = cell.squared_distance(centres[segment], products.position[at]);
  return sum / (static_cast<double>(cell.count) * static_cast<double>(needs));
}

std::size_t place_of_firm(const World& world, std::int32_t id) {
  const auto found = std::find(world.firms.id.begin(), world.firms.id.end(), id);
  return static_cast<std::size_t>(found - world.firms.id.begin());
}

Layout layout_of(const Rules& rules) {
  const auto customers = static_cast<std::uint64_t>(rules.customers);
  const auto new_ones =
      static_cast<std::uint64_t>(rules.newcomers * static_cast<double>(customers) + 0.5);
  return {customers, static_cast<std::uint32_t>(rules.segments), new_ones};
}

Counts counts(const Rules& rules, std::int64_t firms) {
  const auto places = static_cast<std::size_t>(firms);
  const Layout layout = layout_of(rules);
  const std::size_t segments = layout.all_segments();
  const std::size_t blocks = blocks_of(layout).size();
  return {{"customer", static_cast<std::size_t>(rules.customers)},
          {"block of customers", blocks},
          {"segment", segments},
          {"firm", places},
          {"strategy", 0},
          {"firm and month of lag", places * static_cast<std::size_t>(rules.leak_lag + 1)},
          {"product place", places * product_places},
          {"product place and segment", places * product_places * segments},
          {"project place", places * project_places},
          {"product ever", 1},
          {"link, in each direction", 0},
          {"firm, and the end", places + 1}};
}

// NOLINTNEXTLINE(readability-function-size): a list
void World::list(State& state) {
  state.rows("customer", "customers", "own need, product, month of the last switch, openness, membership", customers);
  state.rows("segment", "centres", "centre c_m of what a segment's customers need", centres);
  state.column("segment", "unsupplied", "count", "customers without supplier", unsupplied);
  state.rows("product place and segment", "cells",
             "users of a product in a segment: count, sum of own needs, sum of their squares", cells);
  state.column("product ever", "successor", "1", "who serves its users now; 0: nobody", successor);
  state.column("product ever", "product_place", "1", "where it stands or stood", product_place);

  state.column("firm", "id", "1", "identity for life; -1: the place is empty", firms.id);
  state.column("firm", "kind", "1", "position of its strategy", firms.kind);
  state.column("firm", "born", "month", "month of entry", firms.born);
  state.rows("firm", "levers", "its levers (see the table of levers)", firms.levers);
  state.rows("firm", "targets", "where its levers move to", firms.targets);
  state.column("firm", "months_to_target", "month", "until its levers are there",
               firms.months_to_target);
  state.column("firm", "parent", "1", "identity of the firm it is a unit of; -1: none", firms.parent);
  state.column("firm", "home_segment", "1", "segment it was founded for", firms.home_segment);
  state.column("firm", "home_domain", "1", "domain it does most research in", firms.home_domain);
  state.column("firm", "skill", "1", "divides its error about needs", firms.skill);
  state.rows("firm", "bias", "persistent part of its error about needs, unit variance", firms.bias);
  state.rows("firm", "know_how", "know-how by domain", firms.know_how);
  state.column("firm", "quality", "1", "quality that its know-how makes", firms.quality);
  state.column("firm", "knowledge_in", "1", "know-how that leaked in this month", firms.knowledge_in);
  state.column("firm", "knowledge_out", "1", "know-how that leaked out this month",
               firms.knowledge_out);
  state.column("firm", "project_spending", "1", "spent on tests and development this month, per s",
               firms.project_spending);
  state.column("firm", "practised", "1", "its practice, as far as it is learned", firms.practised);
  state.column("firm", "price", "1", "price a month, in units of the unit cost", firms.price);
  state.column("firm", "revenue_smoothed", "1", "revenue a month, smoothed", firms.revenue_smoothed);
  state.column("firm", "performance", "1", "profit a month per s, over a year", firms.performance);
  state.column("firm", "search", "1", "times what its levers say it spends on research and survey",
               firms.search);
  state.column("firm", "cash", "1e-6", "cash, in millionths of the unit cost", firms.cash);
  state.column("firm", "revenue", "1e-6", "revenue this month", firms.revenue);
  state.column("firm", "cost", "1e-6", "cost this month", firms.cost);
  state.column("firm", "profit", "1e-6", "revenue less cost this month", firms.profit);
  state.column("firm", "paid_out", "1e-6", "paid to owners this month", firms.paid_out);
  state.rows("firm", "spent", "cost this month by purpose, in units of c, unrounded", firms.spent);
  state.column("firm", "staff", "count", "staff that its volumes of work take", firms.staff);
  state.column("firm", "months_broke", "month", "months without cash in a row", firms.months_broke);
  state.column("firm", "customers", "count", "users of all its products", firms.customers);
  state.column("firm", "joined", "count", "customers who joined this month", firms.joined);
  state.column("firm", "left", "count", "customers who left this month", firms.left);
  state.column("firm", "launches", "count", "products launched this month", firms.launches);
  state.column("firm", "customer_launches", "count", "of them by customers", firms.customer_launches);
  state.column("firm", "novel_launches", "count", "of them new to the market", firms.novel_launches);
  state.column("firm", "last_novel", "month", "of its last launch new to the market; -1: none",
               firms.last_novel);
  state.column("firm", "stay_sum", "1", "own reviewers' probability to stay, summed and smoothed",
               firms.stay_sum);
  state.column("firm", "stay_count", "count", "own reviewers, smoothed", firms.stay_count);
  state.column("firm", "considered_sum", "1", "all reviewers' probability P of choosing it, smoothed",
               firms.considered_sum);
  state.column("firm", "curvature_sum", "1", "their P(1 - P), smoothed", firms.curvature_sum);
  state.column("firm", "captive_count", "count", "own reviewers whom only lock-in keeps, smoothed",
               firms.captive_count);
  state.column("firm", "word_of_mouth_share", "1", "share of word of mouth in its being found",
               firms.word_of_mouth_share);
  state.column("firm", "past_openness", "1", "openness of its levers last month",
               firms.past_openness);
  state.column("firm", "past_share", "1", "share of the customers supplied last month",
               firms.past_share);
  state.column("firm", "past_customers", "1", "customers a year's end ago; -1: it was not there",
               firms.past_customers);
  for (std::size_t block = 0; block < canvas_blocks; ++block)
    state.column("firm", "canvas_" + canvas_block_names()[block], "1",
                 "canvas: " + canvas_block_meanings()[block], firms.canvas[block]);
  state.column("firm", "imbalance", "1", "of what it gives and takes: money, knowledge, attention",
               firms.imbalance);
  state.column("firm", "surplus", "1", "mean utility of its customers over the outside option",
               firms.surplus);
  state.column("firm", "trust", "1", "customers' trust; 0.5 is neutral", firms.trust);
  state.column("firm", "reputation", "1", "for giving to rivals", firms.reputation);
  state.rows("firm", "identity", "whom it takes its customers to be, in need space", firms.identity);
  list_views(*this, state);

  communities.list(state);
  state.column("product place", "product_id", "1", "identity for life; 0: empty", products.id);
  state.rows("product place", "product_position", "position y in need space", products.position);
  state.column("product place", "feasibility", "1", "how far it can be made as meant",
               products.feasibility);
  state.column("product place", "launched", "month", "month of launch", products.launched);
  state.rows("product place", "origin", "start, firm, customer or imitated", products.origin);
  state.column("project place", "months_left", "month", "to launch; 0: empty", projects.months_left);
  state.rows("project place", "project_position", "position in need space", projects.position);
  state.column("project place", "project_feasibility", "1", "as of products", projects.feasibility);
  state.rows("project place", "project_origin", "firm, customer or imitated", projects.origin);
  state.column("project place", "tests_left", "count", "tests before development", projects.tests_left);
  state.column("project place", "begun", "month", "month of its idea", projects.begun);
  state.column("project place", "monthly_cost", "1", "of its development, per s", projects.monthly_cost);
  state.column("project place", "wanted", "1", "share of customers who want it, summed over tests",
               projects.wanted);
  state.column("project place", "tested", "count", "tests that it has survived", projects.tested);
  state.rows("firm and month of lag", "history", "know-how in the months before", history);
  state.column("firm, and the end", "network_first", "1", "where a firm's links begin", network.first);
  state.column("link, in each direction", "neighbours", "1", "the firm at the other end",
               network.neighbours);
  state.column("link, in each direction", "gifts", "1", "share revealed to it lately along the link",
               gifts);
  state.column("strategy", "exited", "count", "firms that left this month", exited);
  state.column("strategy", "entered", "count", "firms that entered this month", entered);
  state.column("strategy", "ruined", "count", "firms that left without cash this month", ruined);
  state.column("strategy", "taken_up", "count", "firms that took it up this month", taken_up);
  state.column("strategy", "judged", "count", "launched products that came to be judged", judged);
  state.column("strategy", "failed", "count", "of them below their threshold", failed);
  state.rows("strategy", "funnel", "what became of ideas and communities since the start", funnels);
  state.single("month", "month", "months since the start", month);
  state.single("ledger", "1e-6", "what customers paid, suppliers and owners got, since the start",
               ledger);
  state.single("tally", "count", "firms ever; entrants judged after 24 months; those gone", tally);
  state.single("openness", "1", "mean openness last month, and how selection, change, entry and exit moved it",
               openness);
  state.single("rank_turnover", "1", "of firms by customers, over the last calendar year", rank_turnover);
  state.single("reviewers_smoothed", "count", "customers who reviewed, smoothed", reviewers_smoothed);
  state.single("freed", "count", "customers whose firm left since customers last chose", freed);
}

}  // namespace permea::ecosystem_core
