#include "domain/entrusted.hpp"

#include <algorithm>

#include "domain/referral.hpp"
#include "domain/sharing.hpp"

namespace nibbi::domain {
namespace {

/// What somebody who looks for a family must know of the child.
constexpr DataClasses kToTrace = [] {
  DataClasses all;
  for (DataClass one : {DataClass::name, DataClass::family, DataClass::origin}) all.add(one);
  return all;
}();

}  // namespace

Result<void> may_be_entrusted(const ChildState& s, const Ties& ties, const Entry& e, const Directory& d, Date today, const Entrusted& to) {
  if (e.header.by_system() || !e.telling.reason.empty()) return {};
  const auto organisation = [&](UnitId id) {
    const Unit* unit = d.unit(id);
    return unit ? std::string_view(unit->about.organisation) : std::string_view{};
  };
  const auto ours = [&](UnitId id) { return organisation(id) == organisation(e.header.unit) || organisation(id) == organisation(ties.assigned_unit); };
  if (to.unit.is_none()) {
    const Person* person = d.person(to.to);
    if (!person || std::ranges::any_of(person->posts, [&](const Post& post) { return ours(post.unit); })) return {};
    return refuse(ProblemCode::no_basis, {{"missing", "why"}});
  }
  if (ours(to.unit)) return {};
  if (std::ranges::any_of(s.referrals, [&](const Referral& r) { return r.sent.to_unit == to.unit && is_accepted(r.state); })) return {};
  const Unit* unit = d.unit(to.unit);
  if (unit && !to.service.empty() && covering_consent(s, kToTrace, *unit, to.service, today)) return {};
  return refuse(ProblemCode::no_basis, {{"missing", "why"}});
}

}  // namespace nibbi::domain
