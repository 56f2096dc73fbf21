#include "names/link_blocks.hpp"

#include <algorithm>
#include <numeric>

namespace nibbi::names {
namespace {

constexpr std::size_t kBlock = 100;          // so many rows that share one key are compared each with each
constexpr std::size_t kParted = 300;         // and so many that share two
constexpr std::size_t kPartedMore = 100;     // or more
constexpr unsigned kDepth = 3;               // by so many further keys a crowd is parted
constexpr std::size_t kNeighbours = 20;      // where no key is left: how far along the order rows are compared

}  // namespace

/// The blocks that begin with one source.
class Blocks::Parting {
 public:
  Parting(const KeyedRows& rows, std::span<const KeySource> sources) : rows_(rows), sources_(sources) {}

  Gathered run(std::size_t source) {
    std::vector<std::uint32_t> all(rows_.rows);
    std::iota(all.begin(), all.end(), 0u);
    part(all, source, source + 1, 0);
    return std::move(gathered_);
  }

 private:
  void part(std::span<const std::uint32_t> rows, std::size_t from, std::size_t to, unsigned depth) {
    std::vector<Entry> entries;
    std::vector<std::uint32_t> crowd;
    for (std::size_t s = from; s < to; ++s) {
      if (sources_[s].from_depth > depth) continue;
      entries.clear();
      for (const std::uint32_t row : rows)
        for (const std::size_t column : sources_[s].columns)
          if (const std::uint32_t n = (*rows_.columns[column])[row])
            for (const Key key : rows_.values[column]->at(n).keys)
              if (depth == 0 || key.coarse()) entries.push_back({key.number, row});
      std::sort(entries.begin(), entries.end());
      entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
      for (std::size_t i = 0; i < entries.size();) {
        std::size_t j = i;
        while (j < entries.size() && entries[j].key == entries[i].key) ++j;
        if (j - i > 1) {
          crowd.clear();
          for (std::size_t x = i; x < j; ++x) crowd.push_back(entries[x].row);
          take(crowd, s, entries[i].key & 1, depth);
        }
        i = j;
      }
    }
  }

  void take(std::vector<std::uint32_t> crowd, std::size_t source, bool coarse, unsigned depth) {
    if (crowd.size() <= (depth == 0 ? kBlock : depth == 1 ? kParted : kPartedMore)) {
      put(crowd);
      return;
    }
    if (!coarse) return;  // the coarser key of the same value parts them
    if (depth < kDepth) part(crowd, source + 1, sources_.size(), depth + 1);
    if (depth > 0 || sources_.size() == 1) lay_in_order(std::move(crowd));
  }

  void put(std::span<const std::uint32_t> crowd) {
    gathered_.rows.insert(gathered_.rows.end(), crowd.begin(), crowd.end());
    gathered_.begins.push_back(static_cast<std::uint32_t>(gathered_.rows.size()));
  }

  void lay_in_order(std::vector<std::uint32_t> crowd) {
    std::sort(crowd.begin(), crowd.end(), [&](std::uint32_t a, std::uint32_t b) {
      for (const auto* column : rows_.columns)
        if ((*column)[a] != (*column)[b]) return (*column)[a] < (*column)[b];
      return a < b;
    });
    const std::size_t n = crowd.size();
    std::vector<std::uint32_t> near;
    for (std::size_t i = 0; i + kNeighbours < n || i == 0; i += kNeighbours) {
      near.assign(crowd.begin() + static_cast<std::ptrdiff_t>(i), crowd.begin() + static_cast<std::ptrdiff_t>(std::min(n, i + 2 * kNeighbours)));
      std::sort(near.begin(), near.end());
      put(near);
    }
    const std::uint64_t all = static_cast<std::uint64_t>(n) * (n - 1) / 2, compared = static_cast<std::uint64_t>(n) * kNeighbours * 3 / 2;
    gathered_.left_out += all - std::min(all, compared);
  }

  const KeyedRows& rows_;
  std::span<const KeySource> sources_;
  Gathered gathered_;
};

Blocks::Blocks(const KeyedRows& rows, std::span<const KeySource> sources, const Workers& workers) {
  std::vector<Gathered> gathered(sources.size());
  workers.run(sources.size(), [&](std::size_t s) { gathered[s] = Parting(rows, sources).run(s); });
  for (Gathered& g : gathered) {
    take(g);
    g = {};
  }
}

void Blocks::take(const Gathered& gathered) {
  left_out_ += gathered.left_out;
  for (std::size_t b = 0; b + 1 < gathered.begins.size(); ++b) {
    const std::span rows(gathered.rows.data() + gathered.begins[b], gathered.begins[b + 1] - gathered.begins[b]);
    std::uint64_t hash = rows.size();
    for (const std::uint32_t row : rows) hash = (hash ^ row) * 0x9E3779B97F4A7C15u, hash ^= hash >> 31;
    const auto [it, added] = seen_.try_emplace(hash, static_cast<std::uint32_t>(begins_.size() - 1));
    if (!added) {
      const auto [first, last] = members(it->second);
      if (std::equal(rows.begin(), rows.end(), first, last)) continue;
    }
    rows_.insert(rows_.end(), rows.begin(), rows.end());
    begins_.push_back(rows_.size());
    pairs_ += static_cast<std::uint64_t>(rows.size()) * (rows.size() - 1) / 2;
  }
}

void Blocks::add_swapped(const KeyedRows& rows, std::size_t column, std::size_t other) {
  std::vector<Entry> entries;
  for (std::uint32_t row = 0; row < rows.rows; ++row) {
    const std::uint32_t a = (*rows.columns[column])[row], b = (*rows.columns[other])[row];
    if (a == 0 || b == 0) continue;
    for (const Key x : rows.values[column]->at(a).keys)
      for (const Key y : rows.values[other]->at(b).keys)
        if (x.coarse() && y.coarse()) entries.push_back({x.number * y.number + (x.number ^ y.number), row});
  }
  std::sort(entries.begin(), entries.end());
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
  Gathered gathered;
  for (std::size_t i = 0; i < entries.size();) {
    std::size_t j = i;
    while (j < entries.size() && entries[j].key == entries[i].key) ++j;
    if (j - i > 1 && j - i <= kParted) {
      for (std::size_t x = i; x < j; ++x) gathered.rows.push_back(entries[x].row);
      gathered.begins.push_back(static_cast<std::uint32_t>(gathered.rows.size()));
    }
    i = j;
  }
  take(gathered);
}

void Blocks::finish(std::size_t rows) {
  seen_ = {};
  of_row_begins_.assign(rows + 1, 0);
  for (const std::uint32_t row : rows_) ++of_row_begins_[row + 1];
  std::partial_sum(of_row_begins_.begin(), of_row_begins_.end(), of_row_begins_.begin());
  of_row_.resize(rows_.size());
  std::vector<std::uint32_t> next(of_row_begins_.begin(), of_row_begins_.end() - 1);
  for (std::size_t b = 0; b + 1 < begins_.size(); ++b)
    for (std::uint64_t i = begins_[b]; i < begins_[b + 1]; ++i) of_row_[next[rows_[i]]++] = static_cast<std::uint32_t>(b);
}

}  // namespace nibbi::names
