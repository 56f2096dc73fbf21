#include "names/link_text.hpp"

#include <algorithm>

#include "base/fold.hpp"
#include "names/letters.hpp"

namespace nibbi::names {
namespace {

constexpr std::size_t kTextMax = 512, kPhoneDigits = 8, kPhoneDigitsMin = 6;

// What programs and people write where they know nothing. Folded.
constexpr std::string_view kNothing[] = {
    "unknown", "not known", "unk", "inconnu", "inconnue", "desconhecido", "desconhecida", "n/a", "#n/a", "nan", "undefined", "missing", "not available", "non disponible",
    "non renseigne", "non renseignee", "nao disponivel", "sans objet", "ne sait pas", "nsp", "nd", "n.d.", "s/o", "xxx", "xx",
};
constexpr std::string_view kNothingButANameToo[] = {"null", "none", "nan", "nd", "nsp", "unk", "missing", "xx"};

constexpr std::string_view kMale[] = {"m", "male", "man", "boy", "h", "homme", "masculin", "masc", "garcon", "masculino", "homem", "rapaz", "menino"};
constexpr std::string_view kFemale[] = {"f", "female", "woman", "girl", "w", "femme", "feminin", "fem", "fille", "feminino", "mulher", "rapariga", "menina"};

template <std::size_t n>
bool among(const std::string_view (&list)[n], std::string_view text) { return std::find(std::begin(list), std::end(list), text) != std::end(list); }

bool says_nothing(Meaning meaning, std::string_view folded) {
  const bool letter = std::any_of(folded.begin(), folded.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80; });
  if (!letter) return true;
  if (is_name(meaning)) return among(kNothing, folded) && !among(kNothingButANameToo, folded);
  return among(kNothing, folded) || among(kNothingButANameToo, folded);
}

/// The last digits of the first number: how it is dialled from elsewhere is no part of it.
std::string phone_of(std::string_view folded) {
  std::string digits;
  for (const char c : folded) {
    if (c >= '0' && c <= '9') digits += c;
    else if (std::string_view("/;,|").find(c) != std::string_view::npos && digits.size() >= kPhoneDigitsMin) break;
  }
  return digits.size() > kPhoneDigits ? digits.substr(digits.size() - kPhoneDigits) : digits;
}

}  // namespace

bool is_name(Meaning m) {
  return m == Meaning::given || m == Meaning::family || m == Meaning::name || m == Meaning::mother || m == Meaning::father || m == Meaning::relative;
}
bool is_kin(Meaning m) { return m == Meaning::mother || m == Meaning::father || m == Meaning::relative; }
bool is_read_aloud(Meaning m) { return is_name(m) || m == Meaning::place; }

std::string even_text(Meaning meaning, std::string_view cell, DayOrder order) {
  const std::string folded = fold(cell.substr(0, kTextMax));
  if (says_nothing(meaning, folded)) return {};
  // Programs that write tables write "nan" where a cell is empty; people write a name with a capital.
  if (is_name(meaning) && (cell == "nan" || cell == "NaN")) return {};
  switch (meaning) {
    case Meaning::birth_date: return date_digits(cell, order);
    case Meaning::birth_year: {
      const std::string digits = date_digits(cell, order);
      return digits.empty() ? std::string() : digits.substr(0, 4);
    }
    case Meaning::sex: return among(kMale, folded) ? "m" : among(kFemale, folded) ? "f" : folded;
    case Meaning::phone: return phone_of(folded);
    case Meaning::postal_code: {
      std::string out;
      for (const char c : folded)
        if (c != ' ' && c != '-' && c != '.' && c != '/') out += c;
      return out;
    }
    default: return folded;
  }
}

}  // namespace nibbi::names
