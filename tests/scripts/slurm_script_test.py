#!/usr/bin/python3
# Claims: scripts/slurm asks for what permea predicts, submits an array and a merging that waits for
# it, and its part of a plan goes back into the queue when time runs out; what is missing or damaged is
# made again; told by stand-ins for permea, sbatch and scontrol (tests/scripts/cluster_test.py asks a real Slurm).
import os
import re
import signal
import subprocess
import time
import unittest
from pathlib import Path

import made_up

SCRIPT = Path(__file__).resolve().parent.parent.parent / "scripts" / "slurm"
# Says what `permea check --json --time` says of 400 runs that take 10 hours; a run leaves a journal, or
# a state, and waits for a signal, or for the file "end".
PERMEA = r"""#!/usr/bin/env bash
case $1 in
  check) until=; [ -e until ] && until='"the gap"'
         yes=; [ -e large ] && yes='"400 runs are more than 300"'
         echo "[{\"runs\": $(cat runs 2>/dev/null || echo 400), \"until\": [$until], \"needs_yes\": [$yes],"
         echo "\"memory_bytes_a_run\": 1500000000, \"results_bytes\": $(cat size 2>/dev/null || echo 8000000),"
         echo "\"arm_run_seconds\": [90.0], \"seconds\": 36000.0}]" ;;
  run) echo "$@" >>calls
       [ -e stuck ] || echo a run >>"${@: -6:1}.journal"
       [ -e slow ] && mkdir -p "${@: -6:1}.state" && echo a world >"${@: -6:1}.state/run-1"
       trap 'exit 75' USR1
       touch running
       for ((i = 0; i < 600; i++)); do [ -e end ] && exit 0; sleep 0.1; done ;;
  merge) echo "$@" >>calls; [ -e complaints ] && cat complaints >&2; [ -e missing ] && cat missing; exit 0 ;;
esac
"""


