# Journeys in Debian's Chromium against a real server on a demonstration of its own. While screens change: NIBBI_HURRY=1 leaves out widths and axe,
# NIBBI_PICTURES=FOLDER keeps a picture of every screen, NIBBI_WEB=web/dist serves that build without linking the program anew.
#
# A story that fails is told once more: a busy machine, a browser and a clock can fall over each other where the product does not. What passes only then is
# said aloud by the stage, since one such race was a fault of ours. NIBBI_TRIES=1 gives no second try: so does `./dev soak`.
browser_test() { # browser_test [FILE ...]
  local file first result=0
  first=$(mktemp)
  [ $# -gt 0 ] || set -- tests/e2e/*.test.mjs
  for file in "$@"; do
    if node --test "$file" >"$first" 2>&1; then
      cat "$first"
    elif [ "${NIBBI_TRIES:-2}" = 1 ]; then
      cat "$first"
      result=1
    else
      sed 's/^/first try: /' "$first"
      if node --test "$file"; then echo "passed at the second try: $file"; else result=1; fi
    fi
  done
  rm -f "$first"
  return $result
}
