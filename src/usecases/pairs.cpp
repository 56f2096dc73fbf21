#include "usecases/pairs.hpp"

#include <algorithm>

#include "domain/pair.hpp"
#include "usecases/entries_accept.hpp"
#include "wire/entry_codec.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;

/// Of one list at a time: what was decided makes room for the next.
constexpr std::size_t kShownMost = 100;

/// Sees who the child is without giving a reason, and may write on the file: what is said of a pair is said in both.
bool judges(const Access& identity, const Access& writing) { return identity.allow && (writing.allow || writing.own); }
bool judges(const Eye& eye, const ChildBrief& b, RelationSet held) { return judges(eye.may(b, held, Action::see_identity), eye.may(b, held, Action::edit_form)); }

/// What `who` may do with this file now.
struct Sight {
  Access plain, identity, writing;
};
Sight sight_of(House& house, Draft& draft, const Header& h, Factor factor, const ChildState& state) {
  const Actor who{h.author, h.role, h.unit};
  const Ties ties = ties_of(state);
  const Directory& d = draft.directory();
  const RelationSet held = relations(ties, who, d, draft.now, house.day_at(draft.now, who.unit, d));
  const auto may = [&](Action action) { return house.rules.policy.decide(who.role, held, action, ties.status, factor, limits(ties, who, d)); };
  return {may(Action::see_plain), may(Action::see_identity), may(Action::edit_form)};
}

/// The other file of which this entry speaks, where it speaks of a pair.
std::optional<RecordId> other_of(const ChildState& s, const Body& body) {
  if (const auto* judged = std::get_if<PairJudged>(&body)) return judged->other;
  if (const auto* reopened = std::get_if<PairReopened>(&body))
    if (const auto* judged = s.find<PairJudged>(reopened->judged)) return judged->body.other;
  return std::nullopt;
}

Alike alike(const House& house, const ChildBrief& there, const names::Known& mine, Weighed weighed) {
  const auto theirs = house.families.known(there.record);
  return {there.record, there.code, there.name, weighed.band, lines_of(mine, theirs.value_or(names::Known{}), std::move(weighed.evidence))};
}

}  // namespace

Result<std::vector<Alike>> alike_files(House& house, const Session& s, RecordId mine) {
  house.families.catch_up(house);
  const Eye eye(house, s);
  const auto brief = house.memory.caseload.find(mine);
  if (!brief) return refuse(ProblemCode::not_found);
  const RelationSet held = eye.held(*brief);
  if (!judges(eye, *brief, held)) return refuse(eye.may(*brief, held, Action::see_plain).any() ? ProblemCode::not_allowed : ProblemCode::not_found);
  std::vector<Alike> all;
  std::vector<RecordId> shown{mine};
  const auto known = house.families.known(mine);
  if (known)
    for (Weighed& weighed : house.families.alike(mine)) {
      const auto there = house.memory.caseload.find(weighed.file);
      if (!there || !judges(eye, *there, eye.held(*there))) continue;
      shown.push_back(there->record);
      all.push_back(alike(house, *there, *known, std::move(weighed)));
    }
  log_listed(house, s, std::move(shown), Action::see_identity, {Tier::identity});
  return all;
}

Result<void> may_judge_pair(House& house, Draft& draft, const ReadyEntry& e, Factor factor) {
  const Header& h = e.header;
  const FilePtr here = draft.file(h.record);
  const auto other = here ? other_of(here->state, e.content.body) : std::nullopt;
  if (h.by_system() || !other) return {};
  const FilePtr there = draft.file(*other);
  const Sight of_it = there ? sight_of(house, draft, h, factor, there->state) : Sight{};
  if (!of_it.plain.any()) return refuse(ProblemCode::not_found, {{"field", "other"}});
  if (!judges(of_it.identity, of_it.writing)) return refuse(ProblemCode::not_allowed, {{"field", "other"}});
  if (!judges(sight_of(house, draft, h, factor, here->state).identity, of_it.writing)) return refuse(ProblemCode::not_allowed);
  const auto* judged = std::get_if<PairJudged>(&e.content.body);
  if (!judged) return {};
  if (here->state.stage == Stage::duplicate || there->state.stage == Stage::duplicate) return refuse(ProblemCode::no_such_step, {{"field", "other"}});
  if (judged->other_n > there->record.n) return refuse(ProblemCode::seen_in_the_future, {{"field", "other_n"}});
  return {};
}

