#include "usecases/kept_apart.hpp"

#include <algorithm>

#include "crypto/random.hpp"
#include "usecases/access_log.hpp"
#include "usecases/child_view.hpp"
#include "usecases/say.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;

/// What this person sees of the file, where it is theirs to settle what was kept apart from it.
Result<PerTier<Access>> sight_to_settle(House& house, const Session& s, RecordId record) {
  const auto brief = house.memory.caseload.find(record);
  const auto rights = brief ? rights_on(house, s, *brief) : std::nullopt;
  if (!rights) return refuse(ProblemCode::not_found);
  const auto assigns = rights->actions.find(std::string(word(Action::assign)));
  if (assigns != rights->actions.end() && assigns->second == Decision::allow) return rights->sight;
  // Whoever could if the file were open is told to take it up again first.
  const bool team = rights->relations.has(Relation::team);
  if (team && brief->ties.status == FileState::closed) return refuse(ProblemCode::file_closed);
  if (team && brief->ties.status == FileState::held) return refuse(ProblemCode::file_held);
  return refuse(ProblemCode::not_allowed);
}

bool opens(const Access& sight, const std::string& reason) { return sight.allow || (sight.with_reason && !reason.empty()); }

/// nullopt for what does not wait on this file.
std::optional<StoredEntry> waiting(StoreReader& store, const File& file, EntryId id) {
  const auto& all = file.state.kept_apart;
  if (std::none_of(all.begin(), all.end(), [&](const KeptApart& one) { return one.id == id; })) return std::nullopt;
  return store.entry(id);
}

Header header_of(const StoredEntry& stored) {
  auto header = wire::read_header(stored.header);
  ensure(header.has_value(), "a header in the log reads back");
  return std::move(*header);
}

}  // namespace

Result<std::vector<KeptApartLine>> kept_apart_of(House& house, const Session& s, RecordId record, const std::string& reason) {
  const auto sight = sight_to_settle(house, s, record);
  if (!sight) return std::unexpected(sight.error());
  const FilePtr file = house.file(record);
  if (!file) return refuse(ProblemCode::not_found);
  const auto directory = house.memory.directory();
  std::vector<KeptApartLine> lines;
  PerTier<bool> shown{};
  bool for_a_reason = false;
  for (const KeptApart& one : file->state.kept_apart) {
    const auto stored = waiting(house.store, *file, one.id);
    if (!stored) continue;  // settled and erased meanwhile
    const Verdict verdict = read_verdict(stored->verdict);
    KeptApartLine line{header_of(*stored), {}, verdict.received_at, verdict.problem.value_or(Problem{ProblemCode::our_fault, {}}), {}, {}};
    if (const Person* author = directory->person(line.header.author)) line.author_name = author->name;
    line.parts = house.vault.open_parts(*file->keys, *stored);
    for (Tier t : kTiers) {
      if (!line.parts[t]) continue;
      line.withheld[t] = !opens((*sight)[t], reason);
      if (line.withheld[t]) line.parts[t].reset();
      else shown[t] = true;
      for_a_reason = for_a_reason || (!line.withheld[t] && !(*sight)[t].allow);
    }
    lines.push_back(std::move(line));
  }
  if (!lines.empty()) log_look(house, s, record, deepest_sight(shown), for_a_reason ? Decision::reason : Decision::allow, shown, reason);
  return lines;
}

Result<Receipt> settle_kept_apart(House& house, const Session& s, RecordId record, EntryId id, bool take_in, const std::string& reason) {
  const auto sight = sight_to_settle(house, s, record);
  if (!sight) return std::unexpected(sight.error());
  if (!take_in && reason.empty()) return refuse(ProblemCode::reason_needed);
  return house.writer.run<Result<Receipt>>([&](Draft& draft) -> Result<Receipt> {
    const FilePtr file = draft.file(record);
    const auto stored = file ? waiting(draft.change, *file, id) : std::nullopt;
    if (!stored) return refuse(ProblemCode::no_such_step, {{"field", "entry"}});
    const Header theirs = header_of(*stored);
    Pen pen = take_pen(draft, s.person, s.role, s.unit);
    KeptApartSettled settled{id, theirs.author, theirs.unit, theirs.claimed_at, {}, reason};
    std::int64_t seen = file->record.n;
    if (take_in) {
      const wire::Parts parts = house.vault.open_parts(*file->keys, *stored);
      // Nobody makes their own what they have not read.
      for (Tier t : kTiers)
        if (parts[t] && !opens((*sight)[t], reason)) return refuse((*sight)[t].with_reason ? ProblemCode::reason_needed : ProblemCode::not_allowed);
      auto content = wire::read_parts(theirs.kind, parts, &house.rules);
      if (!content) return std::unexpected(content.error());
      content->telling.reason = reason.empty() ? content->telling.reason : reason;
      // It knows no more of the file than its author had seen: what others wrote meanwhile stands beside it.
      const auto copy = written(house, pen, record, std::clamp(theirs.seen, std::int64_t{0}, stored->n - 1), std::move(content->body), std::move(content->telling), draft.now, EntryId{crypto::new_uuid(draft.now)},
                                {.cause = id, .amends = theirs.amends});
      const Receipt taken = judge_and_append(house, draft, copy, s.factor(draft.now), true);
      if (taken.problem) return std::unexpected(*taken.problem);
      settled.taken_in = copy.header.id;
      seen = taken.n;
    }
    const auto word = written(house, pen, record, seen, std::move(settled), {}, draft.now, EntryId{crypto::new_uuid(draft.now)}, {.cause = id, .amends = {}});
    Receipt said = judge_and_append(house, draft, word, s.factor(draft.now), true);
    ensure(!said.problem, "who may settle what was kept apart may say so");
    return said;
  });
}

}  // namespace nibbi::usecases
