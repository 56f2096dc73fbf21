#include "exchange/htcds_map.hpp"

#include <algorithm>

#include "base/fold.hpp"

namespace nibbi::exchange {
namespace {

template <class Map>
auto* found(Map& map, std::string_view key) {
  auto it = map.find(key);
  return it == map.end() ? nullptr : &it->second;
}

}  // namespace

std::string squeezed(std::string_view text) {
  std::string out;
  for (const char c : fold(text)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80u) != 0;
    if (kept) out += c;
  }
  return out;
}

const Field* HtcdsMap::field(std::string_view name) const {
  const auto* at = found(names_, squeezed(name));
  return at ? &fields_[*at] : nullptr;
}
const Field* HtcdsMap::by_name(std::string_view heading) const { return field(heading); }

const Field* HtcdsMap::by_heading(std::string_view heading) const {
  const std::string key = squeezed(heading);
  if (const auto* at = found(names_, key)) return &fields_[*at];
  const auto* at = found(headings_, key);
  return at && *at ? &fields_[**at] : nullptr;
}

std::string_view HtcdsMap::beside(std::string_view heading) const {
  const auto* name = found(beside_, squeezed(heading));
  return name ? std::string_view(*name) : std::string_view{};
}

const HtcdsCode* HtcdsMap::code(const Field& f, std::string_view key) const {
  const auto* of_field = found(codes_, f.name);
  if (of_field == nullptr) return nullptr;
  if (const HtcdsCode* code = found(*of_field, key)) return code;
  // The definitions write the field before the code: MethodsOfControlDebtBondage.
  const std::string owner = squeezed(std::string_view(f.name).substr(f.name.find('_') + 1));
  return key.starts_with(owner) ? found(*of_field, key.substr(owner.size())) : nullptr;
}

std::string_view HtcdsMap::code_of(const Field& f, std::string_view ours) const {
  const auto* of_field = found(ours_, f.name);
  const auto* code = of_field ? found(*of_field, ours) : nullptr;
  return code ? std::string_view(*code) : std::string_view{};
}

std::optional<Country> HtcdsMap::country(std::string_view text) const {
  const auto* c = found(countries_, squeezed(text));
  return c ? std::optional(*c) : std::nullopt;
}

std::optional<Language> HtcdsMap::language(std::string_view text) const {
  const auto* l = found(languages_, squeezed(text));
  return l ? std::optional(*l) : std::nullopt;
}

std::optional<bool> HtcdsMap::yes_or_no(std::string_view text) const {
  const std::string key = fold(text);
  if (yes_.contains(key)) return true;
  if (no_.contains(key)) return false;
  return std::nullopt;
}

bool HtcdsMap::says_nothing(std::string_view text) const { return nothing_.contains(fold(text)); }

const NoteGroup* HtcdsMap::group(std::string_view name) const {
  for (const NoteGroup& g : groups_)
    if (g.name == name) return &g;
  return nullptr;
}

bool HtcdsMap::in_identity(std::string_view heading) const {
  if (identity_although_.contains(heading)) return true;
  return !heading.starts_with(not_identity_start_) && !not_identity_.contains(heading);
}

}  // namespace nibbi::exchange
