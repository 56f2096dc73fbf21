#pragma once
// A story as people tell it: given, when, then. How the files are written: tests/scenarios/README.md.
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/house.hpp"

namespace nibbi::tests {

struct Line {
  enum class Word { given, when, then } word;
  std::string text;
  int number = 0;
};
struct Story {
  std::string title;
  std::vector<Line> lines;
};
std::vector<Story> read_stories(const std::string& path);

/// What a story isn't: a line that nobody understands, or a check that doesn't hold. Its message is for whoever wrote the story.
struct StoryFails : std::runtime_error {
  using std::runtime_error::runtime_error;
};
inline void expect(bool holds, const std::string& otherwise) {
  if (!holds) throw StoryFails(otherwise);
}

/// The house and the files that a story is about, and what came of the last thing that somebody did.
struct World {
  House house;
  std::map<std::string, Log> files;
  std::map<std::string, std::int64_t> seen_off_line;  ///< "person file" -> the n before their eyes when the network went
  std::string outcome;                                ///< accepted, pending, or the refusal
  std::int64_t n_before = 0;                          ///< of the file that was written in, before
  bool noticed = true;                                ///< a refusal that no `then` speaks of fails the story

  Log& file(const std::string& name);
  /// Somebody says something in a file, from where they are: a phone off line says it with what it had seen.
  void say(const std::string& who, const std::string& file, domain::Body, std::string reason = {});
};

/// The words of a sentence that a step takes: names and codes, texts in quotation marks, lists joined by commas and "and".
using Words = std::vector<std::string>;
struct Step {
  std::string pattern;  ///< {word}, {text}, {number}, {list} stand for what changes
  std::function<void(World&, const Words&)> does;
};

const std::vector<Step>& deeds();   ///< after given and when
const std::vector<Step>& checks();  ///< after then

/// Finds the step of a sentence and takes it. Fails when no pattern fits, or more than one.
void take(const std::vector<Step>&, World&, const std::string& sentence);

Words items_of(const std::string& list);
/// The id of a question by the word that stories use for it, such as "name"; any other word is an id already.
std::string question_named(const std::string& word);

}  // namespace nibbi::tests
