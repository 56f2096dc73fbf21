#include "readmodels/places.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <numeric>

#include "base/fold.hpp"
#include "base/problem.hpp"

namespace nibbi::readmodels {
namespace {

constexpr std::string_view kHeading = "id\tcountry\tadmin1\tadmin1_name\tadmin2\tadmin2_name\tname\tlat\tlon\tretired";
constexpr std::size_t kColumns = 10;

std::string_view up_to(std::string_view text, char end) { return text.substr(0, text.find(end)); }

/// "12.5556" as 125556: always four decimals.
std::int32_t degrees_e4(std::string_view text) {
  const std::size_t point = text.find('.');
  ensure(point != text.npos && point < 5 && text.size() == point + 5, "places: a position has four decimals");
  std::array<char, 10> digits{};
  const std::string_view decimals = text.substr(point + 1);
  char* const end = std::copy(decimals.begin(), decimals.end(), std::copy_n(text.begin(), point, digits.data()));
  std::int32_t value = 0;
  const auto read = std::from_chars(digits.data(), end, value);
  ensure(read.ec == std::errc{} && read.ptr == end, "places: a position is a number");
  return value;
}

Place place_of(std::string_view line) {
  std::array<std::string_view, kColumns> column;
  for (std::size_t i = 0; i < kColumns; ++i) {
    column[i] = up_to(line, '\t');
    ensure((column[i].size() < line.size()) == (i + 1 < kColumns), "places: a line has ten columns");
    line.remove_prefix(std::min(line.size(), column[i].size() + 1));
  }
  return {.id = column[0], .country = column[1], .admin1_code = column[2], .admin1 = column[3], .admin2_code = column[4],
          .admin2 = column[5], .name = column[6], .latitude_e4 = degrees_e4(column[7]), .longitude_e4 = degrees_e4(column[8]),
          .retired = !column[9].empty()};
}

/// Folded words with a space before each. An apostrophe joins (N'Dar is "ndar"), any other sign parts.
std::string search_key(std::string_view name) {
  std::string key;
  bool in_word = false;
  for (const char c : fold(name)) {
    if (c == '\'') continue;
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (letter && !in_word) key += ' ';
    if (letter) key += c;
    in_word = letter;
  }
  return key;
}

/// What remains of `key` after `start`, spaces not counted; nullopt when the key does not begin with it.
std::optional<std::string_view> after_start(std::string_view key, std::string_view start) {
  const auto skip = [](std::string_view& text) { text.remove_prefix(std::min(text.size(), text.find_first_not_of(' '))); };
  for (skip(start); !start.empty(); skip(start)) {
    skip(key);
    if (key.empty() || key.front() != start.front()) return std::nullopt;
    key.remove_prefix(1);
    start.remove_prefix(1);
  }
  return key;
}

bool each_word_begins_a_word(std::string_view key, std::string_view query) {
  while (!query.empty()) {
    const std::string_view word = query.substr(0, query.find(' ', 1));
    if (key.find(word) == key.npos) return false;
    query.remove_prefix(word.size());
  }
  return true;
}

std::optional<PlaceMatch> match_of(std::string_view key, std::string_view query) {
  const auto rest = after_start(key, query);
  if (rest && rest->empty()) return PlaceMatch::exact;
  if (key.starts_with(query)) return PlaceMatch::start_of_name;
  if (rest || each_word_begins_a_word(key, query)) return PlaceMatch::words;
  return std::nullopt;
}

}  // namespace

Places Places::from_tsv(std::string_view tsv) {
  Places places;
  places.tsv_ = tsv;
  ensure(tsv.size() < UINT32_MAX, "places: the table fits 32-bit offsets");
  ensure(up_to(tsv, '\n') == kHeading, "places: the heading names the ten columns");
  for (std::size_t at = kHeading.size() + 1; at < tsv.size();) {
    const std::string_view line = up_to(tsv.substr(at), '\n');
    const Place place = place_of(line);
    ensure(place.country.size() == 2, "places: a country has two letters");
    const std::string key = place.retired ? "" : search_key(place.name);
    ensure(key.size() <= UINT16_MAX && key.empty() == place.retired, "places: a name has letters, and not too many");
    places.rows_.push_back({.line = static_cast<std::uint32_t>(at), .key = static_cast<std::uint32_t>(places.keys_.size()),
                            .key_size = static_cast<std::uint16_t>(key.size()), .country = {place.country[0], place.country[1]}});
    places.keys_ += key;
    at += line.size() + 1;
  }
  places.rows_.shrink_to_fit();
  places.keys_.shrink_to_fit();
  places.by_id_.resize(places.rows_.size());
  std::iota(places.by_id_.begin(), places.by_id_.end(), 0u);  // not ranges::iota: Emscripten 3.1 lacks it
  const auto id = [&](std::uint32_t index) { return places.id_of(index); };
  std::ranges::sort(places.by_id_, {}, id);
  ensure(std::ranges::adjacent_find(places.by_id_, {}, id) == places.by_id_.end(), "places: an id names one place");
  return places;
}

Place Places::at(std::size_t index) const { return place_of(up_to(tsv_.substr(rows_[index].line), '\n')); }

std::string_view Places::id_of(std::size_t index) const { return up_to(tsv_.substr(rows_[index].line), '\t'); }

std::string_view Places::key_of(const Row& row) const { return std::string_view(keys_).substr(row.key, row.key_size); }

std::vector<PlaceHit> Places::search(std::string_view query, std::size_t limit, std::optional<std::string_view> country) const {
  const std::string wanted = search_key(query);
  if (wanted.empty()) return {};
  struct Found {
    PlaceMatch match;
    std::string_view key;
    std::uint32_t index;
    auto operator<=>(const Found&) const = default;
  };
  std::vector<Found> found;
  for (std::uint32_t index = 0; index < rows_.size(); ++index) {
    const Row& row = rows_[index];
    if (row.key_size == 0 || (country && *country != std::string_view(row.country.data(), row.country.size()))) continue;
    if (const auto how = match_of(key_of(row), wanted)) found.push_back({*how, key_of(row), index});
  }
  const auto best = found.begin() + static_cast<std::ptrdiff_t>(std::min(limit, found.size()));
  std::ranges::partial_sort(found, best);
  std::vector<PlaceHit> hits;
  hits.reserve(static_cast<std::size_t>(best - found.begin()));
  std::transform(found.begin(), best, std::back_inserter(hits), [&](const Found& f) { return PlaceHit{at(f.index), f.match}; });
  return hits;
}

std::optional<Place> Places::by_id(std::string_view id) const {
  const auto found = std::ranges::lower_bound(by_id_, id, {}, [&](std::uint32_t index) { return id_of(index); });
  if (found == by_id_.end() || id_of(*found) != id) return std::nullopt;
  return at(*found);
}

}  // namespace nibbi::readmodels
