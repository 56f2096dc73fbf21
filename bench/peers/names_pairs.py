"""Peers of `nibbi names evaluate` on the same list and the same kind of random pairs, in one run.

    python3 -m venv V && V/bin/pip install jellyfish metaphone
    V/bin/python bench/peers/names_pairs.py PAIRS.csv build/release/nibbi          (or: ./dev shell build/release/nibbi)

Rows are counted as sourced when their column `source` begins with src:, if there is such a column. Peers: Double Metaphone (package metaphone, primary code, as the
field's own tool uses it), Levenshtein of at most 2 and Jaro-Winkler of at least .80 (jellyfish); all after accents and case are folded away.
"""
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import unicodedata

import jellyfish
from metaphone import doublemetaphone

RANDOM_PAIRS = 200_000


def folded(name):
    plain = "".join(c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c))
    return "".join({"ɛ": "e", "ɔ": "o", "ɲ": "n", "ŋ": "n", "'": "", "’": "", "-": ""}.get(c, c) for c in plain)


PEERS = {
    "equal after folding": lambda a, b: a == b,
    "Double Metaphone": lambda a, b: doublemetaphone(a)[0] == doublemetaphone(b)[0] != "",
    "Levenshtein <= 2": lambda a, b: jellyfish.levenshtein_distance(a, b) <= 2,
    "Jaro-Winkler >= .80": lambda a, b: jellyfish.jaro_winkler_similarity(a, b) >= 0.8,
}


def families(rows):
    parent = {}

    def root(n):
        while parent.setdefault(n, n) != n:
            n = parent[n]
        return n

    for row in rows:
        if row["kind"].startswith(("confusable", "clan_equivalent")):
            root(row["a"]), root(row["b"])
        else:
            parent[root(row["a"])] = root(row["b"])
    return {n: root(n) for n in parent}


def random_pairs(rows):
    of = families(rows)
    names, draw, pairs = sorted(of), random.Random(1), []
    while len(pairs) < RANDOM_PAIRS:
        a, b = draw.choice(names), draw.choice(names)
        if of[a] != of[b]:
            pairs.append((folded(a), folded(b)))
    return pairs


def ours(program, rows, *options):
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", dir="build") as file:
        write = csv.writer(file)
        write.writerow(["a", "b", "kind"])
        write.writerows([r["a"], r["b"], r["group"]] for r in rows)
        file.flush()
        out = subprocess.run([*program, "names", "evaluate", os.path.relpath(file.name), *options], capture_output=True, text=True, check=True).stdout
    return {line["kind"]: line for line in map(json.loads, out.splitlines())}


def group(row):
    if row["kind"].startswith(("confusable", "clan_equivalent")):
        return row["kind"].split("_")[0]
    if not row.get("source", "src:").startswith("src:"):
        return "same, by an analyst"
    return "same, sourced: dialect dictionary" if "bamadaba" in row.get("source", "") else "same, sourced: other"


def main():
    path, program = sys.argv[1], sys.argv[2:]
    with open(path, encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["group"] = group(row)
    groups = sorted({r["group"] for r in rows})
    print(f"{'':32}" + "".join(f"{g[-24:]:>26}" for g in groups) + f"{'random':>12}")
    print(f"{'pairs':32}" + "".join(f"{sum(r['group'] == g for r in rows):26}" for g in groups) + f"{RANDOM_PAIRS:12}")
    others = random_pairs(rows)
    for name, judge in PEERS.items():
        line = ""
        for g in groups:
            some = [r for r in rows if r["group"] == g]
            line += f"{100 * sum(bool(judge(folded(r['a']), folded(r['b']))) for r in some) / len(some):25.1f}%"
        print(f"{name:32}{line}{100 * sum(bool(judge(a, b)) for a, b in others) / len(others):11.3f}%")
    for name, options in {"nibbi, with the lexicon": [], "nibbi, by rules alone": ["--no-lexicon"], "nibbi, spelling and better": ["--max-level", "spelling"]}.items():
        found = ours(program, rows, *options)
        line = "".join(f"{100 * found[g]['matched'] / found[g]['pairs']:25.1f}%" for g in groups)
        print(f"{name:32}{line}{100 * found['random']['matched'] / found['random']['pairs']:11.3f}%")
        same = [found[g] for g in groups if g.startswith("same, sourced")]
        print(f"{'':32}all sourced rows: {100 * sum(s['matched'] for s in same) / sum(s['pairs'] for s in same):.1f}%")


if __name__ == "__main__":
    main()
