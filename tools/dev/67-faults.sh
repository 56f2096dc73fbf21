# A test that can't fail is worth nothing: each fault of tests/faults.json is planted in a copy, and the tests that guard against it must see it.
verb_faults() { ## [WORD ...]: plant the faults of tests/faults.json one by one in a copy; those that no test sees are told
  install_packages $packages_build $packages_web $packages_test
  install_npm
  [ -d web/dist ] || (cd web && npm run --silent build)
  python3 tools/faults.py "$@"
}
