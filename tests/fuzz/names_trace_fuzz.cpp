// libFuzzer: files and an inquiry of any bytes (cells end with 0x00, rows with 0x01; the last row is the inquiry). No bytes crash the tracing; a probability is one; the evidence
// adds up to the weight; who may see all gets the answer of who is not asked; what is erased is gone.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "names/trace.hpp"

namespace {

using namespace nibbi::names;

Known known_of(const std::vector<std::string>& cells) {
  const auto cell = [&](std::size_t i) { return i < cells.size() ? cells[i] : std::string(); };
  Known known{.given = cell(0), .family = cell(1), .other_names = {cell(2)}, .village = cell(5), .languages = {cell(8)}, .marks = {cell(9)}};
  known.relatives = {{Kin::mother, cell(3)}, {Kin::sibling, cell(4)}, {Kin::companion, cell(2)}};
  if (cell(6).size() == 1) known.where = Point{static_cast<float>(static_cast<signed char>(cell(6)[0])), 10};
  known.born = span_of_date(cell(7));
  known.sex = cell(9).size() % 2 ? Sex::female : Sex::unknown;
  return known;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kCells = 10, kRowsMax = 24;
  std::vector<std::vector<std::string>> rows(1, {std::string()});
  for (std::size_t i = 0; i < size && rows.size() <= kRowsMax; ++i) {
    if (data[i] == 1) rows.push_back({std::string()});
    else if (data[i] == 0 && rows.back().size() < kCells) rows.back().emplace_back();
    else rows.back().back() += static_cast<char>(data[i]);
  }
  TraceBase base;
  for (std::size_t i = 0; i < rows.size(); ++i) base.add(i, known_of(rows[i]));
  const Known told = known_of(rows.back());
  Trace trace(base);
  const std::vector<std::uint64_t> all = {~std::uint64_t{0}};
  const Traced traced = trace.find(told, 5), again = trace.find(told, 5, std::span<const std::uint64_t>(all));
  if (traced.candidates.size() != std::min<std::size_t>(5, rows.size()) || again.candidates.size() != traced.candidates.size()) std::abort();
  for (std::size_t i = 0; i < traced.candidates.size(); ++i) {
    const Candidate& c = traced.candidates[i];
    double sum = 0;
    for (const Evidence& e : c.evidence) sum += e.bits;
    if (!(c.probability >= 0 && c.probability <= 1) || std::abs(sum - c.weight) > 0.01) std::abort();
    if (again.candidates[i].file != c.file || again.candidates[i].weight != c.weight) std::abort();
  }
  for (std::size_t i = 0; i < rows.size(); ++i) base.erase(static_cast<std::uint32_t>(i));
  if (base.size().files != 0 || !trace.find(told, 5).candidates.empty()) std::abort();
  return 0;
}
