#!/usr/bin/python3
# What the table of benchmarks says follows from what was measured: medians, verdicts, pieces of a review.
import contextlib
import importlib.machinery
import importlib.util
import io
import subprocess
import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from table_parts import ecosystem, limits, market, measuring, network, pieces  # noqa: E402

CORE = "permea::ecosystem_core::"


def script():
    """What tests/bench/table does, to be called."""
    loader = importlib.machinery.SourceFileLoader("table", str(Path(__file__).with_name("table")))
    table = importlib.util.module_from_spec(importlib.util.spec_from_loader("table", loader))
    loader.exec_module(table)
    return table


class Table(unittest.TestCase):
    def test_every_table_has_its_place_on_the_page(self):
        table = script()
        page = table.PAGE.read_text()
        for part in (*table.PARTS, "large"):
            self.assertIn(f"--part {part} -->\n\nnew\n<!-- end -->", table.on_page(page, part, "new\n"))
        with self.assertRaises(SystemExit):
            table.on_page(page, "none", "new")

    def test_the_script_names_its_parts_and_refuses_others(self):
        script = Path(__file__).with_name("table")
        told = subprocess.run([script, "--help"], check=True, capture_output=True, text=True).stdout
        self.assertIn("network", told)
        for wrong in (["--part", "none"], ["--rounds", "0"], ["--rounds", "some"]):
            self.assertEqual(subprocess.run([script, *wrong], capture_output=True).returncode, 2, wrong)

    def test_no_table_is_written_over_where_perf_is_missing(self):
        answer = subprocess.run([sys.executable, Path(__file__).with_name("table"), "--write"], env={"PATH": ""},
                                capture_output=True, text=True)
        self.assertEqual(answer.returncode, 2)
        self.assertIn("wants perf", answer.stderr)

    def test_each_figure_is_the_median_of_its_own_column(self):
        values = {"a": iter([(1, 30), (3, 10), (2, 20)]), "b": iter([(9, 9)] * 3)}
        found = measuring.in_turn(3, {name: lambda rows=rows: next(rows) for name, rows in values.items()})
        self.assertEqual(found, {"a": [2, 20], "b": [9, 9]})

    def test_measures_take_turns(self):
        calls = []
        measuring.in_turn(2, {name: lambda name=name: calls.append(name) or (0,) for name in "ab"})
        self.assertEqual(calls, list("abab"))

    def test_a_figure_that_misses_what_is_wanted_is_told(self):
        self.assertEqual(measuring.verdict(49, 50), "50: not reached")
        self.assertEqual(measuring.verdict(50, 50), "50: reached")
        self.assertEqual(measuring.verdict(121, 120, at_most=True), "120: not reached")
        self.assertEqual(measuring.verdict(119, 120, at_most=True), "120: reached")

    def test_a_step_of_the_market_asks_for_all_its_pieces(self):
        each = dict.fromkeys(("draws_together", "normals_together", "distances_in_eight_dimensions",
                              "logit_among_five", "exact_sum_of_floats"), 1.0)
        self.assertEqual(sum(market.alone(each).values()), 1.25 + 8 + 5 + 1 + 8)

    def test_a_step_of_the_market_takes_at_least_its_instructions(self):
        self.assertAlmostEqual(market.instructions({"cycle": 1}), 3.125 + 11.5 + 3.594 + 4.688 + 2.5, delta=0.01)

    def test_another_satisfaction_or_concentration_is_not_the_same_work(self):
        self.assertTrue(market.same_work(-0.790, 0.0200, -0.794, 0.0201))
        self.assertFalse(market.same_work(-0.790, 0.0200, -0.800, 0.0200))
        self.assertFalse(market.same_work(-0.790, 0.0206, -0.790, 0.0200))


class Network(unittest.TestCase):
    def test_cost_that_grows_faster_than_links_is_told_even_where_it_began_slower(self):
        told = network.linear((8, 32, 128), (100, 110, 500))
        self.assertEqual(told[1], "1.1 times for 4 times the links: reached")
        self.assertEqual(told[2], "4.5 times for 4 times the links: not reached")


