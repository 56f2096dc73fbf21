#include "usecases/kept_apart.hpp"

#include <algorithm>
#include <array>

#include "crypto/random.hpp"
#include "usecases/access_log.hpp"
#include "usecases/attachments.hpp"
#include "usecases/child_view.hpp"
#include "usecases/held.hpp"
#include "usecases/pieces_apart.hpp"
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

// --- of a file that nobody could open (usecases/held.hpp) ---

/// What a supervisor would see of the file if it were there and their team's.
PerTier<Access> sight_to_open(const House& house, const Session& s) {
  constexpr std::array kSights{Action::see_plain, Action::see_identity, Action::see_placement, Action::see_narrative};
  RelationSet team;
  team.add(Relation::team);
  PerTier<Access> sight;
  for (Tier t : kTiers) sight[t] = house.rules.policy.decide(s.role, team, kSights[static_cast<std::size_t>(t)], FileState::open, s.factor(house.now()));
  return sight;
}

/// Of a photo or a paper: whether its bytes came with it.
std::optional<bool> bytes_here(House& house, const Header& theirs, const wire::Parts& parts) {
  if (theirs.kind != Kind::attachment_added) return std::nullopt;
  const auto content = wire::read_parts(theirs.kind, parts, &house.rules);
  const auto* about = content ? std::get_if<AttachmentAdded>(&content->body) : nullptr;
  return about && bytes_wait(house.store, house.vault, theirs.record, theirs.id, about->bytes);
}

/// Puts the parts into the line that this person may see, and notes which; returns whether any needed the reason.
bool show_parts(KeptApartLine& line, wire::Parts parts, const PerTier<Access>& sight, const std::string& reason, PerTier<bool>& shown) {
  bool for_a_reason = false;
  line.parts = std::move(parts);
  for (Tier t : kTiers) {
    if (!line.parts[t]) continue;
    line.withheld[t] = !opens(sight[t], reason);
    if (line.withheld[t]) line.parts[t].reset();
    else shown[t] = true;
    for_a_reason = for_a_reason || (!line.withheld[t] && !sight[t].allow);
  }
  return for_a_reason;
}

Result<std::vector<KeptApartLine>> lines_of(House& house, const Session& s, RecordId record, const std::vector<Held>& held, const std::string& reason) {
  const auto sight = sight_to_open(house, s);
  const auto directory = house.memory.directory();
  std::vector<KeptApartLine> lines;
  PerTier<bool> shown{};
  bool for_a_reason = false;
  for (const Held& one : held) {
    const auto ready = prepare(house, one.frame.header.author, one.proposal);
    if (!ready) continue;
    KeptApartLine line{ready->header, {}, one.received_at, one.why, {}};
    line.bytes_here = bytes_here(house, ready->header, ready->parts);
    if (const Person* author = directory->person(line.header.author)) line.author_name = author->name;
    for_a_reason = show_parts(line, ready->parts, sight, reason, shown) || for_a_reason;
    lines.push_back(std::move(line));
  }
  if (!lines.empty()) log_look(house, s, record, deepest_sight(shown), for_a_reason ? Decision::reason : Decision::allow, shown, reason);
  return lines;
}

/// The file is its author's, as it would have been: so it has a supervisor who shares it out, and settles what waits in it.
void give_to_author(House& house, Draft& draft, RecordId record, const Header& theirs) {
  File file = *draft.file(record);
  const ReadyEntry e = system_entry(house, record, file.record.n, AssignmentMade{theirs.author, theirs.unit}, {"assignment.made", record.text(), theirs.id.text()});
  const Verdict verdict{.accepted = true, .pending = false, .problem = {}, .received_at = draft.now, .factor = Factor::stale, .attended = true, .origin = house.vault.installation()};
  append_entry(house, draft, file, e, house.vault.seal_parts(*file.keys, record, e.header.id, e.parts, e.salts), verdict);
  draft.put_file(std::move(file));
}

