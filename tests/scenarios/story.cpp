#include "tests/scenarios/story.hpp"

#include <algorithm>
#include <fstream>
#include <optional>

namespace nibbi::tests {
namespace {

std::string trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
  return std::string(text);
}

bool is_word_part(char c) { return c != ' ' && c != ',' && c != ':' && c != '"'; }

/// The pattern against the sentence from the left; what a {list} takes reaches to the next words of the pattern or to the end.
bool fits(std::string_view pattern, std::string_view sentence, Words& words) {
  while (!pattern.empty()) {
    if (pattern.front() != '{') {
      if (sentence.empty() || sentence.front() != pattern.front()) return false;
      pattern.remove_prefix(1);
      sentence.remove_prefix(1);
      continue;
    }
    const std::size_t close = pattern.find('}');
    const std::string_view kind = pattern.substr(1, close - 1);
    pattern.remove_prefix(close + 1);
    std::size_t taken = 0;
    if (kind == "text") {
      if (sentence.empty() || sentence.front() != '"') return false;
      const std::size_t end = sentence.find('"', 1);
      if (end == std::string_view::npos) return false;
      words.emplace_back(sentence.substr(1, end - 1));
      sentence.remove_prefix(end + 1);
      continue;
    }
    if (kind == "list") {
      const std::string_view until = pattern.substr(0, pattern.find('{'));
      taken = until.empty() ? sentence.size() : sentence.find(until);
      if (taken == std::string_view::npos || sentence.substr(0, taken).find('"') != std::string_view::npos) return false;
    } else {
      while (taken < sentence.size() && is_word_part(sentence[taken])) ++taken;
      if (kind == "number" && !std::all_of(sentence.begin(), sentence.begin() + static_cast<std::ptrdiff_t>(taken), [](char c) { return c >= '0' && c <= '9'; })) return false;
    }
    if (taken == 0) return false;
    words.emplace_back(sentence.substr(0, taken));
    sentence.remove_prefix(taken);
  }
  return sentence.empty();
}

}  // namespace

std::vector<Story> read_stories(const std::string& path) {
  std::ifstream in(path);
  std::vector<Story> stories;
  std::optional<Line::Word> last;
  std::string raw;
  for (int number = 1; std::getline(in, raw); ++number) {
    const std::string text = trimmed(raw);
    if (text.empty()) continue;
    if (text.starts_with("#")) {
      stories.push_back({trimmed(text.substr(1)), {}});
      last.reset();
      continue;
    }
    const std::size_t space = std::min(text.find(' '), text.size());
    const std::string word = text.substr(0, space);
    if (word == "given") last = Line::Word::given;
    else if (word == "when") last = Line::Word::when;
    else if (word == "then") last = Line::Word::then;
    else if (word != "and") throw StoryFails("line " + std::to_string(number) + " begins with none of given, when, then, and");
    if (!last || stories.empty()) throw StoryFails("line " + std::to_string(number) + " belongs to no story");
    stories.back().lines.push_back({*last, trimmed(text.substr(space)), number});
  }
  return stories;
}

Words items_of(const std::string& list) {
  Words items;
  std::string rest = list;
  for (std::size_t at; (at = rest.find(" and ")) != std::string::npos;) rest.replace(at, 5, ", ");
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    if (const std::string item = trimmed(rest.substr(0, comma)); !item.empty()) items.push_back(item);
    rest.erase(0, comma + 1);
  }
  return items;
}

void take(const std::vector<Step>& steps, World& world, const std::string& sentence) {
  const Step* found = nullptr;
  Words words;
  for (const Step& step : steps) {
    Words now;
    if (!fits(step.pattern, sentence, now)) continue;
    expect(found == nullptr, "two steps fit: \"" + (found ? found->pattern : "") + "\" and \"" + step.pattern + "\"");
    found = &step;
    words = std::move(now);
  }
  expect(found != nullptr, "nobody understands this sentence");
  found->does(world, words);
}

std::string question_named(const std::string& word) {
  static const std::map<std::string, std::string> kNames{{"name", "intake.first_name"}, {"village", "intake.village"}, {"danger", "intake.danger"}, {"needs", "intake.needs"},
                                                         {"sex", "intake.sex"}, {"story", "assessment.road"}, {"hopes", "assessment.hopes"},
                                                         {"civil_registration", "assessment.civil_registration"}};
  const auto it = kNames.find(word);
  return it == kNames.end() ? word : it->second;
}

Log& World::file(const std::string& name) {
  const auto it = files.find(name);
  expect(it != files.end(), "there is no file " + name);
  return it->second;
}

void World::say(const std::string& who, const std::string& name, domain::Body body, std::string reason) {
  expect(house.knows_person(who), "nobody here is called " + who);
  Log& log = file(name);
  n_before = log.n();
  How how{.reason = std::move(reason)};
  if (const auto off_line = seen_off_line.find(who + " " + name); off_line != seen_off_line.end()) {
    how.seen = off_line->second;
    how.factor = domain::Factor::stale;
  }
  outcome = said(log.say(who, std::move(body), how));
  noticed = outcome == "accepted" || outcome == "pending";
}

}  // namespace nibbi::tests
