// The native side of the parity of the search by names; names.mjs is the other: names_native SEED QUESTIONS writes each question and its answer, each with its length.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "names/chance.hpp"
#include "names/generate.hpp"
#include "wasm/find_names.hpp"

using namespace nibbi;

namespace {

/// Bytes of any kind, but for what parts lines and texts.
std::string any_bytes(names::Chance& chance) {
  std::string text;
  for (std::size_t n = chance.below(30); n > 0; --n) text += static_cast<char>(32 + chance.below(224));
  return text;
}
void write(const std::string& text) {
  std::printf("%zu\n", text.size());
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fputc('\n', stdout);
}

}  // namespace

int main(int count, char** words) {
  const auto seed = static_cast<std::uint64_t>(count > 1 ? std::atoll(words[1]) : 1), questions = static_cast<std::uint64_t>(count > 2 ? std::atoll(words[2]) : 100);
  const std::vector<names::InventedPlace> places = {{"SN", "K", "Kaolack", {}}, {"GM", "B", "Brikama", {}}, {"GN", "L", "Lab\u00e9", {}}, {"ML", "S", "S\u00e9gou", {}}, {"GH", "T", "Tamale", {}}, {"NG", "K", "Kano", {}}};
  std::vector<names::InventedFile> files;
  std::vector<names::InventedQuery> asked;
  names::invent(400, questions, seed, places, {.file = [&](const names::InventedFile& f) { files.push_back(f); }, .query = [&](const names::InventedQuery& q) { asked.push_back(q); }});
  names::Chance chance(seed);
  for (const names::InventedQuery& query : asked) {
    std::string question = (chance.happens(50) ? any_bytes(chance) : query.text) + "\n" + std::to_string(1 + chance.below(20));
    const std::size_t from = chance.below(files.size()), some = 1 + chance.below(200);
    for (std::size_t i = from; i < std::min(files.size(), from + some); ++i) {
      const names::InventedFile& f = files[i];
      question += "\n" + f.given + " " + f.family + "\t" + (chance.happens(20) ? any_bytes(chance) : "") + "\t" + f.mother + "\t" + f.father + "\t" + f.village + "\t" + f.phone;
    }
    write(question);
    write(wasm::find_names(question));
  }
}
