#pragma once
// The gazetteer: towns and villages to choose from while somebody types. Built once from contract/places/places.tsv.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nibbi::readmodels {

/// One line of the gazetteer. The views point into the text that the gazetteer was built from.
struct Place {
  std::string_view id;       ///< ours, stable; what a file stores
  std::string_view country;  ///< ISO 3166-1 alpha-2
  std::string_view admin1_code, admin1, admin2_code, admin2;  ///< GeoNames' codes, not ISO 3166-2; empty where it names none
  std::string_view name;
  std::int32_t latitude_e4 = 0, longitude_e4 = 0;  ///< ten-thousandths of a degree
  bool retired = false;                            ///< no longer offered, still shown where a file names it
  bool operator==(const Place&) const = default;
};

/// How a place answers what was typed, best first.
enum class PlaceMatch : std::uint8_t {
  exact,          ///< the whole name, but for accents, case, spaces, hyphens and apostrophes
  start_of_name,  ///< the name begins with it
  words,          ///< each word typed begins a word of the name, or the name begins with it once spaces are left out
};

struct PlaceHit {
  Place place;
  PlaceMatch match;
  bool operator==(const PlaceHit&) const = default;
};

class Places {
 public:
  /// `tsv` is the whole file, heading included, and must outlive the gazetteer: it is embedded in the binary. A file that is not in the
  /// format of contract/places/SOURCE.md is our fault (OurFault), never the reader's.
  static Places from_tsv(std::string_view tsv);

  /// Up to `limit` places for what was typed so far, with or without accents ("nzerekore", "N'Zérékoré"); of one country if given.
  /// Best match first; equals by name, then in the order of the file. Nothing but signs and spaces finds nothing.
  std::vector<PlaceHit> search(std::string_view query, std::size_t limit, std::optional<std::string_view> country = std::nullopt) const;

  std::optional<Place> by_id(std::string_view id) const;

  std::size_t size() const { return rows_.size(); }
  /// The places in the order of the file; `index` < size().
  Place at(std::size_t index) const;

 private:
  struct Row {
    std::uint32_t line;                     // where its line begins in tsv_
    std::uint32_t key;                      // where its search key begins in keys_
    std::uint16_t key_size;                 // 0 when it is not offered
    std::array<char, 2> country;
  };
  std::string_view id_of(std::size_t index) const;
  std::string_view key_of(const Row&) const;

  std::string_view tsv_;
  std::vector<Row> rows_;
  std::vector<std::uint32_t> by_id_;  // indices of rows_, sorted by id
  std::string keys_;                  // " saint louis": folded words, a space before each
};

}  // namespace nibbi::readmodels
