# Testing. A stage is one kind of test; its words go to build/test/NAME.log, and the last line adds all of them up.
# Every run of ./dev test asks the same: its seeds are fixed, so that a change that passed once passes again. New seeds are ./dev soak's.
test_logs=build/test
test_seed=1

stage() { # stage NAME COMMAND ...
  local name=$1 began=$SECONDS; shift
  say "$name"
  if "$@" >"$test_logs/$name.log" 2>&1; then
    say "$name: done in $((SECONDS - began)) s"
    grep '^passed at the second try' "$test_logs/$name.log" && grep -A12 '^first try: not ok' "$test_logs/$name.log" | head -60 || true
  else
    touch "$test_logs/$name.failed"
    say "$name: FAILED after $((SECONDS - began)) s; what failed, and its last words:"
    python3 tools/failures.py "$test_logs/$name.log" >&2
    tail -20 "$test_logs/$name.log" >&2
  fi
}

# Native tests, on SQLite and on a PostgreSQL of their own.
native_tests() {
  local cluster url result=0
  cluster=$(mktemp -d /tmp/nibbi-pg.XXXXXX); rmdir "$cluster"
  url=$(tools/test-postgres.sh start "$cluster")
  RC_PARAMS="seed=$test_seed" NIBBI_TEST_POSTGRES=$url ctest --test-dir "build/$1" --output-on-failure --verbose --timeout 900 "${@:2}" || result=$?
  tools/test-postgres.sh stop "$cluster"
  return $result
}

python_tests() { python3 -m unittest discover -v -s "tests/$1" -p '*test*.py'; }

# What the browser seals and signs, the server opens and verifies, and the other way round.
hpke_interop() { node tests/crypto/hpke_interop.mjs build/dev/tests/interop_helper && echo "1 passed, 0 failed"; }

# The schemas of contract/entries and the codec say the same of every golden entry, and of thousands with one thing spoiled.
entries_agree() { python3 tests/contract/judged_entries.py build/dev/tests/judge_entries; }

# Every cell of the policy, from the binary, against the oracle that was written from the prose alone.
oracle_agrees() {
  build/dev/nibbi policy matrix >"$test_logs/matrix.csv"
  python3 tests/oracle/policy_oracle.py compare "$test_logs/matrix.csv" && echo "1 passed, 0 failed"
}

verb_test() { ## run everything: native on SQLite and PostgreSQL, parity, web, browser, contract, repository, sanitizers, some fuzzing
  install_packages $packages_build $packages_web $packages_wasm $packages_test $packages_check
  rm -rf "$test_logs"; mkdir -p "$test_logs"
  stage contract python_tests contract
  stage repository python_tests repo
  stage wasm build_wasm
  stage web-packages install_npm
  stage web-build bash -c 'cd web && npm run --silent build && npm run --silent size'
  stage web-check bash -c 'cd web && npm run --silent check'
  stage web-unit bash -c 'cd web && npm run --silent test'
  stage build configure_and_build dev all $measurements
  builds_beside & local beside=$!
  stage native native_tests dev -E '^sim$'
  stage sim sim_test
  stage hpke hpke_interop
  stage entries entries_agree
  stage oracle python_tests oracle
  stage policy oracle_agrees
  stage cli python_tests cli
  stage parity parity_test 10000 "$test_seed"
  stage api api_test
  stage api-postgres api_test_on_postgres
  stage browser browser_test
  wait "$beside"
  stage sanitize native_tests sanitize -R "^(${sanitized// /|})\$"
  stage fuzz fuzz_for "${NIBBI_FUZZ_SECONDS:-8}" "$test_seed"
  python3 tools/count_tests.py "$test_logs"/*.log
}

# The core and the store under AddressSanitizer and UndefinedBehaviorSanitizer.
sanitized='base names domain wire crypto store images'

# Programs that measure the matching engine: no test starts them, and what nothing builds no longer builds one day. They link the engine alone.
measurements='names_bench trace_bench alike_bench'

# What is needed last is built while the stages before it leave a core idle, as many of them do; the lowest priority takes nothing from them.
builds_beside() {
  renice -n 19 "$BASHPID" >/dev/null
  stage sanitize-build configure_and_build sanitize $(printf 'test_%s ' $sanitized)
  stage fuzz-build configure_and_build fuzz fuzz
}
