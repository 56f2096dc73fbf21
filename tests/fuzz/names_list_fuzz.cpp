// libFuzzer: a list of any bytes (cells end with 0x00, rows with 0x01), searched for each of its cells and linked with itself. No bytes crash it; no
// row is lost from the index; what is asked twice is answered alike; probabilities are probabilities.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "names/index.hpp"
#include "names/link.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nibbi::names;
  constexpr std::size_t kCells = 6, kRowsMax = 24;
  std::vector<Row> rows(1);
  rows[0].values.emplace_back();
  for (std::size_t i = 0; i < size && rows.size() <= kRowsMax; ++i) {
    if (data[i] == 1) rows.emplace_back().values.emplace_back();
    else if (data[i] == 0 && rows.back().values.size() < kCells) rows.back().values.emplace_back();
    else rows.back().values.back() += static_cast<char>(data[i]);
  }
  Index index;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].id = std::to_string(i);
    rows[i].values.resize(kCells);
    const auto& v = rows[i].values;
    index.add({.id = rows[i].id, .given = v[0], .family = v[1], .mother = v[2], .village = v[3], .phone = v[4], .age = static_cast<int>(v[5].size())});
  }
  index.finish();
  if (index.size().files != rows.size()) std::abort();
  Search search(index);
  for (std::size_t i = 0; i < std::min<std::size_t>(rows.size(), 4); ++i) {
    const std::string query = rows[i].values[0] + " " + rows[i].values[1];
    const Found once = search.find(query, 3), twice = search.find(query, 3);
    if (once.hits.size() != twice.hits.size() || once.hits.size() > 3) std::abort();
    for (std::size_t h = 0; h < once.hits.size(); ++h)
      if (once.hits[h].id != twice.hits[h].id) std::abort();
  }
  const LinkResult result = link_rows({Meaning::given, Meaning::family, Meaning::mother, Meaning::place, Meaning::phone, Meaning::birth_date}, rows, false);
  for (const LinkedPair& pair : result.pairs)
    if (pair.a >= rows.size() || pair.b >= rows.size() || !(pair.probability >= 0 && pair.probability <= 1)) std::abort();
  return 0;
}
