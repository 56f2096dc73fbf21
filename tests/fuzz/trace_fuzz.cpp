// libFuzzer: files and one inquiry of any bytes (cells end with 0x00, files with 0x01; the last one is what relatives tell). No bytes crash the tracing; what
// it says is said twice alike, of files that may be seen and of no other; a fact that agrees with a file never costs it; an erased file was never there.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "names/trace.hpp"

namespace {

using namespace nibbi::names;

void must(bool holds) {
  if (!holds) std::abort();
}

constexpr std::size_t kCells = 12, kFilesMax = 12;
using Cells = std::vector<std::string>;

std::optional<Span> span_of(const std::string& cell) {
  if (cell.size() < 3) return std::nullopt;
  const auto byte = [&](std::size_t i) { return static_cast<std::int32_t>(static_cast<std::uint8_t>(cell[i])); };
  const std::int32_t from = byte(0) << 7 | byte(1);
  return Span{from, from + byte(2) * 8};
}
std::optional<Point> point_of(const std::string& cell) {
  if (cell.size() < 2) return std::nullopt;
  return Point{static_cast<float>(static_cast<std::int8_t>(cell[0])), static_cast<float>(static_cast<std::int8_t>(cell[1]))};
}
Known known_of(const Cells& c) {
  Known k{.given = c[0], .family = c[1], .village = c[5], .where = point_of(c[6]), .born = span_of(c[7]), .parted = span_of(c[8])};
  if (!c[2].empty()) k.other_names.push_back(c[2]);
  for (std::size_t i = 3; i < 5; ++i)
    if (!c[i].empty()) k.relatives.push_back({static_cast<Kin>(static_cast<std::uint8_t>(c[i][0]) % 5), c[i].substr(1)});
  k.sex = static_cast<Sex>(c[9].size() % 3);
  if (!c[10].empty()) k.languages.push_back(c[10]);
  if (!c[11].empty()) k.marks.push_back(c[11]);
  return k;
}

double weight_of(const Traced& traced, std::uint32_t file) {
  const auto it = std::find_if(traced.candidates.begin(), traced.candidates.end(), [&](const Candidate& c) { return c.file == file; });
  must(it != traced.candidates.end());
  return it->weight;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<Cells> rows(1, Cells(1));
  for (std::size_t i = 0; i < size && rows.size() <= kFilesMax; ++i) {
    if (data[i] == 1) rows.emplace_back(1);
    else if (data[i] == 0 && rows.back().size() < kCells) rows.back().emplace_back();
    else rows.back().back() += static_cast<char>(data[i]);
  }
  std::vector<Known> all;
  for (Cells& cells : rows) {
    cells.resize(kCells);
    all.push_back(known_of(cells));
  }
  const Known told = all.back();
  TraceBase base, without_first;
  for (std::size_t i = 0; i < all.size(); ++i) {
    must(base.add(i, all[i]) == i);
    if (i > 0) without_first.add(i, all[i]);
  }
  Trace trace(base);
  const Traced once = trace.find(told, kFilesMax + 1), twice = trace.find(told, kFilesMax + 1);
  must(once.candidates.size() == all.size() && twice.candidates.size() == all.size());
  for (std::size_t i = 0; i < once.candidates.size(); ++i) {
    const Candidate &a = once.candidates[i], &b = twice.candidates[i];
    must(a.file == b.file && a.weight == b.weight && a.probability == b.probability && a.band == b.band);
    must(a.probability >= 0 && a.probability <= 1 && (i == 0 || a.weight <= once.candidates[i - 1].weight));
    for (const Evidence& e : a.evidence) must(e.side == (e.bits > 0 ? Side::speaks_for : e.bits < 0 ? Side::against : Side::unknown));
  }

  // One fact of a file told more never lowers that file.
  const Known& file = all.front();
  Known part{.given = file.given, .family = file.family}, more = part;
  more.sex = file.sex;
  more.born = file.born;
  more.village = file.village;
  more.where = file.where;
  more.relatives = file.relatives;
  must(weight_of(trace.find(more, kFilesMax + 1), 0) >= weight_of(trace.find(part, kFilesMax + 1), 0));

  // What may not be seen takes no part; and what was erased is as if it had never been there.
  std::vector<std::uint64_t> seen{~std::uint64_t{1}};
  const Traced some = trace.find(told, kFilesMax + 1, std::span<const std::uint64_t>(seen));
  base.erase(0);
  Trace rest(base), fresh(without_first);
  const Traced erased = rest.find(told, kFilesMax + 1), never = fresh.find(told, kFilesMax + 1);
  must(some.candidates.size() == erased.candidates.size() && erased.candidates.size() == never.candidates.size());
  for (std::size_t i = 0; i < erased.candidates.size(); ++i) {
    must(some.candidates[i].file != 0 && some.candidates[i].weight == erased.candidates[i].weight);
    must(erased.candidates[i].file == never.candidates[i].file + 1 && erased.candidates[i].weight == never.candidates[i].weight);
  }
  return 0;
}
