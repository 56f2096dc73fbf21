# The whole system simulated under a seed: tests/sim.
simulated() { # simulated SEED HOW-MANY [CATCH2 ARGUMENT ...]
  local seed=$1 many=$2; shift 2
  NIBBI_SIM_SEED=$seed NIBBI_SIM_SEEDS=$many NIBBI_COMMIT=${NIBBI_COMMIT:-$(git rev-parse --short HEAD)} build/dev/tests/test_sim "$@"
}

verb_sim() { ## SEED: thirty simulated days of the whole system under this seed; NIBBI_SIM_DAYS=N for another length
  [[ ${1:-} =~ ^[0-9]{1,18}$ ]] || refuse "which seed? A whole number: ./dev sim 1"
  install_packages $packages_build $packages_test
  configure_and_build dev test_sim >&2
  simulated "$1" 1 '~[twice]'
}
