#pragma once
// What invented people are called, where they come from and what they say: contract/demo and the gazetteer.
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "demo/chance.hpp"
#include "wire/contract_read.hpp"

namespace nibbi::demo {

class Stock {
 public:
  /// Throws wire::ContractBroken when contract/demo is not as it should be.
  explicit Stock(std::span<const wire::ContractFile>);

  const std::string& given_name(Chance&, std::string_view country, bool girl) const;
  const std::string& family_name(Chance&, std::string_view country) const;
  /// "Awa Diallo".
  std::string name(Chance&, std::string_view country, bool girl) const;
  /// One of the sentences on this subject, in the language of a country's screens, marked (DEMO).
  std::string text(Chance&, std::string_view country, std::string_view subject) const;
  /// A town or village of the country.
  const std::string& town(Chance&, std::string_view country) const;

 private:
  struct Names { std::vector<std::string> girls, boys, families; };
  const Names& names_of(std::string_view country) const;

  std::vector<Names> stocks_;
  std::map<std::string, std::size_t, std::less<>> stock_of_;
  std::map<std::string, std::map<std::string, std::vector<std::string>, std::less<>>, std::less<>> texts_;  ///< subject, language
  std::map<std::string, std::vector<std::string>, std::less<>> towns_;
};

/// The language of the screens of a country's workers: fr, pt or en.
std::string_view language_of(std::string_view country);

}  // namespace nibbi::demo
