#include "usecases/child_view.hpp"

#include "crypto/random.hpp"
#include "domain/rights.hpp"
#include "domain/second.hpp"
#include "domain/sharing.hpp"
#include "usecases/access_log.hpp"
#include "usecases/concerns.hpp"
#include "usecases/say.hpp"
#include "wire/entry_codec.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;
using wire::Json;

constexpr std::array kSights{Action::see_plain, Action::see_identity, Action::see_placement, Action::see_narrative};

/// What must be there before the child leaves, where a plan waits for it; the wish first.
wire::Lens::Departure departure_of(const House& house, const Session& s, const ChildState& state, const Directory& directory) {
  const auto* plan = plan_to_leave(state);
  if (!plan) return {};
  auto conditions = departure_conditions(house.rules, state, *plan, house.today_at(s.unit, directory));
  conditions.insert(conditions.begin(), wish_condition(state, plan->body));
  return {plan->id, std::move(conditions)};
}

/// The header alone says it: no field of the file does.
std::map<EntryId, EntryId> belongs_in(const House& house, const ChildState& state) {
  std::map<EntryId, EntryId> all;
  for (const auto& kept : state.all<AttachmentAdded>()) {
    const auto stored = house.store.entry(kept.id);
    const auto header = stored ? wire::read_header(stored->header) : Result<Header>(Header{});
    if (header && !header->cause.is_none() && state.entry(header->cause)) all[kept.id] = header->cause;
  }
  return all;
}

Action sight_of(Tier t) { return kSights[static_cast<std::size_t>(t)]; }

/// True when a second person agreed that this person sees this; `reason` then says why it was asked. Otherwise the request stands, written now
/// with this reason if it did not stand before. Refuses reason_needed.
Result<bool> agreed_or_asked(House& house, const Session& s, RecordId record, Action sight, std::string& reason) {
  return house.writer.run<Result<bool>>([&](Draft& draft) -> Result<bool> {
    const FilePtr file = draft.file(record);
    ensure(file != nullptr, "a file that is looked at is there");
    const auto* standing = standing_request(file->state, s.person, s.unit, sight, draft.now);
    if (standing && is_agreed(file->state, standing->id)) {
      if (reason.empty()) reason = standing->asked.text;
      return true;
    }
    if (reason.empty()) return refuse(ProblemCode::reason_needed);
    if (standing) return false;
    Pen pen = take_pen(draft, s.person, s.role, s.unit);
    SecondAsked request{{std::string(word(sight))}, {}, reason, {}};
    const auto entry = written(house, pen, record, file->record.n, std::move(request), {}, draft.now, EntryId{crypto::new_uuid(draft.now)});
    const Receipt receipt = judge_and_append(house, draft, entry, s.factor(draft.now), true);
    ensure(receipt.status == ReceiptStatus::pending, "who may see a part with a second person may ask for one");
    return false;
  });
}

}  // namespace

std::optional<Rights> rights_on(House& house, const Session& s, const ChildBrief& brief, RelationSet without) {
  const auto directory = house.memory.directory();
  const Actor who{s.person, s.role, s.unit};
  const Instant now = house.now();
  RelationSet held = relations(brief.ties, who, *directory, now, house.today_at(s.unit, *directory));
  for (Relation r : every_relation)
    if (without.has(r)) held.remove(r);
  auto rights = rights_of(house.rules.policy, s.role, held, brief.ties.status, s.factor(now), limits(brief.ties, who, *directory));
  if (!rights) return std::nullopt;
  return Rights{rights->relations, rights->sight, std::move(rights->actions), std::move(rights->when_fresh)};
}

wire::Lens lens_of(House& house, const Session& s, const Rights& rights, const ChildState& state) {
  const auto directory = house.memory.directory();
  wire::Lens lens;
  lens.reader = {s.person, s.role, s.unit};
  lens.relations = rights.relations;
  lens.sight = rights.sight;
  lens.actions = rights.actions;
  lens.when_fresh = rights.when_fresh;
  lens.concerns = s.role == Role::data_protection_officer || directory->safeguards(s.person);
  if (house.instrument) lens.instrument = &*house.instrument;
  lens.shared = open_to(state, s.unit, *directory, house.today_at(s.unit, *directory));
  if (rights.actions.contains(std::string(word(Action::plan_return))) || rights.actions.contains(std::string(word(Action::sign_handover))))
    lens.departure = departure_of(house, s, state, *directory);
  return lens;
}

