#include "names/region.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "names/household.hpp"
#include "names/stock.hpp"

namespace nibbi::names {
namespace {

/// Written where a name is not known, or not given yet: it tells nobody apart.
constexpr std::string_view kNoName[] = {"inconnu", "inconnue", "unknown", "desconhecido", "desconhecida", "nsp", "neant", "aucun", "aucune", "none", "nenhum", "sans", "prenom", "bebe", "baby", "enfant",
                                        "child", "crianca", "garcon", "fille", "boy", "girl", "menino", "menina"};
constexpr double kShareOfNoName = 0.5;
constexpr std::size_t kShortest = 3;  // fewer letters may stand for any name, and fewer sounds for many

class Listed {
 public:
  Listed() {
    for (const Stock& stock : stocks())
      for (const std::string_view list : {stock.women, stock.men, stock.families})
        each_name(list, [&](std::string_view name) {
          std::string spaced(name);
          std::replace(spaced.begin(), spaced.end(), '_', ' ');
          for (Word& word : words_of(spaced)) take(token_of(std::move(word)));
        });
  }
  bool has(const Token& token) const {
    return written_.contains(token.word.folded) || std::any_of(token.readings.begin(), token.readings.end(), [&](const Reading& r) { return read_.contains(r.sounds); });
  }

 private:
  void take(const Token& token) {
    written_.insert(token.word.folded);
    for (const Reading& reading : token.readings)
      if (reading.sounds.size() >= kShortest) read_.insert(reading.sounds);
  }
  std::unordered_set<std::string> written_, read_;
};

}  // namespace

double Region::share(const Token& token) const {
  static const Listed listed;
  if (std::find(std::begin(kNoName), std::end(kNoName), token.word.folded) != std::end(kNoName)) return kShareOfNoName;
  if (!token.names.empty() || token.word.folded.size() < kShortest) return common;
  return listed.has(token) ? known : unknown;
}

double share_of(std::size_t have, std::size_t files, double regional, const Region& region) {
  const double own = static_cast<double>(std::clamp<std::size_t>(have, 1, files)), all = static_cast<double>(files);
  const double beyond_a_household = static_cast<double>(std::min(have, files) - std::min({have, files, kOfOneHousehold})) / all;
  return std::clamp((own + region.files * regional) / (all + region.files), beyond_a_household, 1.0);
}

}  // namespace nibbi::names
