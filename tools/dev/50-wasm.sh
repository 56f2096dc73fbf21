# The domain core for browsers, and the test that holds it to the server's answers.
wasm_build=build/wasm

# build_wasm: core.mjs, core.wasm and their types into web/public/core, where Vite finds them; and the core with all calls, for tests. A second call without a change costs a second.
build_wasm() {
  # Emscripten starts the compiler by its whole path; so does its wrapper.
  local ccache; ccache=$(command -v ccache) && export EM_COMPILER_WRAPPER=$ccache
  [ -f "$wasm_build/build.ninja" ] || emcmake cmake -S . -B "$wasm_build" -G Ninja >/dev/null || return
  cmake --build "$wasm_build" -- core phone names || return
  mkdir -p web/public/core
  local file
  for file in "$wasm_build"/src/wasm/phone/core.{mjs,wasm} "$wasm_build"/src/wasm/names_module/names.wasm src/wasm/core.d.mts; do
    cmp -s "$file" "web/public/core/${file##*/}" || cp "$file" web/public/core/
  done
  wasm_size
}

# What the core weighs on the wire; it is loaded beside the first screen, not before it.
wasm_size() {
  local file
  command -v brotli >/dev/null || return 0
  for file in core.mjs core.wasm names.wasm; do
    printf '%s: %s kB, gzip %s kB, brotli %s kB\n' "$file" "$(kilobytes <"web/public/core/$file")" \
      "$(gzip -9c "web/public/core/$file" | kilobytes)" "$(brotli -q 11 -c "web/public/core/$file" | kilobytes)"
  done
}
kilobytes() { echo $((($(wc -c) + 500) / 1000)); }

# parity_test [HISTORIES] [SEED]: both builds answer alike. Needs build/dev; without a seed the commit's.
parity_test() {
  local histories=${1:-10000} seed=${2:-${NIBBI_SEED:-}}
  [ -n "$seed" ] || seed=$((0x$(git rev-parse --short=8 HEAD)))
  cmake --build build/dev -- parity_native names_native || return
  local pair=(build/dev/tests/parity/parity_native "$wasm_build/src/wasm/all/core.mjs") phone=web/public/core/core.mjs
  node tests/parity/door.mjs "${pair[1]}" "$phone" || return
  node tests/parity/parity.mjs "${pair[@]}" 50 "$seed" --self-test || return
  node tests/parity/parity.mjs "${pair[@]}" "$histories" "$seed" || return
  node tests/parity/parity.mjs "${pair[0]}" "$phone" "$((histories / 5 + 1))" "$seed" --phone || return
  local search=(build/dev/tests/parity/names_native web/public/core/names.wasm "$seed")
  node tests/parity/names.mjs "${search[@]}" 20 --self-test || return
  node tests/parity/names.mjs "${search[@]}" "$((histories / 20 + 100))"
}

verb_parity() { ## ask the browser's core and this machine the same questions: ./dev parity [HISTORIES] [SEED]
  install_packages $packages_build $packages_wasm $packages_web $packages_test
  configure_and_build dev parity_native names_native
  build_wasm
  parity_test "$@"
}