/// The supervisor opens the file in their own name; everything else that waits for it goes into its log then, and is settled there. Or one entry is
/// set aside.
Result<Receipt> settle_held(House& house, const Session& s, RecordId record, EntryId id, bool take_in, const std::string& reason) {
  const auto sight = sight_to_open(house, s);
  return house.writer.run<Result<Receipt>>([&](Draft& draft) -> Result<Receipt> {
    const auto held = find_held(draft.change, id);
    if (!held || held->aside || held->frame.header.record != record || draft.change.record(record)) return refuse(ProblemCode::no_such_step, {{"field", "entry"}});
    if (!take_in) {
      set_held_aside(house, draft, *held, s.person, reason);
      return receipt_of(*held);
    }
    const auto ready = prepare(house, held->frame.header.author, held->proposal);
    if (!ready) return std::unexpected(ready.error());
    if (ready->header.kind != Kind::child_opened) return refuse(ProblemCode::not_opened);
    for (Tier t : kTiers)
      if (ready->parts[t] && !opens(sight[t], reason)) return refuse(sight[t].with_reason ? ProblemCode::reason_needed : ProblemCode::not_allowed);
    Pen pen = take_pen(draft, s.person, s.role, s.unit);
    const auto copy = written(house, pen, record, 0, ready->content.body, ready->content.telling, draft.now, EntryId{crypto::new_uuid(draft.now)}, {.cause = id, .amends = {}});
    Receipt taken = judge_and_append(house, draft, copy, s.factor(draft.now), true);
    if (taken.problem) return std::unexpected(*taken.problem);
    give_to_author(house, draft, record, ready->header);
    move_held_into(house, draft, record, held->frame.header.author);
    return taken;
  });
}

}  // namespace

Result<std::vector<KeptApartLine>> kept_apart_of(House& house, const Session& s, RecordId record, const std::string& reason) {
  if (const auto held = held_of(house, s, record); !held.empty()) return lines_of(house, s, record, held, reason);
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
    KeptApartLine line{header_of(*stored), {}, verdict.received_at, verdict.problem.value_or(Problem{ProblemCode::our_fault, {}}), {}};
    if (const Person* author = directory->person(line.header.author)) line.author_name = author->name;
    const wire::Parts parts = house.vault.open_parts(*file->keys, *stored);
    line.bytes_here = bytes_here(house, line.header, parts);
    for_a_reason = show_parts(line, parts, *sight, reason, shown) || for_a_reason;
    lines.push_back(std::move(line));
  }
  if (!lines.empty()) log_look(house, s, record, deepest_sight(shown), for_a_reason ? Decision::reason : Decision::allow, shown, reason);
  return lines;
}

Result<Receipt> settle_kept_apart(House& house, const Session& s, RecordId record, EntryId id, bool take_in, const std::string& reason) {
  const bool held = !held_of(house, s, record).empty();
  const auto sight = held ? Result<PerTier<Access>>(sight_to_open(house, s)) : sight_to_settle(house, s, record);
  if (!sight) return std::unexpected(sight.error());
  if (!take_in && reason.empty()) return refuse(ProblemCode::reason_needed);
  if (held) return settle_held(house, s, record, id, take_in, reason);
  std::optional<Uuid> attached;
  auto done = house.writer.run<Result<Receipt>>([&](Draft& draft) -> Result<Receipt> {
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
      if (const auto* announced = std::get_if<AttachmentAdded>(&copy.content.body)) {
        take_pieces_in(house, draft, record, id, *announced, copy.header.id);
        attached = announced->attachment;
      }
      seen = taken.n;
    }
    if (!take_in) drop_pieces(house.vault, draft.change, record, id);
    const auto word = written(house, pen, record, seen, std::move(settled), {}, draft.now, EntryId{crypto::new_uuid(draft.now)}, {.cause = id, .amends = {}});
    Receipt said = judge_and_append(house, draft, word, s.factor(draft.now), true);
    ensure(!said.problem, "who may settle what was kept apart may say so");
    return said;
  });
  if (done && attached) finish_incoming(house, record, *attached);
  return done;
}

}  // namespace nibbi::usecases
