#include "names/link.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>
#include <tuple>

#include "names/assignment.hpp"
#include "names/chance.hpp"
#include "names/link_blocks.hpp"
#include "names/link_chance.hpp"
#include "names/link_field.hpp"
#include "names/link_score.hpp"

namespace nibbi::names {
namespace {

constexpr std::string_view kMeanings[] = {"given", "family", "name", "birth_date", "birth_year", "age", "sex", "place", "postal_code", "address", "phone", "id_number", "occupation",
                                          "mother", "father", "relative", "language", "nationality"};
constexpr std::size_t kExhaustive = 3'000;      // so many rows are compared each with each
constexpr std::size_t kRandomPairs = 1'000'000;
constexpr std::uint64_t kLearnedFrom = 4'000'000;  // of more pairs, a share is learned from
constexpr double kRounding = 1e-6;              // bits, in whatever order they were added up

/// How much weaker than the same value, for choosing between two ways to read a pair.
constexpr int kCost[kAgreements] = {0, 1, 1, 2, 2, 2, 3, 3, 4, 1};
int cost(std::uint8_t level) { return level == kMissing ? 4 : kCost[level]; }

class Linker {
 public:
  Linker(const std::vector<Meaning>& columns, std::vector<Row> rows, bool across, const Workers& workers) : across_(across), workers_(workers), model_({}) {
    order_.resize(rows.size());
    std::iota(order_.begin(), order_.end(), 0u);
    std::sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
      return std::tie(rows[a].other_list, rows[a].id, rows[a].values) < std::tie(rows[b].other_list, rows[b].id, rows[b].values);
    });
    for (const std::uint32_t row : order_) other_list_.push_back(rows[row].other_list);
    read(columns, rows);
  }

  LinkResult run() {
    LinkResult result;
    if (order_.size() < 2 || fields_.empty()) return result;
    learn_chance();
    find_blocks();
    result.left_out = blocks_ ? blocks_->left_out() : 0;
    learn();
    score(result);
    return result;
  }

 private:
  struct Compared {
    std::uint32_t row, other;
    Pattern128 pattern;
  };
  struct Field {
    Meaning meaning;
    std::size_t values;                  ///< which dictionary
    std::vector<std::uint32_t> numbers;  ///< of each row, until blocks are made
    std::vector<float> rarity;           ///< of each value: the bits of its share among the rows that have one
  };

  using Cells = std::array<Cell, kLinkColumnsMax>;

  void read(const std::vector<Meaning>& columns, std::vector<Row>& rows) {
    const bool any_relative = std::find(columns.begin(), columns.end(), Meaning::relative) != columns.end();
    // Given and family names share their dictionary, so do relatives, and so do columns of one meaning.
    const auto family_of = [&](Meaning m) { return m == Meaning::family ? Meaning::given : any_relative && is_kin(m) ? Meaning::relative : m; };
    std::vector<Meaning> dictionaries, meanings;
    for (std::size_t c = 0; c < columns.size() && fields_.size() < kLinkColumnsMax; ++c) {
      const auto found = std::find(dictionaries.begin(), dictionaries.end(), family_of(columns[c]));
      Field field{columns[c], static_cast<std::size_t>(found - dictionaries.begin()), {}, {}};
      if (found == dictionaries.end()) {
        dictionaries.push_back(family_of(columns[c]));
        values_.emplace_back(columns[c], order_of_dates(columns, rows, columns[c]));
      }
      bool any = false;
      field.numbers.reserve(order_.size());
      for (const std::uint32_t row : order_) {
        field.numbers.push_back(c < rows[row].values.size() ? values_[field.values].number(rows[row].values[c]) : 0);
        any = any || field.numbers.back() != 0;
      }
      if (any) fields_.push_back(std::move(field)), meanings.push_back(columns[c]);
    }
    rows = {};
    model_ = LinkModel(meanings);
    std::vector<std::vector<std::uint32_t>> uses;
    for (const Values& values : values_) uses.emplace_back(values.size() + 1);
    for (Field& field : fields_) count_shares(field, uses[field.values]);
    for (std::size_t v = 0; v < values_.size(); ++v) values_[v].settle(uses[v]);
    memos_.assign(std::max<std::size_t>(1, workers_.count), Memo(values_.size()));
    for (std::size_t f = 0; f < fields_.size(); ++f) {
      if (fields_[f].meaning == Meaning::given && !given_) given_ = f;
      if (fields_[f].meaning == Meaning::family && !family_) family_ = f;
    }
    for (std::size_t d = 0; d < dictionaries.size(); ++d) {
      std::vector<std::size_t> group;
      for (std::size_t f = 0; f < fields_.size(); ++f)
        if (fields_[f].values == d && dictionaries[d] != Meaning::given && group.size() < kAssignedMax) group.push_back(f);
      if (group.size() > 1) groups_.push_back(std::move(group));
    }
    for (std::size_t f = 0; f < fields_.size(); ++f) (stands_alone(f) ? alone_ : together_).push_back(f);
    // What is soon compared and tells much comes first.
    const auto is_quick = [&](std::size_t f) { return !is_read_aloud(fields_[f].meaning); };
    std::stable_sort(alone_.begin(), alone_.end(), [&](std::size_t a, std::size_t b) { return is_quick(a) > is_quick(b); });
    lay_rows();
  }

