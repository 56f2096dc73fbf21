// Says of each entry on standard input what the codec says: a line {"header": "…", "plain": "…", …} with the texts as they travel is answered by a
// line `read` or the word of the problem. tests/contract/judged_entries.py holds the schemas of contract/entries against it.
#include <iostream>
#include <string>

#include "tests/support/rules.hpp"
#include "wire/entry_codec.hpp"
#include "wire/json.hpp"

int main() {
  using namespace nibbi;
  for (std::string line; std::getline(std::cin, line);) {
    const auto j = wire::read_json(line, {.bytes = 1 << 22});
    if (!j) return 1;
    const auto header = wire::read_header((*j)["header"].as<std::string>());
    if (!header) {
      std::cout << word(header.error().code) << '\n';
      continue;
    }
    wire::Parts parts;
    for (domain::Tier tier : domain::kTiers)
      if (const std::string name(word(tier)); j->contains(name)) parts[tier] = (*j)[name].as<std::string>();
    const auto content = wire::read_parts(header->kind, parts, &tests::rules());
    std::cout << (content ? "read" : word(content.error().code)) << '\n';
  }
}
