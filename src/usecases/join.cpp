#include "usecases/join.hpp"

#include "usecases/entries_accept.hpp"
#include "wire/entry_codec.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;

void say(House& house, Draft& draft, RecordId record, Body body, const SecondRequest& request, EntryId agreement) {
  const std::string_view kind = word(kind_of(body));
  ReadyEntry e = system_entry(house, record, draft.file(record)->record.n, std::move(body), {kind, record.text(), request.id.text()});
  e.header.cause = agreement;
  e.header_text = wire::write_header(e.header);
  const Receipt receipt = judge_and_append(house, draft, e, Factor::stale, true);
  ensure(receipt.status == ReceiptStatus::accepted, "what two people agreed on is carried out");
}

}  // namespace

Result<void> can_join(Draft& draft, RecordId mine, RecordId other) {
  const FilePtr here = draft.file(mine), there = draft.file(other);
  if (!here || !there) return refuse(ProblemCode::not_found, {{"field", "other"}});
  if (there->record.erased) return refuse(ProblemCode::erased);
  const bool joined = merged_with(here->state, other).has_value();
  if (!joined && (here->state.stage == Stage::duplicate || there->state.stage == Stage::duplicate)) return refuse(ProblemCode::no_such_step, {{"field", "other"}});
  return {};
}

Result<void> may_ask_to_join(House& house, Draft& draft, const Actor& who, Factor factor, RecordId other) {
  const FilePtr there = draft.file(other);
  if (!there) return refuse(ProblemCode::not_found, {{"field", "other"}});
  const Ties ties = ties_of(there->state);
  const Directory& d = draft.directory();
  const RelationSet held = relations(ties, who, d, draft.now, house.day_at(draft.now, who.unit, d));
  auto may = [&](Action action, Factor f) { return house.rules.policy.decide(who.role, held, action, ties.status, f, limits(ties, who, d)); };
  if (!may(Action::see_plain, Factor::fresh).any()) return refuse(ProblemCode::not_found, {{"field", "other"}});
  if (const Access access = may(Action::merge, factor); !access.any()) return refuse(access.fresh_would_open ? ProblemCode::step_up : ProblemCode::not_allowed, {{"field", "other"}});
  return {};
}

void join_or_part(House& house, Draft& draft, const SecondRequest& request, RecordId mine, EntryId agreement) {
  const RecordId other = request.asked.other;
  if (const auto here = merged_with(draft.file(mine)->state, other)) {
    const auto there = merged_with(draft.file(other)->state, mine);
    ensure(there.has_value(), "a merge stands in both files");
    say(house, draft, mine, RecordUnmerged{*here}, request, agreement);
    say(house, draft, other, RecordUnmerged{*there}, request, agreement);
  } else {
    say(house, draft, mine, RecordMerged{other}, request, agreement);
    say(house, draft, other, RecordAbsorbed{mine}, request, agreement);
  }
}

}  // namespace nibbi::usecases
