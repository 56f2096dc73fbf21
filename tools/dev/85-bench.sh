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
  rm -rf "$1/many"
}

verb_bench() { ## measure, in release; results go to bench/results/ (NIBBI_BENCH_CHILDREN=50000)
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
