#!/usr/bin/python3
# Every benchmark runs, if only for a moment, and tells what the tables are made of: the programs' lines and the
# scripts' patterns agree, every kernel that a limit names is there, and twins do the same work.
import contextlib
import io
import os
import subprocess
import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from table_parts import ecosystem, kernels, limits, market, network, reviews  # noqa: E402
from table_parts.measuring import said  # noqa: E402

BENCH = Path(os.environ["PERMEA_BENCH"])


class Programs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kernel, cls.flow = kernels.measured(BENCH, repetitions=1, seconds=0.0001)
        cls.count = ecosystem.counts(BENCH, 5000, 3, "everything on")

    def test_each_kernel_takes_some_time_for_an_item(self):
        self.assertGreater(len(self.kernel), 25)
        for name, nanoseconds in self.kernel.items():
            self.assertGreater(nanoseconds, 0, name)

    def test_every_limit_of_a_piece_can_be_computed(self):
        for piece, (least, why) in limits.limits(self.kernel, self.count).items():
            self.assertGreaterEqual(least, 0, piece)
            self.assertTrue(why, piece)

    def test_every_kernel_of_the_tables_is_there(self):
        with contextlib.redirect_stdout(io.StringIO()) as told:
            kernels.table(self.kernel)
        self.assertIn("| a draw of four words |", told.getvalue())
        self.assertEqual(len(market.alone(self.kernel)), 5)

    def test_know_how_flows_over_the_network_alike_in_all_three_programs(self):
        self.assertTrue(network.same_work(self.flow), self.flow)
        for degree in network.DEGREES:
            self.assertGreater(self.flow[f"leak_over_links/{degree}"], 0)
        self.assertFalse(network.same_work(self.flow | {"links_alone/8": 1.001 * self.flow["links_alone/8"]}))

    def test_the_market_and_the_straightforward_program_tell_what_they_took(self):
        ours, _, _, theirs, _, _, working, our_start, their_start = market.run(BENCH, 2000, 3, 2)
        for seconds in (ours, theirs, our_start, their_start):
            self.assertGreater(seconds, 0)
        self.assertEqual(working, 1)  # too few customers for two

    def test_the_market_and_the_straightforward_program_do_the_same_work(self):
        _, satisfaction, hhi, _, their_satisfaction, their_hhi, *_ = market.run(BENCH, 50_000, 10, 1)
        self.assertTrue(market.same_work(satisfaction, hhi, their_satisfaction, their_hhi))

    def test_reviews_and_the_straightforward_program_of_them_do_the_same_work(self):
        ours, *our_seen, theirs, a, b, c, d, e, stay = reviews.run(BENCH, 20_000, 12, 1)
        self.assertGreater(min(ours, theirs), 0)
        self.assertTrue(reviews.same_work(our_seen, (a, b, c, d, e, stay), 20_000))
        self.assertFalse(reviews.same_work(our_seen, (a, b, c, d, e, stay + 0.02), 20_000))

    def test_many_straightforward_programs_share_the_customers(self):
        found = reviews.run(BENCH, 6000, 12, 3)
        self.assertTrue(reviews.same_work(found[1:7], found[8:], 6000))

    def test_wrong_words_are_told_in_one_line(self):
        for wrong, told in ((["bench_market", "many"], "bench_market: CUSTOMERS: many is no whole number"),
                            (["bench_market", "100", "0"], "bench_market: STEPS: 0 is no whole number"),
                            (["bench_market", "10", "1", "11"], "bench_market: THREADS: 11 is no whole number"),
                            (["bench_market", "10", "1", "1", "all"], "bench_market: all: not known here"),
                            (["bench_ecosystem", "1000", "2.5"], "bench_ecosystem: MONTHS: 2.5 is no whole"),
                            (["bench_ecosystem", "1000", "2", "61"], "bench_ecosystem: FIRMS: 61 is no multiple"),
                            (["bench_ecosystem", "steps", "0"], "bench_ecosystem: CUSTOMERS: 0 is no whole"),
                            (["bench_ecosystem", "linear", "1", "1000"], "bench_ecosystem: MOST: 1000 is no"),
                            (["bench_ecosystem", "degrees", "-4"], "bench_ecosystem: FIRMS: -4 is no whole"),
                            (["bench_reviews", "10", "1", "11"], "bench_reviews: THREADS: 11 is no whole number"),
                            (["bench_counts", "everythin"], "bench_counts: CUSTOMERS: everythin is no whole")):
            answer = subprocess.run([BENCH / wrong[0], *wrong[1:]], capture_output=True, text=True)
            self.assertEqual(answer.returncode, 2, wrong)
            self.assertTrue(answer.stderr.startswith(told), answer.stderr)
            self.assertEqual((answer.stderr.count("\n"), answer.stdout), (1, ""), wrong)

    def test_each_program_tells_how_it_is_called(self):
        for program in ("bench_market", "bench_ecosystem", "bench_reviews", "bench_counts"):
            self.assertTrue(said(BENCH / program, "--help").startswith(f"{program} [CUSTOMERS"))

    def test_a_run_of_the_ecosystem_tells_what_it_took(self):
        for world in ecosystem.WORLDS:
            self.assertGreater(ecosystem.run(BENCH, 2000, 2, 60, 1, world)[3], 0, world)

    def test_a_month_is_told_by_degree(self):
        told = network.months(BENCH, 200, 2)
        self.assertEqual(len(told), 3 * len(network.DEGREES))
        for month, leak, renew in zip(told[::3], told[1::3], told[2::3]):
            self.assertGreaterEqual(month, leak + renew - 1)  # each is rounded

    def test_each_verb_of_a_month_is_told(self):
        self.assertEqual(len(said(BENCH / "bench_ecosystem", "steps", 2000, 2, 60, 1, "everything").splitlines()),
                         13)

    def test_some_reviews_end_in_a_change_and_more_of_them_in_another_product(self):
        supplier = self.count["share_of_reviews_that_change_supplier"]
        self.assertGreater(supplier, 0)
        self.assertGreaterEqual(self.count["share_of_reviews_that_change_product"], supplier)
        self.assertLessEqual(self.count["share_from_or_to_none"], supplier)


if __name__ == "__main__":
    unittest.main()
