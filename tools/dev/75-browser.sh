# Journeys in Debian's Chromium against a real server on a demonstration of its own. While screens change: NIBBI_HURRY=1 leaves out widths and axe,
# NIBBI_PICTURES=FOLDER keeps a picture of every screen, NIBBI_WEB=web/dist serves that build without linking the program anew.
browser_test() {
  node --test --test-concurrency=1 tests/e2e/*.test.mjs
}
