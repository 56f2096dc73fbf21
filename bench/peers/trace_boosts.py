"""Peer of `nibbi names trace`: the field's fixed boosts, on the same files and inquiries (written by trace_bench PEOPLE INQUIRIES SEED FOLDER).

    python3 -m venv V && V/bin/pip install metaphone numpy
    V/bin/python bench/peers/trace_boosts.py FOLDER

The method (its open source, v2): an OR query over the fields below with fixed boosts; names by the primary code of Double Metaphone, all else by equality; a word
counts by its rarity, as the search engine behind it does; the twenty best, each score divided by the best one; "likely" is what lies more than 0.7 above the mean, or stands
alone. The place is no field of it. Nothing is fixed on these inquiries.
"""
import collections
import csv
import math
import sys
import unicodedata

import numpy
from metaphone import doublemetaphone

BOOSTS = {"name": 15, "relatives": 10, "sex": 10, "age": 10, "born": 5, "languages": 3}
TOP, ABOVE_MEAN = 20, 0.7


def codes(text):
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return {doublemetaphone(w)[0] or w for w in plain.replace(";", " ").replace("'", "").split()}


def terms(row):
    yield from (("name", c) for c in codes(f"{row['given']} {row['family']} {row['other_names']}"))
    yield from (("relatives", c) for c in codes(f"{row['mother']} {row['father']} {row['siblings']}"))
    for field in ("sex", "age", "born"):
        if row[field]:
            yield field, row[field]
    yield from (("languages", language) for language in row["languages"].split(";") if language)


def main():
    folder = sys.argv[1]
    persons, lists = [], collections.defaultdict(list)
    with open(f"{folder}/people.csv", encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file)):
            persons.append(row["person"])
            for term in set(terms(row)):
                lists[term].append(number)
    lists = {term: numpy.array(rows) for term, rows in lists.items()}
    there, files = set(persons), len(persons)
    asked = found = first = of_enough = enough_found = none = rightly_none = likely_all = likely_right = 0
    with open(f"{folder}/inquiries.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            scores = numpy.zeros(files)
            for field, value in set(terms(row)):
                rows = lists.get((field, value))
                if rows is not None:
                    scores[rows] += BOOSTS[field] * math.log(1 + (files - len(rows) + 0.5) / (len(rows) + 0.5))
            best = numpy.argsort(-scores, kind="stable")[:TOP]
            best = best[scores[best] > 0]
            shares = scores[best] / scores[best[0]] if len(best) else numpy.array([])
            likely = [b for b, s in zip(best, shares) if s - shares.mean() > ABOVE_MEAN or len(best) == 1]
            right = [persons[b] == row["person"] for b in best[:10]]
            likely_all += len(likely)
            likely_right += sum(persons[b] == row["person"] for b in likely)
            if row["person"] not in there:
                none += 1
                rightly_none += not likely
                continue
            asked += 1
            first += bool(right) and right[0]
            found += any(right)
            if row["village"] or (row["mother"] and row["father"]):
                of_enough += 1
                enough_found += any(right)
    print(f"fixed boosts, {files} files, {asked + none} inquiries: recall@1 {first / asked:.4f}, recall@10 {found / asked:.4f}; with village or both parents recall@10 {enough_found / of_enough:.4f}")
    print(f"without an answer: {none}, of which {rightly_none / none:.4f} get nothing likely; likely matches {likely_all}, of which {likely_right / max(1, likely_all):.4f} are the child")


if __name__ == "__main__":
    main()
