#pragma once
// Words of enums that only states hold.
#include "domain/child_state.hpp"
#include "wire/values.hpp"

namespace nibbi::wire {

template <class E>
concept StateWord = std::same_as<E, domain::Kind> || std::same_as<E, domain::ReferralState> || std::same_as<E, domain::FileState> || std::same_as<E, domain::Stage>;

template <StateWord E>
void put_value(JsonText& out, E v) { out.string(word(v)); }
template <StateWord E>
bool is_empty(E) { return false; }

template <StateWord E>
Read read_value(const Json& j, E& out, const Rule&, Lists) {
  if (!j.is_string()) return wrong(ProblemCode::wrong_type);
  const auto w = j.as_string_view();
  std::optional<E> v;
  if constexpr (std::same_as<E, domain::Kind>) v = domain::kind_of(w);
  else if constexpr (std::same_as<E, domain::ReferralState>) v = domain::referral_state_of(w);
  else if constexpr (std::same_as<E, domain::FileState>) v = domain::file_state_of(w);
  else v = domain::stage_of(w);
  if (!v) return wrong(ProblemCode::not_in_list);
  out = *v;
  return {};
}

}  // namespace nibbi::wire