void say_on_the_other_side(House& house, Draft& draft, const ReadyEntry& e) {
  const Header& h = e.header;
  const auto other = other_of(draft.file(h.record)->state, e.content.body);
  if (h.by_system() || !other) return;
  const FilePtr there = draft.file(*other);
  Body body;
  if (const auto* judged = std::get_if<PairJudged>(&e.content.body)) {
    body = PairJudged{h.record, std::max<std::int64_t>(h.seen, 1), judged->verdict, h.unit, {}};
  } else {
    const auto* stands = standing_judgement(there->state, h.record);
    ensure(stands != nullptr, "what is said of a pair stands in both files");
    body = PairReopened{stands->id};
  }
  ReadyEntry twin = system_entry(house, *other, there->record.n, std::move(body), {word(h.kind), other->text(), h.id.text()});
  twin.header.cause = h.id;
  twin.header_text = wire::write_header(twin.header);
  const Receipt receipt = judge_and_append(house, draft, twin, Factor::stale, true);
  ensure(receipt.status == ReceiptStatus::accepted, "what is said of a pair is said in both files");
}

std::vector<PairsOf> pairs_to_review(House& house, const Session& s) {
  follow_batches(house);
  house.families.catch_up(house);
  const Eye eye(house, s);
  const auto lists = house.batches.all();
  std::vector<PairsOf> all;
  for (const Batch& list : *lists) all.push_back({list.id, list.called, list.at, list.unit, 0, 0, {}});
  all.emplace_back();
  std::set<RecordId> shown;
  for (const FoundPair& pair : house.families.pairs()) {
    auto here = house.memory.caseload.find(pair.a), there = house.memory.caseload.find(pair.b);
    if (!here || !there || !judges(eye, *here, eye.held(*here)) || !judges(eye, *there, eye.held(*there))) continue;
    // The file that was there first goes on when two become one.
    const auto since = [&](const ChildBrief& b) { return std::pair{b.opened_at.unix_ms, house.batches.has(b.record)}; };
    if (since(*there) < since(*here)) std::swap(here, there);
    // The list that came last brought the pair.
    const auto of = std::ranges::find_if(*lists, [&](const Batch& list) { return list.files.contains(here->record) || list.files.contains(there->record); });
    PairsOf& into = all[static_cast<std::size_t>(of - lists->begin())];
    if (pair.standing == PairStanding::decided) ++into.decided;
    else if (pair.standing == PairStanding::asked) ++into.asked;
    else if (into.open.size() < kShownMost) into.open.push_back({here->record, there->record, here->code, here->name, there->code, there->name}), shown.insert({here->record, there->record});
    else ++into.more;
  }
  std::erase_if(all, [](const PairsOf& one) { return one.open.empty() && one.decided + one.asked == 0; });
  if (!shown.empty()) log_listed(house, s, {shown.begin(), shown.end()}, Action::see_identity, {Tier::identity});
  return all;
}

void add_pair_tasks(const House& house, const Eye& eye, const ChildBrief& b, RelationSet held, std::vector<Task>& tasks, bool& of_lists) {
  if (b.ties.status != FileState::open || !judges(eye, b, held)) return;
  const auto count = std::ranges::count_if(house.families.pairs_of(b.record), [&](RecordId other) {
    const auto there = other < b.record || house.batches.has(b.record) || house.batches.has(other) ? house.memory.caseload.find(other) : nullptr;  // on the newer file alone
    if (!there || !judges(eye, *there, eye.held(*there))) return false;
    if (!house.batches.has(b.record) && !house.batches.has(other)) return true;
    of_lists = true;
    return false;
  });
  if (count > 0) tasks.push_back({"two_files_to_compare", TaskGroup::now, b.record, {}, {}, count});
}

}  // namespace nibbi::usecases
