#include "domain/rights.hpp"

namespace nibbi::domain {
namespace {

constexpr std::array kSights{Action::see_plain, Action::see_identity, Action::see_placement, Action::see_narrative};

}  // namespace

std::optional<Rights> rights_of(const Policy& policy, Role role, RelationSet held, FileState status, Factor factor, const Limits& limit) {
  Rights rights;
  rights.relations = held;
  bool any = false;
  for (Tier t : kTiers) {
    rights.sight[t] = policy.decide(role, held, kSights[static_cast<std::size_t>(t)], status, factor, limit);
    any = any || rights.sight[t].any() || rights.sight[t].fresh_would_open;
  }
  if (!any) return std::nullopt;
  for (Action action : every_action) {
    if (is_search(action)) continue;
    const Access access = policy.decide(role, held, action, status, factor, limit);
    const std::string name(word(action));
    if (is_deed(action) && access.any()) rights.actions[name] = access.strongest();
    if (access.fresh_would_open) rights.when_fresh[name] = policy.decide(role, held, action, status, Factor::fresh, limit).strongest();
  }
  return rights;
}

}  // namespace nibbi::domain
