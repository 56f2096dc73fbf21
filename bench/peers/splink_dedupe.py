"""Peer of `nibbi link dedupe`: Splink with DuckDB over the same invented people (nibbi names generate).

    python bench/peers/splink_dedupe.py PEOPLE.csv [THREADS]        (splink and duckdb from PyPI, in a virtual environment)

Settings as in Splink's own demonstrations: names by Jaro-Winkler, the rest by equality, term frequencies on names and village; u from random pairs, m by expectation
maximisation in two sessions. How many pairs the blocking rules compare is printed: fewer than the engine compares, as looser rules took more memory than a desk machine has.
Nothing is learned from the truth: it only counts.
"""
import logging
import os
import resource
import sys
import time

import duckdb
import splink
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

NAMES = ["given", "family", "mother", "father"]
RULES = [("given", "family"), ("given", "village"), ("family", "village"), ("given", "mother"), ("mother", "village"), ("father",), ("phone",), ("given", "sex"), ("family", "age", "sex")]


def settings():
    names = [cl.JaroWinklerAtThresholds(name, [0.92, 0.8]).configure(term_frequency_adjustments=True) for name in NAMES]
    rest = [cl.ExactMatch("village").configure(term_frequency_adjustments=True), cl.ExactMatch("sex"), cl.ExactMatch("age"), cl.ExactMatch("phone")]
    return SettingsCreator(link_type="dedupe_only", unique_id_column_name="id", comparisons=names + rest, blocking_rules_to_generate_predictions=[block_on(*rule) for rule in RULES], additional_columns_to_retain=["person"])


def main():
    logging.disable(logging.WARNING)
    path, threads = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else os.cpu_count()
    connection = duckdb.connect()
    connection.execute(f"SET threads = {threads}").fetchall()
    connection.execute("SET memory_limit = '8GB'").fetchall()
    connection.execute(f"CREATE TABLE people AS SELECT id, substr(id, 2) AS person, " + ", ".join(f"nullif({c}, '') AS {c}" for c in NAMES + ["sex", "age", "village", "phone"]) + f" FROM read_csv('{path}', all_varchar = true, header = true)").fetchall()
    rows = connection.execute("SELECT count(*) FROM people").fetchall()[0][0]
    begun, cpu = time.monotonic(), time.process_time()
    api = DuckDBAPI(connection=connection)
    linker = Linker(api.register("people"), settings())
    linker.training.estimate_probability_two_random_records_match([block_on("given", "family", "mother")], recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("given", "family"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("mother", "village"))
    pairs = linker.inference.predict(threshold_match_probability=0.01).physical_name
    took, cpu = time.monotonic() - begun, time.process_time() - cpu
    compared = connection.execute("SELECT count(*) FROM (" + " UNION ".join(f"SELECT a.id AS x, b.id AS y FROM people a JOIN people b ON a.id < b.id AND " + " AND ".join(f"a.{c} = b.{c}" for c in rule) for rule in RULES) + ")").fetchall()[0][0]
    real = connection.execute("SELECT sum(n * (n - 1) / 2) FROM (SELECT count(*) AS n FROM people GROUP BY person)").fetchall()[0][0]
    taken, right = connection.execute(f"SELECT count(*), count(*) FILTER (WHERE person_l = person_r) FROM {pairs} WHERE match_probability >= 0.5").fetchall()[0]
    best = connection.execute(f"""
        SELECT max(2.0 * r / (n + {real})) FROM (SELECT count(*) OVER w AS n, count(*) FILTER (WHERE person_l = person_r) OVER w AS r FROM {pairs} WINDOW w AS (ORDER BY match_weight DESC, id_l, id_r))""").fetchall()[0][0]
    precision, recall = right / max(taken, 1), right / real
    print(f"Splink {splink.__version__}, DuckDB {duckdb.__version__}, {threads} threads: rows {rows}, compared {compared}, {took:.1f} s by the clock, {cpu:.1f} s of processor time, {rows / took:.0f} records and {compared / took:.0f} pairs a second, "
          f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB; from .5 on precision {precision:.4f}, recall {recall:.4f}, f1 {2 * precision * recall / max(precision + recall, 1e-9):.4f}; best f1 by truth {best:.4f}")


if __name__ == "__main__":
    main()
