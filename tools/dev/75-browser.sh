# Journeys in Debian's Chromium against a real server on a demonstration of its own.
browser_test() {
  node --test --test-concurrency=1 tests/e2e/*.test.mjs
}
