# Building. Everything lands in build/PRESET; compiling twice is ccache's business, linking mold's.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1   # so that two checkouts share what was compiled
configure_and_build() { # configure_and_build PRESET TARGET ...
  local preset=$1; shift
  cmake --preset "$preset" >"build-$preset.log" 2>&1 || { cat "build-$preset.log" >&2; rm -f "build-$preset.log"; return 1; }
  rm -f "build-$preset.log"
  cmake --build "build/$preset" -- -k 5 "$@"
}

build_web() {
  install_packages $packages_web
  install_npm
  say "building the web application"
  (cd web && npm run --silent build)
}

verb_build() { ## build everything in release: build/release/nibbi
  install_packages $packages_build $packages_wasm
  build_wasm
  build_web
  say "building the server (release)"
  configure_and_build release nibbi
  say "built: build/release/nibbi"
}
