"""Peer of the search over invented people: PostgreSQL's pg_trgm on the same files and queries (nibbi names generate, or names_bench PEOPLE QUERIES SEED FOLDER).

    python3 bench/peers/trgm_search.py FOLDER postgresql://...        (psql in the path)

One text a file (names, parents, village), a GIN index of trigrams; the ten files whose words are nearest to the query by word_similarity, among those that the index gives.
"""
import subprocess
import sys

SETUP = r"""
CREATE EXTENSION IF NOT EXISTS pg_trgm;
DROP TABLE IF EXISTS people; DROP TABLE IF EXISTS asked;
CREATE TABLE people (id text, person bigint, said text);
CREATE TABLE asked (number serial, query text, person bigint, fact_in_file int);
\copy people FROM '{folder}/trgm_people.csv' CSV
\copy asked (query, person, fact_in_file) FROM '{folder}/trgm_queries.csv' CSV
CREATE INDEX ON people USING gin (said gin_trgm_ops);
ANALYZE people;
"""
ASK = r"""
SET pg_trgm.word_similarity_threshold = 0.3;
CREATE TEMP TABLE answers (number int, found boolean, fact_in_file int, ms double precision);
DO $$
DECLARE q record; began timestamptz; hit boolean;
BEGIN
  FOR q IN SELECT * FROM asked LOOP
    began := clock_timestamp();
    SELECT bool_or(best.person = q.person) INTO hit FROM (SELECT person FROM people WHERE q.query <% said ORDER BY word_similarity(q.query, said) DESC, id LIMIT 10) AS best;
    INSERT INTO answers VALUES (q.number, coalesce(hit, false), q.fact_in_file, extract(epoch FROM clock_timestamp() - began) * 1000);
  END LOOP;
END $$;
SELECT 'pg_trgm, ' || count(*) || ' queries: recall@10 ' || round(avg(found::int), 4) || ', with the fact in the file ' || round(avg(found::int) FILTER (WHERE fact_in_file = 1), 4)
  || '; p50 ' || round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ms)::numeric, 1) || ' ms, p99 ' || round(percentile_cont(0.99) WITHIN GROUP (ORDER BY ms)::numeric, 1) || ' ms by the clock' FROM answers;
"""


def main():
    folder, url = sys.argv[1:3]
    for script in (SETUP.replace("{folder}", folder), ASK):
        print(subprocess.run(["psql", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", url], input=script, text=True, check=True, capture_output=True).stdout.strip())


if __name__ == "__main__":
    main()
