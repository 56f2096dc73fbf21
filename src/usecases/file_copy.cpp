#include "usecases/file_copy.hpp"

#include <algorithm>

#include "crypto/random.hpp"
#include "domain/second.hpp"
#include "usecases/devices.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;
using wire::Json;

constexpr std::string_view kDrawer = "copies";
constexpr std::array kSights{Action::see_plain, Action::see_identity, Action::see_placement, Action::see_narrative};

/// The agreement was given with a fresh second factor, as its verdict says; so the right is judged with one.
struct Right {
  RelationSet held;
  Limits limits;
  bool holds = false;
};
Right right_to_copy(const House& house, const Directory& d, const Actor& who, const Ties& ties, Instant now) {
  Right right{relations(ties, who, d, now, house.day_at(now, who.unit, d)), limits(ties, who, d), false};
  right.holds = house.rules.policy.decide(who.role, right.held, Action::export_file, ties.status, Factor::fresh, right.limits).any();
  return right;
}

PerTier<bool> parts_of(const House& house, const Actor& who, const Right& right, FileState status) {
  PerTier<bool> open{};
  for (Tier t : kTiers) {
    const Access a = house.rules.policy.decide(who.role, right.held, kSights[static_cast<std::size_t>(t)], status, Factor::fresh, right.limits);
    open[t] = a.allow || a.with_reason || a.two;
  }
  return open;
}

/// What this person asked of this file and has not used up: the request that was agreed on, or else one that still waits.
struct Asked {
  const SecondRequest* agreed = nullptr;
  bool waiting = false;
};
Asked asked_by(StoreReader& store, const ChildState& s, const Actor& who, Instant now) {
  const auto& agreed = s.all<SecondAgreed>();
  Asked out;
  for (const SecondRequest& r : s.seconds) {
    if (r.asker != who.person || r.asker_unit != who.unit || r.asked.action.value != word(Action::export_file)) continue;
    const bool yes = std::any_of(agreed.begin(), agreed.end(), [&](const auto& a) { return a.body.asked == r.id; });
    if (yes && !store.thing(kDrawer, r.id.text())) out.agreed = &r;
    out.waiting = out.waiting || (r.answered_n == 0 && now <= r.asked_at + kSecondWithin);
  }
  return out;
}

std::string access_row(const MayCopy& copy, const CopyAsker& asker, const PerTier<bool>& open, EntryId request) {
  Json j(jsoncons::json_object_arg);
  j["role"] = Json(word(copy.who.role));
  j["unit"] = copy.who.unit.text();
  j["action"] = Json(word(Action::export_file));
  j["decision"] = Json(word(Decision::two));
  j["asked"] = request.text();
  j["by"] = asker.by;
  Json parts(jsoncons::json_array_arg);
  for (Tier t : kTiers)
    if (open[t]) parts.push_back(Json(word(t)));
  j["shown"] = std::move(parts);
  return wire::write_json(j);
}

Copied copy(House& house, Draft& draft, const CopyAsker& asker, const MayCopy& of, DemoAgreement* demo) {
  Copied out{of.record, CopyStanding::not_allowed, nullptr, {}};
  auto file = draft.file(of.record);
  if (!file || file->record.erased) return out;
  auto right = [&] { return right_to_copy(house, draft.directory(), of.who, ties_of(file->state), draft.now); };
  if (!right().holds) return out;
  Asked asked = asked_by(draft.change, file->state, of.who, draft.now);
  if (!asked.agreed && !asked.waiting && demo && demo->agree(house, draft, of, asker.reason)) {
    file = draft.file(of.record);
    asked = asked_by(draft.change, file->state, of.who, draft.now);
  }
  if (!asked.agreed) {
    out.standing = asked.waiting ? CopyStanding::second_awaited : CopyStanding::not_asked;
    return out;
  }
  out.open = parts_of(house, of.who, right(), file->state.status);
  draft.change.put_thing(kDrawer, asked.agreed->id.text(), draft.now.text());
  draft.change.append_access({0, draft.now, of.record, asker.person, access_row(of, asker, out.open, asked.agreed->id), house.vault.seal_reason(of.record, asker.reason)});
  out.standing = CopyStanding::made;
  out.file = file;
  return out;
}

}  // namespace

std::vector<MayCopy> may_copy(House& house, PersonId person, std::optional<UnitId> of_unit) {
  const auto directory = house.memory.directory();
  const Person* who = directory->person(person);
  if (!who) return {};
  struct Copyable { Instant opened; MayCopy may; };
  std::vector<Copyable> found;
  for (const auto& brief : house.memory.caseload.all()) {
    if (of_unit && brief->ties.assigned_unit != *of_unit) continue;
    for (const Post& post : who->posts) {
      const Actor actor{person, post.role, post.unit};
      if (!right_to_copy(house, *directory, actor, brief->ties, house.now()).holds) continue;
      found.push_back({brief->opened_at, {brief->record, actor}});
      break;
    }
  }
  std::sort(found.begin(), found.end(), [](const Copyable& a, const Copyable& b) { return std::tie(a.opened, a.may.record) < std::tie(b.opened, b.may.record); });
  std::vector<MayCopy> out;
  for (Copyable& f : found) out.push_back(f.may);
  return out;
}

DemoAgreement::DemoAgreement(House& house) {
  ensure(house.demonstration, "outside a demonstration a second person agrees");
  for (const auto& [id, person] : house.memory.directory()->people)
    for (const Post& post : person.posts)
      if (post.role == Role::supervisor || post.role == Role::country_coordinator) second_.push_back({id, post.role, post.unit});
}

Pen& DemoAgreement::pen(Draft& draft, PersonId person, Role role, UnitId unit) {
  for (Pen& pen : pens_)
    if (pen.person == person && pen.role == role && pen.unit == unit) return pen;
  pens_.push_back(take_pen(draft, person, role, unit));
  return pens_.back();
}

bool DemoAgreement::agree(House& house, Draft& draft, const MayCopy& copy, const std::string& reason) {
  auto say = [&](Pen& pen, Body body) {
    const FilePtr file = draft.file(copy.record);
    const auto entry = written(house, pen, copy.record, file->record.n, std::move(body), {}, draft.now, EntryId{crypto::new_uuid(draft.now)});
    const Receipt receipt = judge_and_append(house, draft, entry, Factor::fresh, true);
    put_device(draft.change, {pen.device, pen.person, pen.key->public_spki(), pen.seq, false});
    return std::pair(receipt.status != ReceiptStatus::refused, entry.header.id);
  };
  const auto [asked, request] = say(pen(draft, copy.who.person, copy.who.role, copy.who.unit), SecondAsked{{std::string(word(Action::export_file))}, {}, reason, {}});
  if (!asked) return false;
  // Whoever supervises the file's worker stands nearest.
  const Ties ties = ties_of(draft.file(copy.record)->state);
  std::vector<Actor> order = second_;
  std::stable_partition(order.begin(), order.end(), [&](const Actor& a) { return draft.directory().supervises(a.person, ties.assigned); });
  return std::any_of(order.begin(), order.end(), [&](const Actor& a) { return say(pen(draft, a.person, a.role, a.unit), SecondAgreed{request}).first; });
}

std::vector<Copied> make_copies(House& house, const CopyAsker& asker, std::span<const MayCopy> files, DemoAgreement* demo) {
  return house.writer.run<std::vector<Copied>>([&](Draft& draft) {
    std::vector<Copied> out;
    for (const MayCopy& of : files) out.push_back(copy(house, draft, asker, of, demo));
    return out;
  });
}

}  // namespace nibbi::usecases
