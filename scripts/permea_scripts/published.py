# What `permea verify` finds on the published scenarios, as the two tables of README.md.
import collections
import re
import subprocess
import sys

from .markdown import line, put_between, table as markdown_table

FOLDER = "scenarios/published/"


def verified(program, root):
    """The table that `permea verify --markdown` writes; about ten minutes on two cores."""
    answer = subprocess.run([program, "verify", "--markdown"], cwd=root, text=True,
                            stdout=subprocess.PIPE)
    if answer.returncode not in (0, 3):
        sys.exit("refresh-readme: permea verify did not come to its end")
    return answer.stdout


def rows_of(table):
    """The cells of each line of a markdown table, without its head."""
    return [re.split(r" (?<!\\)\| ", line[2:-2]) for line in table.splitlines()[2:]]


def by_model(rows):
    models = collections.defaultdict(list)
    for row in rows:
        model, scenario = row[0].removeprefix(FOLDER).removesuffix(".toml").split("/")
        models[model].append([scenario, *row[1:]])
    return models


def counts(rows):
    return [sum(row[5] == verdict for row in rows) for verdict in ("hit", "miss", "open")]


def by_scenario(rows):
    scenarios = collections.defaultdict(list)
    for row in rows:
        scenarios[row[0]].append(row)
    return scenarios


def summary(models):
    """A row for each scenario: its first result, and how many of all are hit, miss and open."""
    head = ["scenario", "its first result", "published", "permea", "results", "hit", "miss", "open"]
    lines = markdown_table(head, [])
    for model, rows in models.items():
        for scenario, those in by_scenario(rows).items():
            link = f"[{model}/{scenario}]({FOLDER}{model}/{scenario}.toml)"
            lines += line([link, *those[0][1:4], len(those), *counts(those)])
    every = [row for rows in models.values() for row in rows]
    return lines + line(["all", "", "", "", len(every), *counts(every)])


def in_full(models):
    head = ["scenario", "result", "published", "permea", "difference", "verdict", "source"]
    text = ""
    for model, rows in models.items():
        hits, misses, opens = counts(rows)
        text += f"<details><summary>{model}: {hits} hit, {misses} miss, {opens} open</summary>\n\n"
        text += markdown_table(head, rows) + "\n</details>\n"
    return text


def replaced(readme, name, table):
    page = put_between(readme, f"permea verify: {name}", table)
    if page is None:
        sys.exit(f"refresh-readme: README.md has no line <!-- permea verify: {name} -->")
    return page


def refreshed(readme, table):
    """README.md with both tables as `table` has them."""
    models = by_model(rows_of(table))
    return replaced(replaced(readme, "summary", summary(models)), "in full", in_full(models))
