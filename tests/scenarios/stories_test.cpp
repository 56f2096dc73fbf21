// Every story in tests/scenarios/*.txt is told in a house of its own, and must come out as it says.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>
#include <set>

#include "tests/scenarios/story.hpp"

using namespace nibbi::tests;

namespace {

std::vector<std::filesystem::path> files() {
  std::vector<std::filesystem::path> all;
  for (const auto& file : std::filesystem::directory_iterator(std::filesystem::path(NIBBI_SOURCE_DIR) / "tests/scenarios"))
    if (file.path().extension() == ".txt") all.push_back(file.path());
  std::sort(all.begin(), all.end());
  return all;
}

/// "" when the story holds, else the line and what is wrong there.
std::string told(const Story& story) {
  World world;
  for (const Line& line : story.lines) {
    const auto at = [&](const std::string& what) { return "line " + std::to_string(line.number) + ", \"" + line.text + "\": " + what; };
    try {
      if (line.word != Line::Word::then && !world.noticed) return at("what happened before was refused (" + world.outcome + "), and nothing here says so");
      take(line.word == Line::Word::then ? checks() : deeds(), world, line.text);
      if (line.word == Line::Word::given && !world.noticed) return at("this was refused: " + world.outcome);
    } catch (const StoryFails& fails) {
      return at(fails.what());
    }
  }
  return world.noticed ? "" : "the last thing was refused (" + world.outcome + "), and nothing says so";
}

}  // namespace

TEST_CASE("the stories of the house come true") {
  for (const auto& path : files())
    for (const Story& story : read_stories(path.string()))
      DYNAMIC_SECTION(path.stem().string() << ": " << story.title) { CHECK(told(story) == ""); }
}

TEST_CASE("every story has a title of its own and an end") {
  std::set<std::string> titles;
  for (const auto& path : files())
    for (const Story& story : read_stories(path.string())) {
      INFO(story.title);
      CHECK(titles.insert(story.title).second);
      CHECK(std::ranges::any_of(story.lines, [](const Line& line) { return line.word == Line::Word::then; }));
    }
  CHECK(titles.size() > 40);
}

TEST_CASE("a story that isn't true fails, and says where") {
  const auto fails = [](std::vector<Line> lines) { return told({"", std::move(lines)}); };
  using enum Line::Word;
  CHECK(fails({{given, "Awa opens the file of K", 1}, {when, "Awa dances", 2}}) == "line 2, \"Awa dances\": nobody understands this sentence");
  CHECK(fails({{given, "Awa opens the file of K", 1}, {when, "Penda writes a note about K", 2}}) == "the last thing was refused (not_found), and nothing says so");
  CHECK(fails({{given, "Awa opens the file of K", 1}, {when, "Penda writes a note about K", 2}, {then, "accepted", 3}}) == "line 3, \"accepted\": it was: not_found");
  CHECK(fails({{given, "Penda writes a note about K", 1}}) == "line 1, \"Penda writes a note about K\": there is no file K");
  CHECK(fails({{given, "Awa opens the file of K", 1}, {given, "Penda writes a note about K", 2}}) == "line 2, \"Penda writes a note about K\": this was refused: not_found");
}
