# The server driven through HTTP, as a client would: a small house in a temporary folder, served on a free port, tests/api against it, its log read, and then `nibbi verify`.
# On SQLite, or on the PostgreSQL that NIBBI_API_DATABASE names.
# Two ports that nobody listens on, below those that the system gives to whoever calls out: no connection takes one before the server does.
free_ports() { python3 tests/support/free_ports.py; }

api_test() { # api_test [FILE ...]; NIBBI_API_BUILD is the folder of the build (build/dev)
  local build=${NIBBI_API_BUILD:-build/dev} folder port outside server result=0
  local on=(${NIBBI_API_DATABASE:+--database "$NIBBI_API_DATABASE"})
  local tests=("$@"); [ ${#tests[@]} -gt 0 ] || tests=(tests/api/*.test.mjs)
  export NIBBI_API_BUILD=$build
  folder=$(mktemp -d /tmp/nibbi-api.XXXXXX)
  : >"$folder/server.log"
  "$build/tests/seed_house" "$folder/data" ${NIBBI_API_DATABASE:+"$NIBBI_API_DATABASE"} >"$folder/house.json" || return 1
  read -r port outside < <(free_ports)
  "$build/nibbi" serve --data "$folder/data" "${on[@]}" --port "$port" --public-port "$outside" >"$folder/out.log" 2>"$folder/server.log" &
  server=$!
  for _ in $(seq 600); do kill -0 "$server" || break; grep -q 'nibbi: ready' "$folder/server.log" && break; sleep 0.1; done
  NIBBI_API="http://localhost:$port" NIBBI_API_SEED="$folder/house.json" NIBBI_API_DATA="$folder/data" NIBBI_API_LOGS="$folder/out.log:$folder/server.log" NIBBI_API_ANSWERS="$folder/answers.jsonl" \
    node --test --test-concurrency=1 --test-reporter=spec "${tests[@]}" >"$folder/tests.log" 2>&1 || result=1
  kill -TERM "$server" && wait "$server" || { result=1; say "the server did not end well"; }
  "$build/nibbi" verify --data "$folder/data" "${on[@]}" >"$folder/verify.json" || { result=1; say "the log does not verify after these tests"; cat "$folder/verify.json" >&2; }
  [ $result = 0 ] || cat "$folder/tests.log"
  printf '%s passed, %s failed\n' "$(sed -n 's/^ℹ pass //p' "$folder/tests.log")" "$(sed -n 's/^ℹ fail //p' "$folder/tests.log")"
  [ -n "${NIBBI_API_KEEP:-}" ] || rm -rf "$folder"
  return $result
}

# The parts of it that the database has a hand in, on a PostgreSQL of their own.
api_test_on_postgres() {
  local cluster url result=0
  cluster=$(mktemp -d /tmp/nibbi-pg.XXXXXX); rmdir "$cluster"
  url=$(tools/test-postgres.sh start "$cluster")
  NIBBI_API_DATABASE=$url api_test tests/api/{admin,attachments,concerns,counts,devices,missing,own_account,referral,requests,session,sync,tracing,writing,z_log}.test.mjs || result=$?
  tools/test-postgres.sh stop "$cluster"
  return $result
}
