#pragma once
// The gazetteer by how its names are read: a village that somebody wrote in another orthography lies where the gazetteer has it.
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "readmodels/places.hpp"

namespace nibbi::usecases {

class SpokenPlaces {
 public:
  /// The names are read at the first question that letters alone don't answer.
  explicit SpokenPlaces(const readmodels::Places& places) : places_(places) {}
  const readmodels::Places& as_written() const { return places_; }
  /// Places that are offered, of one country if given, whose name is read like this one, as of two orthographies of one name. In the order of the file.
  std::vector<readmodels::Place> find(std::string_view name, std::optional<std::string_view> country = std::nullopt) const;

 private:
  void read() const;

  const readmodels::Places& places_;
  mutable std::once_flag reading_;
  mutable std::vector<std::pair<std::string, std::uint32_t>> by_sounds_;
};

}  // namespace nibbi::usecases
