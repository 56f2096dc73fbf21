# Fuzzing: every target of tests/fuzz, from its committed corpus. Some seconds each in ./dev test, from a fixed seed; long in ./dev soak.
fuzz_for() { # fuzz_for SECONDS [SEED]
  local seconds=$1 seed=${2:-0} target name passed=0 failed=0
  install_packages $packages_build $packages_check catch2 librapidcheck-dev
  configure_and_build fuzz fuzz || return 1
  for target in tests/fuzz/*_fuzz.cpp; do
    name=$(basename "$target" .cpp)
    mkdir -p "build/fuzz/corpus/$name"
    local seeds=(); [ ! -d "tests/fuzz/corpus/${name%_fuzz}" ] || seeds=("tests/fuzz/corpus/${name%_fuzz}")
    if "build/fuzz/tests/$name" -max_total_time="$seconds" -seed="$seed" -timeout=5 -rss_limit_mb=1024 -print_final_stats=1 "build/fuzz/corpus/$name" "${seeds[@]}" 2>&1 |
        grep -E 'ERROR|SUMMARY|number_of_executed_units|Test unit written|runtime error'; [ "${PIPESTATUS[0]}" = 0 ]; then
      passed=$((passed + 1))
    else
      failed=$((failed + 1)); say "$name found something"
    fi
  done
  echo "$passed passed, $failed failed"
  [ $failed = 0 ]
}