  /// All that comparing reads of a row, in one place: the numbers of its values, how many words each has, and the words.
  void lay_rows() {
    const std::size_t sizes = (fields_.size() + 3) / 4;
    for (std::uint32_t row = 0; row < order_.size(); ++row) {
      row_at_.push_back(static_cast<std::uint32_t>(laid_.size()));
      for (const Field& field : fields_) laid_.push_back(field.numbers[row]);
      laid_.resize(laid_.size() + sizes, 0);
      for (std::size_t f = 0; f < fields_.size(); ++f) {
        const auto words = values_[fields_[f].values].words_of(fields_[f].numbers[row]);
        laid_[row_at_[row] + fields_.size() + f / 4] |= static_cast<std::uint32_t>(words.size()) << f % 4 * 8;
        laid_.insert(laid_.end(), words.begin(), words.end());
      }
    }
  }
  const std::uint32_t* numbers_of(std::uint32_t row) const { return laid_.data() + row_at_[row]; }
  void cells_of(std::uint32_t row, Cells& cells) const {
    const std::uint32_t *numbers = numbers_of(row), *sizes = numbers + fields_.size(), *words = sizes + (fields_.size() + 3) / 4;
    for (std::size_t f = 0; f < fields_.size(); ++f) {
      const std::uint32_t size = sizes[f / 4] >> f % 4 * 8 & 255;
      cells[f] = {numbers[f], {words, size}};
      words += size;
    }
  }

  /// Day or month first: as most of the dates say that say it.
  static DayOrder order_of_dates(const std::vector<Meaning>& columns, const std::vector<Row>& rows, Meaning meaning) {
    if (meaning != Meaning::birth_date && meaning != Meaning::birth_year) return DayOrder::day_first;
    long votes = 0;
    for (const Row& row : rows)
      for (std::size_t c = 0; c < columns.size() && c < row.values.size(); ++c)
        if (columns[c] == meaning) votes += order_vote(row.values[c]);
    return votes > 0 ? DayOrder::month_first : DayOrder::day_first;
  }

  void count_shares(Field& field, std::vector<std::uint32_t>& uses) const {
    std::vector<std::size_t> counts(values_[field.values].size() + 1);
    std::size_t known = 0;
    for (const std::uint32_t n : field.numbers)
      if (n) ++counts[n], ++uses[n], ++known;
    const double floor = 1.0 / static_cast<double>(order_.size());
    field.rarity.resize(counts.size());
    for (std::size_t n = 0; n < counts.size(); ++n) field.rarity[n] = static_cast<float>(-std::log2(std::max(floor, static_cast<double>(counts[n]) / static_cast<double>(known))));
  }

  bool is_grouped(std::size_t f) const {
    return std::any_of(groups_.begin(), groups_.end(), [&](const auto& group) { return std::find(group.begin(), group.end(), f) != group.end(); });
  }
  bool stands_alone(std::size_t f) const { return !is_grouped(f) && !(given_ && family_ && (f == *given_ || f == *family_)); }

  std::uint8_t agreement_of(std::size_t f, const Cell& a, const Cell& b, Memo& memo) const { return values_[fields_[f].values].agreement(a, b, memo, fields_[f].values); }

  Levels levels_of(const Cells& x, const Cells& y, Memo& memo) const {
    Levels levels;
    for (const std::size_t f : alone_) levels[f] = agreement_of(f, x[f], y[f], memo);
    see_others(x, y, levels, memo);
    return levels;
  }
  /// The fields whose levels depend on each other.
  void see_others(const Cells& x, const Cells& y, Levels& levels, Memo& memo) const {
    for (const std::size_t f : together_) levels[f] = agreement_of(f, x[f], y[f], memo);
    for (const auto& group : groups_) pair_columns(group, x, y, levels, memo);
    if (given_ && family_) see_swapped(x, y, levels, memo);
  }

