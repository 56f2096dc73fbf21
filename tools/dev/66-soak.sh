# The long ones. Each unit says in docs/soak.md what was really run, on which commit and how long it took; a unit that was not asked for keeps
# the line of its last run, and one that failed says so.
soak_units='cuts kills flips parity sim fuzz sanitize browser'
declare -A soak_default=([cuts]=${NIBBI_CUTS:-100000} [kills]=${NIBBI_KILLS:-500} [flips]=${NIBBI_FLIPS:-100000} [parity]=${NIBBI_HISTORIES:-100000} [sim]=${NIBBI_SIM_SEEDS:-10000} [fuzz]=${NIBBI_FUZZ_SECONDS:-600} [sanitize]=1 [browser]=${NIBBI_WALKS:-5})
declare -A soak_counted=([cuts]='power cuts (and a quarter as many failing disks)' [kills]='kills under load on each engine' [flips]='flipped bytes of a database, and as many of a backup'
  [parity]='histories folded by both builds' [sim]='seeds of thirty simulated days' [fuzz]='seconds for each fuzz target' [sanitize]='run of the core under the sanitizers' [browser]='times every story in the browser, without a second try')

soak_cuts() { NIBBI_CUTS=$1 build/dev/tests/test_store '[power]'; }
soak_kills() {
  local cluster url result=0
  cluster=$(mktemp -d /tmp/nibbi-pg.XXXXXX); rmdir "$cluster"
  url=$(tools/test-postgres.sh start "$cluster")
  NIBBI_KILLS=$1 NIBBI_TEST_POSTGRES=$url build/dev/tests/test_custody 'killed under load*' || result=$?
  tools/test-postgres.sh stop "$cluster"
  return $result
}
soak_flips() { NIBBI_FLIPS=$1 build/dev/tests/test_custody 'any altered byte*,every flipped byte*'; }
soak_parity() { build_wasm && parity_test "$1" "$NIBBI_SEED"; }

# Some days long; where it was stopped, a later run of the same commit and seed goes on (how many seeds are done, and the seconds that they took).
soak_sim() {
  local at=build/soak/sim-$NIBBI_COMMIT-$NIBBI_SEED so_far=0 took=0 began some
  mkdir -p build/soak
  [ ! -s "$at" ] || read -r so_far took <"$at"
  while ((so_far < $1)); do
    some=$(($1 - so_far < 10 ? $1 - so_far : 10)) began=$SECONDS
    simulated "$((NIBBI_SEED + so_far))" "$some" '[days]' || return 1
    ((so_far += some, took += SECONDS - began))
    echo "$so_far $took" >"$at.new" && mv "$at.new" "$at"
  done
  soak_took=$took
  rm -f "$at"
}
soak_fuzz() { fuzz_for "$1"; }
soak_sanitize() { configure_and_build sanitize $(printf 'test_%s ' $sanitized) && native_tests sanitize -R "^(${sanitized// /|})\$"; }

soak_browser() {
  build_wasm && install_npm && (cd web && npm run --silent build) && configure_and_build dev nibbi || return 1
  local time
  for ((time = 0; time < $1; time++)); do NIBBI_TRIES=1 NIBBI_SCENARIOS=all browser_test || return 1; done
}

verb_soak() { ## the long ones, some hours: kills, power cuts, flipped bytes, histories, simulated days, fuzzing; ./dev soak cuts=2000 kills=10 runs these only; docs/soak.md tells
  install_packages $packages_build $packages_web $packages_wasm $packages_test $packages_check
  local unit many began result failed=0 asked=("$@")
  [ $# -gt 0 ] || asked=($soak_units)
  for unit in "${asked[@]}"; do [ -n "${soak_default[${unit%%=*}]:-}" ] || refuse "no such unit of the soak: ${unit%%=*} (there are: $soak_units)"; done
  mkdir -p "$test_logs"
  export NIBBI_COMMIT=${NIBBI_COMMIT:-$(git rev-parse --short=7 HEAD)}
  [[ $NIBBI_COMMIT =~ ^[0-9a-f]{7,}$ ]] || refuse "of which commit is this? NIBBI_COMMIT=… says it where git cannot"
  export NIBBI_SEED=${NIBBI_SEED:-$((0x${NIBBI_COMMIT:0:7}))}
  configure_and_build dev test_store test_custody test_sim >"$test_logs/soak-build.log" 2>&1 || { tail -20 "$test_logs/soak-build.log" >&2; refuse "it does not build"; }
  for unit in "${asked[@]}"; do
    many=${unit#*=}; unit=${unit%%=*}; [ "$many" != "$unit" ] || many=${soak_default[$unit]}
    say "soak: $many ${soak_counted[$unit]}"
    began=$SECONDS; soak_took=; result='nothing found'
    "soak_$unit" "$many" >"$test_logs/soak-$unit.log" 2>&1 || { result='**FOUND SOMETHING**'; failed=1; tail -40 "$test_logs/soak-$unit.log" >&2; }
    python3 tools/soak_line.py docs/soak.md "$unit" "$many ${soak_counted[$unit]}" "$result" "${soak_took:-$((SECONDS - began))}" "$(date -u +%F)" "$NIBBI_COMMIT" "$NIBBI_SEED" "$(nproc)"
  done
  cat docs/soak.md
  return $failed
}
