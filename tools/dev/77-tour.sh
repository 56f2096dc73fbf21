verb_tour() { ## make the pictures of the README again: docs/tour/ (seven of a demonstration, then what the stories end with)
  install_packages $packages_build $packages_web chromium fonts-noto-core
  build_web
  configure_and_build release nibbi
  NIBBI_BINARY=build/release/nibbi node tests/e2e/tour.mjs docs/tour
  tour_of_stories build/release/nibbi docs/tour
}

# Each story is told once, in a hurry; its screens named in tests/e2e/tour_pictures.mjs are kept.
tour_of_stories() { # tour_of_stories BINARY FOLDER
  local story
  for story in $(node -e 'import("./tests/e2e/tour_pictures.mjs").then(({ stories }) => console.log(stories.join(" ")))'); do
    NIBBI_BINARY=$1 NIBBI_TOUR=$2 NIBBI_HURRY=1 node --test "tests/e2e/$story.test.mjs"
  done
}
