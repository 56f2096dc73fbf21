#include "domain/case_code.hpp"

namespace nibbi::domain {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// ISO/IEC 7064 hybrid system MOD 37,36.
char check_character(std::string_view country, std::string_view serial) {
  int p = 36;
  for (std::string_view part : {country, serial})
    for (char c : part) {
      int s = (p + static_cast<int>(kAlphabet.find(c))) % 36;
      if (s == 0) s = 36;
      p = s * 2 % 37;
    }
  return kAlphabet[static_cast<std::size_t>((37 - p) % 36)];
}

bool all_in(std::string_view text, std::string_view alphabet) { return text.find_first_not_of(alphabet) == std::string_view::npos; }

}  // namespace

bool case_code_is_sound(std::string_view c) {
  if (c.size() != 11 || c[2] != '-' || c[9] != '-') return false;
  const auto country = c.substr(0, 2), serial = c.substr(3, 6);
  return all_in(country, kAlphabet.substr(10)) && all_in(serial, kCrockford) && check_character(country, serial) == c[10];
}

std::string case_code(std::string_view country, unsigned long number) {
  std::string serial(6, '0');
  for (std::size_t i = 6; i-- > 0; number >>= 5) serial[i] = kCrockford[number & 31];
  return std::string(country) + '-' + serial + '-' + check_character(country, serial);
}

}  // namespace nibbi::domain