class Pieces(unittest.TestCase):
    def test_what_is_inlined_into_a_method_belongs_to_the_innermost_method(self):
        names = ["largest(float __vector(8))", f"{CORE}Reviewer::weigh(unsigned long)",
                 f"{CORE}Reviewer::review(std::span<Customer>)", f"{CORE}choose({CORE}World&)"]
        self.assertEqual(pieces.piece_of(names), "distances")

    def test_a_method_that_nobody_has_named_stands_by_its_own_name(self):
        self.assertEqual(pieces.piece_of([f"{CORE}Reviewer::ponder()"]), "ponder")

    def test_verbs_of_firms_are_put_together(self):
        self.assertEqual(pieces.piece_of(["exp(double)", f"{CORE}price({CORE}World&)"]), pieces.FIRMS)
        self.assertEqual(pieces.piece_of(["exp(double)", f"{CORE}drift({CORE}World&)"]), "drift")

    def test_what_a_verb_calls_belongs_to_it(self):
        names = [f"{CORE}likeness(Row8)", "std::function<void()>::operator()", f"{CORE}gather({CORE}World&)"]
        self.assertEqual(pieces.piece_of(names), "gather")

    def test_a_community_joined_in_a_review_is_membership(self):
        names = [f"{CORE}MemberList::insert(unsigned long)", f"{CORE}choose({CORE}World&)"]
        self.assertEqual(pieces.piece_of(names), "membership and openness")
        names = [f"{CORE}Joining::decide()", f"{CORE}Reviewer::review()", f"{CORE}choose({CORE}World&)"]
        self.assertEqual(pieces.piece_of(names), "membership and openness")

    def test_moves_are_booked_outside_reviews(self):
        names = ["std::span<Cell>", f"{CORE}(anonymous namespace)::book({CORE}World&)", f"{CORE}choose({CORE}World&)"]
        self.assertEqual(pieces.piece_of(names), "moves")
        self.assertEqual(pieces.piece_of(names[:2] + [f"{CORE}drift({CORE}World&)"]), "drift")

    def test_what_lies_outside_the_program_is_told_apart(self):
        self.assertEqual(pieces.piece_of([]), pieces.OUTSIDE)

    def test_skips_of_another_verb_are_not_those_of_reviews(self):
        picks = "void permea::pick_places<Question>()"
        self.assertEqual(pieces.piece_of([picks, f"{CORE}choose({CORE}World&)"]), "skips")
        self.assertEqual(pieces.piece_of([picks, f"{CORE}drift({CORE}World&)"]), "drift")

    def test_a_piece_stands_beside_its_limit_and_one_without_says_so(self):
        rows = pieces.rows_of(pieces.Counter(choice=3, ponder=1), {"choice": (20, "a logit")}, 80)
        self.assertIn("| choice | 60.0 | 20.0 | 3.0 | a logit |", rows)
        self.assertIn("| ponder | 20.0 | not known |  |  |", rows)
        self.assertEqual(rows[-1], "| all | 80 | 20 | 4.0 | |")


class Limits(unittest.TestCase):
    def setUp(self):
        self.kernel = {name: 1.0 for name in (
            "row_read_and_changed", "move_between_products", "cycle", "draws_together", "exponentials_together",
            "pick_places_of_a_block", "distances_in_eight_dimensions", "normals_together", "build_pick_table/60",
            "bytes_read", "bytes_changed", "best_of_eight_products", "pick/60", "logit_among_five",
            "best_product_found", "treatment_answered")}
        self.count = {name: 0.0 for name in (
            "members_of_a_block", "firm_months", "segments", "moves", "memberships_changed", "joined",
            "contributions", "renewed", "looked_through", "months", "bytes_of_firms", "bytes_of_cells")}

    def limit(self, piece, **counts):
        return limits.limits(self.kernel, self.count | counts)[piece][0]

    def test_what_does_not_happen_takes_nothing(self):
        for piece in ("gather", "drift", "finding those whose firm has left", "firms: all other verbs", "design"):
            self.assertEqual(self.limit(piece), 0, piece)

    def test_every_piece_that_has_a_name_has_a_limit(self):
        named = {*pieces.OF_REVIEWER.values(), *(piece for _, piece in pieces.OF_OTHERS)} - {"set-up"}
        self.assertEqual(named - set(limits.limits(self.kernel, self.count)), set())

    def test_limits_grow_with_what_is_counted(self):
        self.assertEqual(self.limit("moves", moves=0.5), 1.5)
        self.assertEqual(self.limit("finding those whose firm has left", looked_through=2.0), 64)
        self.assertEqual(self.limit("gather", contributions=0.1), 1.1)


class Reviews(unittest.TestCase):
    def test_a_share_of_changes_beyond_what_was_asked_for_is_told(self):
        count = {"share_of_reviews_that_change_supplier": 0.35, "share_from_or_to_none": 0.1,
                 "share_of_reviews_that_change_product": 0.4, "supplier_lost": 0.004}
        for share, verdict in ((0.35, "not so"), (0.2, "reached")):
            with contextlib.redirect_stdout(io.StringIO()) as told:
                ecosystem.changes({"": count | {"share_of_reviews_that_change_supplier": share}})
            self.assertIn(f"10 to 30 %: {verdict}", told.getvalue())


if __name__ == "__main__":
    unittest.main()