Result<Looked> view_child(House& house, const Session& s, RecordId record, const ViewAsked& asked) {
  const auto brief = house.memory.caseload.find(record);
  if (!brief) return refuse(ProblemCode::not_found);
  const auto rights = rights_on(house, s, *brief);
  if (!rights) return refuse(ProblemCode::not_found);

  PerTier<bool> with_reason{};
  Decision used = Decision::allow;
  PerTier<bool> by_two{};
  for (Tier t : kTiers) {
    if (!asked.with_reason[t]) continue;
    const Access& a = rights->sight[t];
    if (a.allow) continue;
    if (a.fresh_would_open && !a.with_reason) return refuse(ProblemCode::step_up);
    if (!a.with_reason && (a.shared || a.own)) continue;  // shown as far as it is listed or one's own
    if (!a.with_reason && !a.two) return refuse(ProblemCode::not_allowed);
    if (a.with_reason && asked.reason.empty()) return refuse(ProblemCode::reason_needed);
    (a.with_reason ? with_reason : by_two)[t] = true;
    used = a.with_reason ? Decision::reason : Decision::two;
  }
  bool waits = false;
  PerTier<bool> agreed_on{};
  std::string reason = asked.reason;
  for (Tier t : kTiers) {
    if (!by_two[t]) continue;
    const auto agreed = agreed_or_asked(house, s, record, sight_of(t), reason);
    if (!agreed) return std::unexpected(agreed.error());
    agreed_on[t] = *agreed;
    waits = waits || !*agreed;
  }
  const FilePtr file = house.file(record);
  if (!file) return refuse(ProblemCode::not_found);
  wire::Lens lens = lens_of(house, s, *rights, file->state);
  lens.reason_given = with_reason;
  lens.agreed = agreed_on;
  lens.belongs = belongs_in(house, file->state);
  wire::View view = wire::make_view(file->state, record, lens);

  const auto& shown = view.shown();
  if (shown[Tier::identity] || shown[Tier::placement] || shown[Tier::narrative] || used != Decision::allow) {
    log_look(house, s, record, deepest_sight(shown), used, shown, reason);
  }
  return Looked{std::move(view), waits};
}

Result<std::vector<AccessLine>> accesses_of_child(House& house, const Session& s, RecordId record, const std::string& reason, std::int64_t before, std::size_t most) {
  const auto brief = house.memory.caseload.find(record);
  if (!brief) return refuse(ProblemCode::not_found);
  const auto directory = house.memory.directory();
  const auto held = relations(brief->ties, {s.person, s.role, s.unit}, *directory, house.now(), house.today_at(s.unit, *directory));
  const Limits limit = limits(brief->ties, {s.person, s.role, s.unit}, *directory);
  const Access access = house.rules.policy.decide(s.role, held, Action::see_access_log, brief->ties.status, s.factor(house.now()), limit);
  if (!access.allow && !access.with_reason) {
    const Access plain = house.rules.policy.decide(s.role, held, Action::see_plain, brief->ties.status, Factor::fresh, limit);
    return refuse(plain.any() ? ProblemCode::not_allowed : ProblemCode::not_found);
  }
  if (!access.allow && reason.empty()) return refuse(ProblemCode::reason_needed);
  if (!access.allow) log_look(house, s, record, Action::see_access_log, Decision::reason, {}, reason);
  // What a concern looked at is told once it is closed.
  std::optional<Instant> closed;
  const auto closed_until = [&] {
    if (!closed) {
      const FilePtr file = house.file(record);
      closed = file ? concerns_closed_until(file->state) : Instant{};
    }
    return *closed;
  };
  std::vector<AccessLine> lines;
  for (const AccessRow& row : house.store.accesses_of(record, before, most))
    if (s.role == Role::data_protection_officer || !is_of_a_concern(row.row) || row.at <= closed_until()) lines.push_back({row.at, row.person, row.row, house.vault.open_reason(record, row.sealed_reason)});
  return lines;
}

}  // namespace nibbi::usecases
