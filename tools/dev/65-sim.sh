# The whole system simulated under a seed: tests/sim.
simulated() { # simulated SEED HOW-MANY [CATCH2 ARGUMENT ...]
  local seed=$1 many=$2; shift 2
  NIBBI_SIM_SEED=$seed NIBBI_SIM_SEEDS=$many NIBBI_COMMIT=${NIBBI_COMMIT:-$(git rev-parse --short HEAD)} build/dev/tests/test_sim "$@"
}

# Thirty days for a few seeds, a few days for many.
sim_test() { simulated "$test_seed" "${NIBBI_SIM_SEEDS:-3}" '~[many]' && simulated "$test_seed" "${NIBBI_SIM_MANY:-200}" '[many]'; }

verb_sim() { ## SEED [DAYS]: that many simulated days of the whole system under this seed (thirty); its last line counts what happened
  local days=${2:-${NIBBI_SIM_DAYS:-30}}
  [[ ${1:-} =~ ^[0-9]{1,18}$ && $days =~ ^[0-9]{1,3}$ ]] || refuse "which seed, and how many days? Whole numbers: ./dev sim 1, or ./dev sim 17 3"
  install_packages $packages_build $packages_test
  configure_and_build dev test_sim >&2
  mkdir -p "$test_logs"
  # What the test runner says comes before it only where something broke.
  NIBBI_SIM_DAYS=$days simulated "$1" 1 '[days]' --out "$test_logs/sim-$1.txt" || { cat "$test_logs/sim-$1.txt"; return 1; }
}