  /// Given and family name in each other's place; where one of the two is missing, the other one alone must be the same.
  void see_swapped(const Cells& x, const Cells& y, Levels& levels, Memo& memo) const {
    std::uint8_t &given = levels[*given_], &family = levels[*family_];
    if (cost(given) <= 1 && cost(family) <= 1) return;
    const std::uint8_t one = agreement_of(*given_, x[*given_], y[*family_], memo), other = agreement_of(*given_, x[*family_], y[*given_], memo);
    if (one == kMissing && other == kMissing) return;
    const bool both = one != kMissing && other != kMissing && cost(one) <= 2 && cost(other) <= 2 && cost(one) + cost(other) < cost(given) + cost(family);
    const bool either_missing = one == kMissing || other == kMissing;
    const bool alone = either_missing && (given == kMissing || family == kMissing || std::min(cost(given), cost(family)) >= 4) && std::min(cost(one), cost(other)) <= 1;
    if (both || alone) given = agreement::swapped, family = kMissing;  // one thing that happened, counted once
  }

  /// Who stands among the relatives stands in any of their columns, a part of an address in any of the address's: they are paired as agrees best, each once.
  void pair_columns(const std::vector<std::size_t>& group, const Cells& x, const Cells& y, Levels& levels, Memo& memo) const {
    constexpr std::int32_t kPoints[kAgreements] = {6, 5, 5, 3, 3, 0, 0, 0, 0, 0};
    constexpr std::int32_t kOtherColumn = 2;
    const std::size_t n = group.size();
    if (std::all_of(group.begin(), group.end(), [&](std::size_t f) { return levels[f] <= agreement::slip; })) return;
    std::int32_t points[kAssignedMax * kAssignedMax], direct = 0;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) {
        const std::uint8_t l = i == j ? levels[group[i]] : agreement_of(group[i], x[group[i]], y[group[j]], memo);
        const std::int32_t here = l == kMissing ? 0 : kPoints[l];
        points[i * n + j] = i == j ? here : here >= kPoints[agreement::slip] ? here - kOtherColumn : 0;
        if (i == j) direct += here;
      }
    const Assignment pairs = best_assignment({points, n * n}, n, n);
    if (pairs.worth <= direct) return;
    std::array<bool, kAssignedMax> taken{};
    for (std::size_t i = 0; i < n; ++i)
      if (pairs.column[i] >= 0) taken[static_cast<std::size_t>(pairs.column[i])] = true;
    for (std::size_t i = 0; i < n; ++i) {
      if (pairs.column[i] >= 0 && static_cast<std::size_t>(pairs.column[i]) != i) levels[group[i]] = agreement::elsewhere;
      else if (pairs.column[i] < 0 && taken[i]) levels[group[i]] = kMissing;  // the other row's is somebody else's here
    }
  }

  Pattern128 pattern_of(const Levels& levels) const {
    Pattern128 pattern;
    for (std::size_t f = 0; f < fields_.size(); ++f) pattern.put(f, levels[f]);
    return pattern;
  }

  bool apart(std::uint32_t a, std::uint32_t b) const { return a != b && (!across_ || other_list_[a] != other_list_[b]); }

  void learn_chance() {
    const std::size_t n = order_.size();
    Chance chance(1);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> drawn;
    for (std::size_t i = 0, draws = std::min(kRandomPairs, n * n); i < draws; ++i) {
      const auto a = static_cast<std::uint32_t>(chance.below(n)), b = static_cast<std::uint32_t>(chance.below(n));
      if (apart(a, b)) drawn.emplace_back(std::min(a, b), std::max(a, b));
    }
    const std::size_t parts = std::max<std::size_t>(1, workers_.count);
    std::vector<std::vector<LinkModel::Row>> seen_by(parts, std::vector<LinkModel::Row>(fields_.size(), LinkModel::Row{}));
    workers_.run(parts, [&](std::size_t part) {
      Cells x, y;
      for (std::size_t i = part; i < drawn.size(); i += parts) {
        cells_of(drawn[i].first, x);
        cells_of(drawn[i].second, y);
        const Levels levels = levels_of(x, y, memos_[part]);
        for (std::size_t f = 0; f < fields_.size(); ++f)
          if (levels[f] != kMissing) seen_by[part][f][levels[f]] += 1;
      }
    });
    std::vector<LinkModel::Row> seen(fields_.size(), LinkModel::Row{});
    for (const auto& part : seen_by)
      for (std::size_t f = 0; f < fields_.size(); ++f)
        for (std::size_t l = 0; l < kAgreements; ++l) seen[f][l] += part[f][l];
    model_.learn_chance(seen);
  }

  void find_blocks() {
    if (order_.size() <= kExhaustive) return;
    std::vector<const std::vector<std::uint32_t>*> columns;
    std::vector<const Values*> values;
    std::vector<KeySource> sources;
    std::vector<bool> done(fields_.size());
    for (const Field& field : fields_) columns.push_back(&field.numbers), values.push_back(&values_[field.values]);
    for (std::size_t f = 0; f < fields_.size(); ++f) {
      if (done[f]) continue;
      KeySource source{{f}, fields_[f].meaning == Meaning::sex ? 2u : fields_[f].meaning == Meaning::age || fields_[f].meaning == Meaning::birth_year ? 1u : 0u};
      for (const auto& group : groups_)
        if (std::find(group.begin(), group.end(), f) != group.end()) source.columns = group;
      for (const std::size_t c : source.columns) done[c] = true;
      sources.push_back(std::move(source));
    }
    std::stable_sort(sources.begin(), sources.end(), [](const KeySource& a, const KeySource& b) { return a.from_depth < b.from_depth; });
    const KeyedRows keyed{order_.size(), columns, values};
    blocks_.emplace(keyed, sources, workers_);
    if (given_ && family_) blocks_->add_swapped(keyed, *given_, *family_);
    blocks_->finish(order_.size());
    for (Field& field : fields_) field.numbers = {};
    for (Values& v : values_) v.forget_keys();
  }

  /// Each later row that is compared with this one.
  template <class Visit>
  void each_after(std::uint32_t row, std::vector<std::uint32_t>& marks, const Visit& visit) const {
    const auto when_apart = [&](std::uint32_t other) {
      if (apart(row, other)) visit(other);
    };
    if (blocks_) return blocks_->each_after(row, marks, when_apart, [&](std::uint32_t other) { __builtin_prefetch(numbers_of(other)); });
    for (std::uint32_t other = row + 1; other < order_.size(); ++other) when_apart(other);
  }

  /// In parts of one size, however many there are to do them: each has its own memory of words, and they are put together in their order.
  template <class Part, class Work>
  std::vector<Part> in_parts(const Work& work) {
    const std::size_t parts = std::max<std::size_t>(1, workers_.count), n = order_.size();
    std::vector<Part> done(parts);
    workers_.run(parts, [&](std::size_t part) {
      std::vector<std::uint32_t> marks(blocks_ ? n : 0);
      for (std::size_t row = part; row < n; row += parts) work(done[part], static_cast<std::uint32_t>(row), memos_[part], marks);
    });
    return done;
  }

  void learn() {
    const double n = static_cast<double>(order_.size());
    const double all = across_ ? std::max(1.0, across_pairs()) : n * (n - 1) / 2;
    const std::uint64_t pairs = blocks_ ? blocks_->pairs_at_most() : static_cast<std::uint64_t>(all), every = pairs / kLearnedFrom + 1;
    struct Part {
      std::unordered_map<Pattern128, double, PatternHash> counted;
      std::vector<Compared> compared;
    };
    auto parts = in_parts<Part>([&](Part& part, std::uint32_t row, Memo& memo, std::vector<std::uint32_t>& marks) {
      if ((row * 0x9E3779B97F4A7C15u >> 33) % every != 0) return;
      Cells x, y;
      cells_of(row, x);
      each_after(row, marks, [&](std::uint32_t other) {
        cells_of(other, y);
        const Pattern128 pattern = pattern_of(levels_of(x, y, memo));
        part.counted[pattern] += static_cast<double>(every);
        if (every == 1) part.compared.push_back({row, other, pattern});
      });
    });
    std::map<Pattern128, double> together;
    for (Part& part : parts) {
      for (const auto& [pattern, count] : part.counted) together[pattern] += count;
      if (every == 1) compared_.push_back(std::move(part.compared));
    }
    model_.learn({together.begin(), together.end()}, all, n);
  }

  double across_pairs() const {
    double other = 0;
    for (const bool of_other : other_list_) other += of_other;
    return other * (static_cast<double>(order_.size()) - other);
  }

  void score(LinkResult& result) {
    std::vector<LinkScorer::Column> columns;
    for (std::size_t f = 0; f < fields_.size(); ++f)
      columns.push_back({std::move(fields_[f].rarity), is_grouped(f)});
    scorer_ = LinkScorer(model_, std::move(columns), given_, family_);
    // What the word for one person is at most says what the probability is at most, whatever else speaks for the pair.
    const double least = least_probability(order_.size()), never = std::log2(least) - kRounding;
    struct Part {
      std::vector<LinkedPair> pairs;
      std::size_t compared = 0;
    };
    const auto judge = [&](Part& part, std::uint32_t row, std::uint32_t other, const auto& level_of) {
      ++part.compared;
      const PairBits e = scorer_.bits_of(level_of, numbers_of(row), numbers_of(other));
      if (e.person < never) return;
      const double probability = e.of_person();
      if (probability >= least) part.pairs.push_back({row, other, probability, e.weight()});
    };
    std::vector<Part> parts(compared_.size());
    if (!compared_.empty()) {
      workers_.run(parts.size(), [&](std::size_t i) {
        for (const Compared& c : compared_[i]) judge(parts[i], c.row, c.other, [&](std::size_t f) { return c.pattern.level(f); });
      });
    } else {
      parts = in_parts<Part>([&](Part& part, std::uint32_t row, Memo& memo, std::vector<std::uint32_t>& marks) {
        Cells x, y;
        cells_of(row, x);
        const LinkScorer::Most most = scorer_.most_of(numbers_of(row));
        each_after(row, marks, [&](std::uint32_t other) {
          double left = scorer_.at_most(most, numbers_of(row), numbers_of(other));
          if (left < never) return void(++part.compared);
          cells_of(other, y);
          // One field after another, until it is enough, or can't be.
          Levels levels;
          for (const std::size_t f : alone_) {
            levels[f] = agreement_of(f, x[f], y[f], memo);
            if (levels[f] == kMissing || levels[f] == agreement::same) continue;
            left -= scorer_.less_by(most, f, levels[f], numbers_of(row), numbers_of(other));
            if (left < never) return void(++part.compared);
          }
          see_others(x, y, levels, memo);
          judge(part, row, other, [&](std::size_t f) { return levels[f]; });
        });
      });
    }
    for (Part& part : parts) {
      result.compared += part.compared;
      result.pairs.insert(result.pairs.end(), part.pairs.begin(), part.pairs.end());
      part = {};
    }
    std::sort(result.pairs.begin(), result.pairs.end(), [](const LinkedPair& x, const LinkedPair& y) { return std::tie(x.a, x.b) < std::tie(y.a, y.b); });
    allow_for_chance(result.pairs);
    for (LinkedPair& pair : result.pairs) {
      result.expected_matches += pair.probability;
      pair.a = order_[pair.a];
      pair.b = order_[pair.b];
    }
  }

  bool across_;
  const Workers& workers_;
  std::vector<std::uint32_t> order_;
  std::vector<bool> other_list_;                  ///< of each row, in that order, as all that follows
  std::vector<Values> values_;
  std::vector<Memo> memos_;                       ///< one for each worker
  std::vector<Field> fields_;
  std::vector<std::uint32_t> laid_, row_at_;      ///< the rows, one after another, and where each begins
  std::vector<std::vector<std::size_t>> groups_;  ///< fields that are paired with each other
  std::vector<std::size_t> alone_, together_;     ///< fields whose levels depend on no other's, the quickest first; and the others
  std::optional<std::size_t> given_, family_;
  std::optional<Blocks> blocks_;                  ///< none: each is compared with each
  LinkModel model_;
  std::vector<std::vector<Compared>> compared_;   ///< what was learned from, when it was all: it need not be compared again
  LinkScorer scorer_;
};

}  // namespace

std::string_view word(Meaning meaning) { return kMeanings[static_cast<std::size_t>(meaning)]; }

std::optional<Meaning> meaning_named(std::string_view text) {
  for (std::size_t i = 0; i < std::size(kMeanings); ++i)
    if (kMeanings[i] == text) return static_cast<Meaning>(i);
  return std::nullopt;
}

LinkResult link_rows(const std::vector<Meaning>& columns, std::vector<Row> rows, bool across, const Workers& workers) { return Linker(columns, std::move(rows), across, workers).run(); }

double best_threshold(std::vector<double> probabilities) {
  std::sort(probabilities.begin(), probabilities.end(), std::greater<>());
  const double all = std::accumulate(probabilities.begin(), probabilities.end(), 0.0);
  double taken = 0, best = -1, threshold = 0.5;
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    taken += probabilities[i];
    const double f1 = 2 * taken / (static_cast<double>(i + 1) + all);
    if (f1 > best) best = f1, threshold = probabilities[i];
  }
  return threshold;
}

}  // namespace nibbi::names
