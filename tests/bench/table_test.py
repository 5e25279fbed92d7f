#!/usr/bin/python3
# What the table of benchmarks says follows from what was measured: medians, verdicts, pieces of a review.
import importlib.machinery
import importlib.util
import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import pieces  # noqa: E402

loader = importlib.machinery.SourceFileLoader("table", str(HERE / "table"))
table = importlib.util.module_from_spec(importlib.util.spec_from_loader("table", loader))
loader.exec_module(table)

CORE = "permea::ecosystem_core::"


class Table(unittest.TestCase):
    def test_each_figure_is_the_median_of_its_own_column(self):
        values = {"a": iter([(1, 30), (3, 10), (2, 20)]), "b": iter([(9, 9)] * 3)}
        found = table.in_turn(3, {name: lambda rows=rows: next(rows) for name, rows in values.items()})
        self.assertEqual(found, {"a": [2, 20], "b": [9, 9]})

    def test_measures_take_turns(self):
        calls = []
        table.in_turn(2, {name: lambda name=name: calls.append(name) or (0,) for name in "ab"})
        self.assertEqual(calls, list("abab"))

    def test_a_figure_that_misses_what_is_wanted_is_told(self):
        self.assertEqual(table.verdict(49, 50), "50: not reached")
        self.assertEqual(table.verdict(50, 50), "50: reached")
        self.assertEqual(table.verdict(121, 120, at_most=True), "120: not reached")
        self.assertEqual(table.verdict(119, 120, at_most=True), "120: reached")

    def test_a_step_of_the_market_asks_for_all_its_pieces(self):
        each = dict.fromkeys(("draws_together", "normals_together", "distances_in_eight_dimensions",
                              "logit_among_five", "exact_sum_of_floats"), 1.0)
        self.assertEqual(sum(table.market_alone(each).values()), 1.25 + 8 + 6 + 1 + 8)


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

    def test_skips_of_another_verb_are_not_those_of_reviews(self):
        picks = "void permea::pick_places<Question>()"
        self.assertEqual(pieces.piece_of([picks, f"{CORE}choose({CORE}World&)"]), "skips")
        self.assertEqual(pieces.piece_of([picks, f"{CORE}drift({CORE}World&)"]), "drift")


if __name__ == "__main__":
    unittest.main()
