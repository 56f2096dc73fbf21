// libFuzzer: any bytes as a condition, any bytes as answers. Nothing may crash or throw; what was read can be asked, twice with one answer,
// and double negation changes nothing.
#include "domain/expression.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace nibbi::domain;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::uint8_t seed = data[0];
  const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
  const auto read = Expression::parse(text);
  if (!read) return 0;

  std::map<std::string, Answer> answers;
  unsigned turn = seed;
  for (const std::string& question : read->questions()) switch (turn++ % 8) {
      case 0: answers[question] = Unanswered::unknown; break;
      case 1: answers[question] = std::string("yes"); break;
      case 2: answers[question] = std::int64_t{seed}; break;
      case 3: answers[question] = Codes{{"a"}, {"yes"}}; break;
      case 4: answers[question] = nibbi::Date{seed}; break;
      case 5: answers[question] = nibbi::PartialDate{}; break;
      case 6: answers[question] = nibbi::Money{seed, "XOF"}; break;
      default: break;  // not answered
    }
  const bool holds = read->holds(answers);
  if (holds != read->holds(answers)) std::abort();
  if (const auto twice = Expression::parse("not not (" + text + ")"); twice && twice->holds(answers) != holds) std::abort();
  return 0;
}
