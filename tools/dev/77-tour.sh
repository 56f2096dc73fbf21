verb_tour() { ## make the pictures of the README again: docs/tour/
  install_packages $packages_build $packages_web chromium fonts-noto-core
  build_web
  configure_and_build release nibbi
  NIBBI_BINARY=build/release/nibbi node tests/e2e/tour.mjs docs/tour
}
