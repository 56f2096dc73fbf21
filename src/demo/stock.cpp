#include "demo/stock.hpp"

#include <array>

#include "wire/json.hpp"

namespace nibbi::demo {
namespace {

using wire::Json;

std::string_view text_of(std::span<const wire::ContractFile> files, std::string_view path) {
  for (const auto& file : files)
    if (file.path == path) return file.text;
  throw wire::ContractBroken(std::string(path) + ": is not there");
}

Json page(std::span<const wire::ContractFile> files, std::string_view path) {
  auto json = wire::read_json(text_of(files, path));
  if (!json) throw wire::ContractBroken(std::string(path) + ": is not JSON");
  return std::move(*json);
}

std::vector<std::string> list(const Json& j) {
  auto all = j.as<std::vector<std::string>>();
  if (all.empty()) throw wire::ContractBroken("demo: an empty list");
  return all;
}

std::string_view column(std::string_view line, std::size_t number) {
  for (; number > 0; --number) line.remove_prefix(std::min(line.find('\t'), line.size() - 1) + 1);
  return line.substr(0, line.find('\t'));
}

}  // namespace

std::string_view language_of(std::string_view country) {
  if (country == "GW" || country == "CV") return "pt";
  if (country == "GM" || country == "NG" || country == "GH" || country == "SL" || country == "LR") return "en";
  return "fr";
}

Stock::Stock(std::span<const wire::ContractFile> files) {
  const Json names = page(files, "demo/names.json"), texts = page(files, "demo/texts.json");
  for (const Json& stock : names["stocks"].array_range()) {
    for (const Json& country : stock["countries"].array_range()) stock_of_[country.as<std::string>()] = stocks_.size();
    stocks_.push_back({list(stock["girls"]), list(stock["boys"]), list(stock["families"])});
  }
  for (const auto& subject : texts["texts"].object_range())
    for (const auto& language : subject.value().object_range()) texts_[std::string(subject.key())][std::string(language.key())] = list(language.value());

  constexpr std::array<std::string_view, 6> kCountries{"SN", "GM", "GW", "GN", "ML", "NG"};
  std::string_view places = text_of(files, "places/places.tsv");
  while (!places.empty()) {
    const std::string_view line = places.substr(0, places.find('\n'));
    places.remove_prefix(std::min(line.size() + 1, places.size()));
    const std::string_view country = column(line, 1);
    if (std::find(kCountries.begin(), kCountries.end(), country) != kCountries.end()) towns_[std::string(country)].emplace_back(column(line, 6));
  }
}

const Stock::Names& Stock::names_of(std::string_view country) const {
  const auto known = stock_of_.find(country);
  return stocks_.at(known == stock_of_.end() ? 0 : known->second);
}

const std::string& Stock::given_name(Chance& chance, std::string_view country, bool girl) const {
  const Names& names = names_of(country);
  return chance.one_of(girl ? names.girls : names.boys);
}
const std::string& Stock::family_name(Chance& chance, std::string_view country) const { return chance.one_of(names_of(country).families); }
std::string Stock::name(Chance& chance, std::string_view country, bool girl) const {
  std::string given = given_name(chance, country, girl);
  return given + ' ' + family_name(chance, country);
}

std::string Stock::text(Chance& chance, std::string_view country, std::string_view subject) const {
  const auto texts = texts_.find(subject);
  if (texts == texts_.end()) throw wire::ContractBroken("demo/texts.json: nothing on " + std::string(subject));
  const auto said = texts->second.find(language_of(country));
  if (said == texts->second.end()) throw wire::ContractBroken("demo/texts.json: a language is missing for " + std::string(subject));
  return chance.one_of(said->second) + " (DEMO)";
}

const std::string& Stock::town(Chance& chance, std::string_view country) const {
  const auto towns = towns_.find(country);
  if (towns == towns_.end()) throw wire::ContractBroken("places.tsv: no places of " + std::string(country));
  return chance.one_of(towns->second);
}

}  // namespace nibbi::demo
