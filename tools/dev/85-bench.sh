# Measuring, in release. Ratios are to a baseline of the same run; what came out goes to bench/results/, which is committed.
bench_house() { # bench_house FOLDER [DATABASE]
  rm -rf "$1/house"; mkdir -p "$1/house"
  build/release/bench/house_bench "$1/house" 300 "${NIBBI_BENCH_SECONDS:-5}" 32 "${@:2}"
}

# A demonstration of so many children is made, then served. Some minutes for 50,000, and several GB of disk.
bench_start() { # bench_start FOLDER [DATABASE]
  local children=${NIBBI_BENCH_CHILDREN:-50000} began=$SECONDS database=()
  [ $# -lt 2 ] || database=(--database "$2")
  build/release/nibbi demo --data "$1/many" --children "$children" "${database[@]}" >/dev/null 2>"$1/demo.log" || { tail -5 "$1/demo.log" >&2; return 1; }
  echo "$children children made in $((SECONDS - began)) s, $(du -sm "$1/many" | cut -f1) MB in the folder"
  for _ in 1 2 3; do python3 tools/bench_start.py build/release/nibbi "$1/many" "${@:2}"; done
  [ $# -gt 1 ] || node bench/desk.mjs build/release/nibbi "$1/many" aminata
  rm -rf "$1/many"
}

# The matching engine. Lists of names and of people lie outside the project: NIBBI_REFERENCE_DATA names their folder (names/, linkage/).
bench_link() { # bench_link LIST MAP TRUTH
  local pairs; pairs=$(mktemp build/pairs.XXXXXX)
  echo "$(basename "$1" .csv): $(build/release/nibbi link dedupe "$1" --columns "bench/names/maps/$2.json" --out "$pairs")"
  build/release/nibbi link evaluate "$pairs" "$1" --truth "$3" --threshold auto
  rm -f "$pairs"
}

# One list of invented people held against itself, and by Splink with DuckDB, on as many processors.
bench_splink() { # bench_splink PEOPLE
  local folder=build/bench-lists/link python=build/bench-peers/bin/python
  mkdir -p "$folder"
  build/release/nibbi names generate --people "$1" --seed 1 --out "$folder" >/dev/null
  $python bench/peers/timed.py build/release/nibbi link dedupe "$folder/people.csv" --columns bench/names/maps/invented.json --out "$folder/pairs.csv"
  build/release/nibbi link evaluate "$folder/pairs.csv" "$folder/people.csv" --truth person --threshold auto
  $python bench/peers/splink_dedupe.py "$folder/people.csv"
}

# Only the smaller base is written for peers.
bench_lists() { [ "$1" != 100000 ] || echo build/bench-lists; }
bench_trgm() {
  local url; url=$(tools/test-postgres.sh start "$PWD/build/bench-pg")
  python3 bench/peers/trgm_search.py build/bench-lists "$url"
  tools/test-postgres.sh stop "$PWD/build/bench-pg"
}

bench_names() {
  local data=${NIBBI_REFERENCE_DATA:-} people
  install_packages $packages_build python3-venv postgresql-17
  configure_and_build release names_bench trace_bench alike_bench nibbi || return 1
  mkdir -p bench/results build/bench-lists
  [ -d build/bench-peers ] || { python3 -m venv build/bench-peers && build/bench-peers/bin/pip install -q jellyfish metaphone numpy splink==5.0.0 duckdb; }
  {
    echo "date $(date -u +%F), commit $(git rev-parse --short HEAD), $(nproc) cores; load before: $(cut -d' ' -f1 /proc/loadavg)"
    if [ -n "$data" ]; then
      echo; echo "# Spelling pairs"
      build/bench-peers/bin/python bench/peers/names_pairs.py "$data/names/west_african_equivalents.csv" build/release/nibbi
      echo; echo "# Linkage, learned without examples"
      bench_link "$data/linkage/febrl_dataset3.csv" febrl rec_id
      bench_link "$data/linkage/splink_fake_1000.csv" splink_fake cluster
      bench_link "$data/linkage/splink_fake_20000.csv" splink_fake group
    else
      echo "NIBBI_REFERENCE_DATA is not set: spelling pairs and linkage are not measured"
    fi
    for people in 100000 ${NIBBI_BENCH_PEOPLE:-1000000}; do echo; echo "# Search among $people invented people"; build/release/bench/names_bench "$people" 5000 1 "$(bench_lists "$people")"; done
    bench_trgm
    for people in 10000 ${NIBBI_BENCH_LINKED:-100000}; do echo; echo "# Linkage of $people invented people, beside Splink"; bench_splink "$people"; done
    for people in 100000 ${NIBBI_BENCH_PEOPLE:-}; do echo; echo "# Family tracing among $people invented people"; build/release/bench/trace_bench "$people" 2667 1 "$(bench_lists "$people")"; done
    for people in 100000 ${NIBBI_BENCH_PEOPLE:-1000000}; do echo; echo "# Two files of one child among $people invented people"; build/release/bench/alike_bench "$people" 400 1; done
    echo; build/bench-peers/bin/python bench/peers/trace_boosts.py build/bench-lists
  } 2>&1 | tee bench/results/names.txt
}

# The workers' application on a weak phone and a slow network. NIBBI_BINARY names a program that is built already.
bench_web() {
  if [ -z "${NIBBI_BINARY:-}" ]; then
    install_packages $packages_build $packages_web $packages_wasm $packages_test
    build_wasm; build_web
    configure_and_build release nibbi || return 1
  fi
  mkdir -p bench/results
  {
    echo "date $(date -u +%F), commit $(git rev-parse --short HEAD 2>/dev/null), $(nproc) cores; load before: $(cut -d' ' -f1 /proc/loadavg)"
    NIBBI_BINARY=${NIBBI_BINARY:-build/release/nibbi} node bench/web.mjs
    echo; echo "# A day's work on a phone, and a line of 50 kbit/s, 600 ms, 5 % resets, 30 % of uploads cut"
    for seed in 1 2 3; do echo "seed $seed"; NIBBI_BINARY=${NIBBI_BINARY:-build/release/nibbi} node bench/slow_line.mjs "$seed"; done
    echo; echo "# First load"; (cd web && npm run --silent size)
  } 2>&1 | tee bench/results/web.txt
}

verb_bench() { ## measure, in release; results go to bench/results/ (NIBBI_BENCH_CHILDREN=50000); `bench names`: the matching engine; `bench web`: the application
  if [ "${1:-}" = names ]; then bench_names; return; fi
  if [ "${1:-}" = web ]; then bench_web; return; fi
  install_packages $packages_build $packages_web $packages_wasm $packages_test
  build_wasm
  build_web
  configure_and_build release house_bench http_plain nibbi
  local folder url; folder=$(mktemp -d /tmp/nibbi-bench.XXXXXX)
  url=$(NIBBI_TEST_FSYNC=on tools/test-postgres.sh start "$folder-pg")
  psql -q "$url" -c 'CREATE DATABASE house' -c 'CREATE DATABASE many'
  mkdir -p bench/results
  {
    echo "date $(date -u +%F), commit $(git rev-parse --short HEAD), $(nproc) cores; load before: $(cut -d' ' -f1 /proc/loadavg)"
    echo; echo "# Plain text"; build/release/bench/http_plain 3 32
    echo; echo "# SQLite"; bench_house "$folder"; bench_start "$folder"
    echo; echo "# PostgreSQL, synchronous"; bench_house "$folder" "${url/@\/postgres\?/@\/house?}"; bench_start "$folder" "${url/@\/postgres\?/@\/many?}"
    echo; echo "# First load"; (cd web && npm run --silent size); wasm_size
  } 2>&1 | tee "bench/results/server.txt"
  tools/test-postgres.sh stop "$folder-pg"
  rm -rf "$folder"
}
