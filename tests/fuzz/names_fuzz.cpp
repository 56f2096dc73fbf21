// libFuzzer: two names of any bytes, parted by a zero byte. Comparing them never crashes, is the same both ways, and its words are few.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "names/compare.hpp"
#include "names/distance.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nibbi::names;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t middle = std::min(bytes.find('\0'), bytes.size());
  const std::string_view a = bytes.substr(0, middle), b = middle < bytes.size() ? bytes.substr(middle + 1) : std::string_view();
  const Similarity forth = compare(a, b), back = compare(b, a);
  if (forth.level != back.level) std::abort();
  if (forth.reasons.size() > kWordsMax + 2) std::abort();
  for (const Word& word : words_of(a)) {
    if (word.letters.empty() || word.letters.size() > kWordBytesMax) std::abort();
    const Token token = token_of(word);
    if (token.readings.empty() || token.readings.size() > kReadingsMax) std::abort();
    for (const Reading& reading : token.readings)
      if (reading.graphs.size() != reading.sounds.size()) std::abort();
    if (compare_words(token, token, {}) != Level::exact) std::abort();
  }
  return 0;
}