class Slurm(made_up.Case):
    def setUp(self):
        super().setUp()
        self.folder = Path(self.folder)
        for name, text in (("permea", PERMEA), ("scontrol", "#!/bin/sh\necho \"$@\" >>requeued\n"),
                           ("sbatch", "#!/bin/sh\necho \"$@\" >>submitted\necho '17;east'\n")):
            (self.folder / name).write_text(text)
            (self.folder / name).chmod(0o755)
        (self.folder / "a question.toml").write_text("")

    def call(self, *words):
        path = f"{self.folder}:{os.environ['PATH']}"
        return subprocess.run([SCRIPT, "a question.toml", "--program", "./permea", *words],
                              cwd=self.folder, env={**os.environ, "PATH": path},
                              capture_output=True, text=True)

    def written(self, name="parts.sh"):
        return (self.folder / "results/a question.jobs" / name).read_text()

    def asked(self, *words):
        """What the array asks Slurm for, by name."""
        answer = self.call(*words)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return dict(re.findall(r"^#SBATCH --([a-z-]+)=(.+)$", self.written(), re.MULTILINE))

    def lines(self, name):
        path = self.folder / name
        return path.read_text().splitlines() if path.exists() else []

    def test_parts_time_and_memory_are_those_predicted(self):
        # 36,000 s: 20 parts of half an hour; twice that and two runs of 90 s: 63 minutes; 3 more.
        # 1.2 x 1.5 GB and 200 MB, rounded up.
        asked = self.asked()
        self.assertEqual((asked["array"], asked["time"], asked["mem"], asked["cpus-per-task"]),
                         ("1-20", "01:06:00", "2000M", "1"))
        asked = self.asked("--threads", "4", "--parts", "2")
        # 36,000 s over 4 processors and 2 parts: 4,500 s.
        self.assertEqual((asked["array"], asked["time"], asked["mem"], asked["cpus-per-task"]),
                         ("1-2", "02:36:00", "7400M", "4"))

    def test_the_merging_asks_for_more_where_there_are_more_runs_and_more_numbers(self):
        def merging(*words):
            self.asked(*words)
            return re.findall(r"^#SBATCH --(?:time|mem)=(.+)$", self.written("merge.sh"), re.MULTILINE)

        self.assertEqual(merging(), ["01:01:00", "1100M"])
        (self.folder / "runs").write_text("1000000")
        self.assertEqual(merging(), ["02:01:00", "4100M"])
        # 200 GB: 200 kB a run, of which a task of 500 threads has 500 at a time, four times each.
        (self.folder / "size").write_text("200000000000")
        self.assertEqual(merging("--threads", "500"), ["04:00:00", "4400M"])

    def test_a_plan_that_permea_refuses_is_submitted_only_with_yes(self):
        (self.folder / "large").touch()
        self.refused(["--submit"], "a question.toml: 400 runs are more than 300; --yes makes it")
        self.assertEqual(self.lines("submitted"), [])
        self.assertEqual(self.call("--yes", "--submit").returncode, 0)
        self.assertIn("run=(./permea run 'a question.toml' --yes)", self.written())

    def test_a_name_with_a_dot_is_kept_whole(self):
        for output in ("results/x.v2", "results/x.v2.h5"):
            self.assertEqual(self.call("-o", output).returncode, 0)
            self.assertIn("\nstem=results/x.v2\n",
                          (self.folder / "results/x.v2.jobs/parts.sh").read_text())

    def test_a_reader_that_has_enough_ends_it_quietly(self):
        answer = subprocess.run(["bash", "-c", 'set -o pipefail; "$0" "a question.toml" --program ./permea '
                                 '--dry-run | true', SCRIPT], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(answer.stderr, "")

    def test_what_is_asked_for_takes_precedence(self):
        asked = self.asked("--parts", "8", "--time", "1-0", "--memory", "3G",
                           "--sbatch=--partition=short")
        self.assertEqual((asked["array"], asked["time"], asked["mem"], asked["partition"]),
                         ("1-8", "1-0", "3G", "short"))
        self.assertIn("--partition=short", self.written("merge.sh"))

    def test_threads_that_are_none_are_refused(self):
        for threads in ("0", "-2"):
            self.refused(["--threads", threads], f"--threads {threads}: 1 or more")
        self.assertFalse((self.folder / "results").exists())

    def test_the_scripts_are_bash(self):
        self.assertEqual(self.call("--set", "a.b=\"it's\"").returncode, 0)
        for name in ("parts.sh", "merge.sh"):
            subprocess.run(["bash", "-n"], input=self.written(name), text=True, check=True)

    def test_a_dry_run_writes_nothing(self):
        answer = self.call("--dry-run", "--submit")
        self.assertIn("#SBATCH --array=1-20", answer.stdout)
        self.assertFalse((self.folder / "results").exists())
        self.assertEqual(self.lines("submitted"), [])

    def test_the_merging_waits_for_the_parts(self):
        answer = self.call("--submit")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertEqual(self.lines("submitted"), [
            "--parsable --array=1-20 results/a question.jobs/parts.sh",
            "--parsable --dependency=afterany:17 results/a question.jobs/merge.sh"])

    def test_again_submits_what_is_missing(self):
        self.assertEqual(self.call().returncode, 0)
        (self.folder / "missing").write_text("3,7\n")
        self.call("--again", "--submit")
        self.assertEqual(self.lines("submitted")[0],
                         "--parsable --array=3,7 --export=ALL,takeover=yes "
                         "results/a question.jobs/parts.sh")
        (self.folder / "missing").unlink()
        self.call("--again", "--submit")
        self.assertEqual(self.lines("submitted")[2:],
                         ["--parsable results/a question.jobs/merge.sh"])

    def test_again_makes_damaged_parts_anew_and_passes_on_what_else_is_wrong(self):
        self.assertEqual(self.call("--parts", "8").returncode, 0)
        (self.folder / "missing").write_text("3-5,7\n")
        part = "results/a question.part-{}-of-8.h5"
        other = f"permea: {part.format(5)}: is of another scenario: steps = 1 there, steps = 2 here"
        (self.folder / "complaints").write_text("".join([
            f"permea: {part.format(3)}: is damaged: its bytes are not those of its checksum\n",
            f"permea: {part.format(4)}: no such file\n", other + "\n",
            f"permea: {part.format(7)}: is damaged: a hash is none\n"]))
        answer = self.call("--again", "--submit")
        self.assertEqual(answer.stderr, other + "\n")
        self.assertIn("missing parts: 3-5,7; damaged and made anew: 3,7\n", answer.stdout)
        self.assertEqual(self.lines("submitted")[0],
                         "--parsable --array=3-5,7 --export=ALL,takeover=yes,damaged=3:7 "
                         "results/a question.jobs/parts.sh")

    def task(self, **more):
        """Starts part 3 as Slurm would, and waits until permea runs."""
        self.assertEqual(self.call("--parts", "8", "--seeds", "1..3").returncode, 0)
        path = f"{self.folder}:{os.environ['PATH']}"
        task = subprocess.Popen(
            ["bash", "results/a question.jobs/parts.sh"], cwd=self.folder, stderr=subprocess.PIPE,
            text=True, env={**os.environ, "PATH": path, "SLURM_ARRAY_TASK_ID": "3",
                            "SLURM_ARRAY_JOB_ID": "17", **more})
        deadline = time.monotonic() + 30
        while not (self.folder / "running").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        return task

    def ended(self, task):
        """Exit code and what it said."""
        said = task.communicate(timeout=60)[1]
        return task.returncode, said

    def test_a_task_makes_its_part(self):
        task = self.task()
        (self.folder / "end").touch()
        self.assertEqual(self.ended(task)[0], 0)
        self.assertEqual(self.lines("calls"), [
            "run a question.toml --seeds 1..3 -o results/a question.part-3-of-8.h5 "
            "--part 3/8 --resume --progress never"])
        self.assertEqual(self.lines("requeued"), [])

    def test_a_task_that_starts_again_takes_over_what_it_left_on_another_node(self):
        for more, words in (({"SLURM_RESTART_COUNT": "0"}, ""), ({"SLURM_RESTART_COUNT": "1"}, "--takeover "),
                            ({"takeover": "yes"}, "--takeover ")):
            (self.folder / "calls").unlink(missing_ok=True)
            (self.folder / "running").unlink(missing_ok=True)
            task = self.task(**more)
            (self.folder / "end").touch()
            self.assertEqual(self.ended(task)[0], 0)
            self.assertIn(f"--seeds 1..3 {words}-o results", self.lines("calls")[0])

    def test_a_task_overwrites_its_part_only_where_that_is_damaged(self):
        for damaged, words in (("3", "--overwrite "), ("1:3:8", "--overwrite "), ("13:30", "")):
            (self.folder / "calls").unlink(missing_ok=True)
            (self.folder / "running").unlink(missing_ok=True)
            task = self.task(takeover="yes", damaged=damaged)
            (self.folder / "end").touch()
            self.assertEqual(self.ended(task)[0], 0)
            self.assertIn(f"--seeds 1..3 --takeover {words}-o results", self.lines("calls")[0])
            self.assertIn("--part 3/8 --resume", self.lines("calls")[0])

    def test_a_plan_of_rounds_is_not_cut_into_parts(self):
        (self.folder / "until").touch()
        self.refused([], "[[until]]", "cannot be made in parts")

    def test_a_task_out_of_time_goes_back_into_the_queue(self):
        task = self.task()
        task.send_signal(signal.SIGUSR1)
        self.assertEqual(self.ended(task)[0], 0)
        self.assertEqual(self.lines("requeued"), ["requeue 17_3"])

    def test_a_task_whose_run_is_under_way_goes_back_into_the_queue(self):
        for name in ("stuck", "slow"):
            (self.folder / name).touch()
        task = self.task()
        task.send_signal(signal.SIGUSR1)
        self.assertEqual(self.ended(task)[0], 0)
        self.assertEqual(self.lines("requeued"), ["requeue 17_3"])

    def test_a_task_that_saved_nothing_does_not_go_round_for_ever(self):
        (self.folder / "stuck").touch()
        task = self.task()
        task.send_signal(signal.SIGUSR1)
        code, said = self.ended(task)
        self.assertEqual(code, 75)
        self.assertIn("nothing was saved within the time limit", said)
        self.assertEqual(self.lines("requeued"), [])

    def test_a_cancelled_task_ends(self):
        task = self.task()
        task.send_signal(signal.SIGTERM)
        self.assertEqual(self.ended(task)[0], 75)
        self.assertEqual(self.lines("requeued"), [])

    def test_merging_names_what_is_missing_and_how_to_run_it(self):
        self.assertEqual(self.call("--parts", "8").returncode, 0)
        script = ["bash", "results/a question.jobs/merge.sh"]
        (self.folder / "missing").write_text("3,7\n")
        answer = subprocess.run(script, cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(answer.returncode, 1)
        self.assertIn("missing parts: 3,7", answer.stderr)
        (self.folder / "missing").unlink()
        self.assertEqual(subprocess.run(script, cwd=self.folder, capture_output=True).returncode, 0)
        self.assertTrue(self.lines("calls")[-1].endswith("part-8-of-8.h5 -o results/a question.h5"))

    def test_bad_calls_are_told_in_one_line(self):
        self.refused(["--parts", "401"], "--parts 401", "400 runs")
        self.refused(["--parts", "0"], "--parts 0")
        self.refused(["--again"], "parts.sh: no such file")
        self.refused(["--program", "./nowhere"], "./nowhere: no such program")
        self.refused(["--program", "true"], "check --json says nothing of a plan")
        (self.folder / "results").mkdir(exist_ok=True)
        (self.folder / "results/a question.h5").touch()
        self.refused(["--submit"], "a question.h5 exists")


if __name__ == "__main__":
    unittest.main()
