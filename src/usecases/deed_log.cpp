#include "usecases/deed_log.hpp"

#include "domain/second.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {

using namespace domain;
using wire::Json;

namespace {

/// By what right something was done that the page wants a line for; nullopt where it was done by a right that needs none.
struct Right { Action action; Decision decision; };
std::optional<Right> right_to_note(House& house, Draft& draft, const ChildState& s, const Header& h, const Body& body, Factor factor) {
  const Gate& gate = house.rules.gates[static_cast<std::size_t>(h.kind)];
  // An emergency is noted on its own, with what is to be reviewed (emergencies); a look that is told afterwards is a look.
  if (h.by_system() || opens(h.kind) || gate.by != Gate::By::action || h.kind == Kind::break_glass_opened || h.kind == Kind::file_looked_at) return std::nullopt;
  // Asking two people, and answering, is about what is asked for, whatever right the words themselves are written by.
  const auto of_two = [&](EntryId asked) -> std::optional<Action> {
    if (const auto* request = second_request(s, asked)) return action_of(request->asked.action.value);
    const Said* said = s.entry(asked);
    return said ? std::optional(house.rules.gates[static_cast<std::size_t>(said->kind)].action) : std::nullopt;
  };
  std::optional<Action> asked;
  if (const auto* b = std::get_if<SecondAsked>(&body)) asked = action_of(b->action.value);
  else if (const auto* agreed = std::get_if<SecondAgreed>(&body)) asked = of_two(agreed->asked);
  else if (const auto* declined = std::get_if<SecondDeclined>(&body)) asked = of_two(declined->asked);
  if (asked) return Right{*asked, Decision::two};

  const Actor who{h.author, h.role, h.unit};
  const Context context = context_of(house, draft.directory(), who, factor, draft.now);
  Ties ties = ties_of(s);
  const bool under_glass = relations(ties, who, context.directory, context.now, context.today).has(Relation::break_glass);
  std::erase_if(ties.glasses, [&](const auto& glass) { return glass.person == h.author; });
  const Access without = access_to(ties, h.kind, who, context);
  if (without.allow || without.own) return std::nullopt;
  if (without.with_reason) return Right{gate.action, Decision::reason};
  if (under_glass) return Right{gate.action, access_to(ties_of(s), h.kind, who, context).strongest()};
  return without.two ? std::optional(Right{gate.action, Decision::two}) : std::nullopt;
}

}  // namespace

void log_deed(House& house, Draft& draft, const ChildState& before, const Header& h, const Body& body, const std::string& reason, Factor factor) {
  const auto right = right_to_note(house, draft, before, h, body, factor);
  if (!right) return;
  Json row(jsoncons::json_object_arg);
  row["role"] = Json(word(h.role));
  row["unit"] = h.unit.text();
  row["action"] = Json(word(right->action));
  row["decision"] = Json(word(right->decision));
  row["shown"] = Json(jsoncons::json_array_arg);
  row["did"] = Json(word(h.kind));
  draft.change.append_access({0, draft.now, h.record, h.author, wire::write_json(row), house.vault.seal_reason(h.record, reason)});
}

}  // namespace nibbi::usecases
