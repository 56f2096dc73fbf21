// What goes wrong: power, clocks, networks that are gone for days, many who write at once, a stolen device that goes on trying.
#include <algorithm>
#include <set>

#include "tests/sim/world.hpp"
#include "usecases/accounts.hpp"
#include "usecases/people_admin.hpp"

namespace nibbi::sim {

using namespace domain;
using usecases::ReceiptStatus;

void World::plan_mishaps() {
  const std::int64_t whole = (heal_from_ - began_).count;
  auto some_time = [&] { return began_ + Milliseconds{chance.between(whole / 20, whole)}; };
  const auto per_days = [&](std::int64_t many) { return std::max<std::int64_t>(1, many * whole / days(30).count); };
  for (std::int64_t i = per_days(8); i > 0; --i) at(some_time(), [this] { together(true); });
  for (std::int64_t i = per_days(40); i > 0; --i) at(some_time(), [this] { together(false); });
  for (std::int64_t i = per_days(5); i > 0; --i)
    at(some_time(), [this] {
      power_->restart();
      back_again("ended and begun again");
    });
  for (std::int64_t i = per_days(25); i > 0; --i)
    at(some_time(), [this] {
      Device& d = devices[chance.below(devices.size())];
      d.offline_until = now + Milliseconds{chance.between(hours(1).count, days(6).count)};
      trail.add(now, -1, d.number, "has no network until " + d.offline_until.text());
    });
  for (std::int64_t i = per_days(20); i > 0; --i)
    at(some_time(), [this] {
      Device& d = devices[chance.below(devices.size())];
      const std::int64_t ten_years = days(3653).count;
      const std::int64_t errors[] = {-now.unix_ms, Instant::parse("2099-12-31T23:59:59.000Z")->unix_ms - now.unix_ms, ten_years, -ten_years, 0, chance.between(-90'000, 90'000)};
      d.clock_error = {errors[chance.below(6)]};
      trail.add(now, -1, d.number, "its clock is off by " + std::to_string(d.clock_error.count / 1000) + " s");
    });
  for (std::int64_t i = per_days(3); i > 0; --i) at(some_time(), [this] { steal(static_cast<int>(chance.below(12))); });
}

void World::back_again(const std::string& how) {
  trail.add(now, -1, -1, "the house: " + how);
  watch_.came_back(house());
}

/// Several people write at the same moment, and now and then two of them the same field of one file; all of it is one transaction. When the
/// power goes, it goes while that transaction is written, and nobody has heard of it.
void World::together(bool power_goes) {
  std::vector<int> who;
  for (const Device& d : devices)
    if (!d.stolen && !d.revoked && !d.in_flight && online(d)) who.push_back(d.number);
  chance.shuffle(who);
  if (who.size() > 6) who.resize(6);

  std::optional<int> same_field;
  if (!files.empty() && chance.in_100(50)) same_field = static_cast<int>(chance.below(files.size()));
  struct Sent { int device; std::uint64_t flight; std::string token; bool attended; std::vector<std::size_t> batch; std::vector<usecases::Proposal> proposals; };
  std::vector<Sent> group;
  for (int number : who) {
    Device& d = devices[static_cast<std::size_t>(number)];
    if (!session(d) && !sign_in(d)) continue;
    if (same_field) look(d, *same_field);
    if (same_field && d.seen.contains(*same_field))
      write(d, {*same_field, {FormSaved{{"intake"}, 1, {{"intake.first_name", mark(Depth::identity, *same_field) + std::to_string(chance.below(1000))}, {"intake.danger", std::string(chance.in_100(50) ? "yes" : "no")}}}}});
    else if (const auto deed = some_deed(*this, d); deed && !deed->fresh)
      write(d, *deed);
    auto batch = d.batch();
    if (batch.empty() || d.token.empty()) continue;
    d.in_flight = true;
    d.flight = ++flights_;
    std::vector<usecases::Proposal> proposals;
    for (std::size_t i : batch) proposals.push_back(d.outbox[i].sent);
    group.push_back({number, d.flight, d.token, d.outbox[batch.front()].attended, batch, std::move(proposals)});
  }
  if (group.empty()) return;

  std::vector<std::optional<std::vector<usecases::Receipt>>> receipts(group.size());
  std::vector<std::function<void()>> work;
  for (std::size_t i = 0; i < group.size(); ++i)
    work.push_back([this, &group, &receipts, i] { receipts[i] = handle(group[i].token, group[i].attended, group[i].proposals); });
  // What an earlier request brought, whose answer got lost, is sent again: it stands already, whatever becomes of this transaction.
  std::set<EntryId> stood;
  for (const Sent& sent : group)
    for (const std::size_t i : sent.batch)
      if (const EntryId id = devices[static_cast<std::size_t>(sent.device)].outbox[i].entry.header.id; watch_.stands(id)) stood.insert(id);
  const std::size_t before = power_->writes();
  power_->at_once(work);
  const std::size_t after = power_->writes();
  for (const Sent& sent : group) at(now + Milliseconds{30'000}, [this, sent] { after_timeout(sent.device, sent.flight); });

  if (!power_goes) {
    trail.add(now, -1, -1, std::to_string(group.size()) + " write at once");
    for (std::size_t i = 0; i < group.size(); ++i) handled(group[i].device, group[i].flight, group[i].batch, receipts[i]);
    return;
  }
  const auto model = static_cast<store::test::Unsynced>(chance.below(store::test::kUnsyncedModels));
  const std::size_t moment = before + chance.below(after - before + 1);
  power_->cut(moment, model, disk_chance_);
  back_again("the power went while " + std::to_string(group.size()) + " wrote, at write " + std::to_string(moment - before) + " of " + std::to_string(after - before) + ", what was not synced: " + store::test::word(model));
  std::size_t wrote = 0, stand = 0;
  for (std::size_t i = 0; i < group.size(); ++i)
    for (std::size_t k = 0; receipts[i] && k < receipts[i]->size(); ++k) {
      const EntryId id = EntryId::parse((*receipts[i])[k].id).value();
      if ((*receipts[i])[k].status == ReceiptStatus::refused || stood.contains(id)) continue;
      ++wrote;
      stand += watch_.stands(id);
    }
  if (stand != 0 && stand != wrote) throw Broken("what is written at once stands as a whole or not at all");
}

void World::steal(int number) {
  Device& d = devices[static_cast<std::size_t>(number)];
  if (d.stolen || d.id.is_none()) return;
  d.stolen = true;
  d.offline_until = now;
  trail.add(now, -1, number, "is stolen");
  if (!session(d)) (void)sign_in(d);  // it was open when it was taken
  at(now + minutes(2), [this, number] { thief(number); });
  at(now + Milliseconds{chance.between(minutes(5).count, hours(10).count)}, [this, number] { revoke(number); });
}

namespace {
bool kept_apart(const usecases::Receipt& r) { return (r.status == ReceiptStatus::refused || r.status == ReceiptStatus::quarantined) && r.n == 0 && r.pos == 0; }
}  // namespace

/// Looks and writes, with the session that was open, and with any other of this person that is open now.
void World::thief(int number) {
  at(now + Milliseconds{chance.between(minutes(4).count, devices[static_cast<std::size_t>(number)].revoked ? hours(10).count : minutes(13).count)}, [this, number] { thief(number); });
  Device& d = devices[static_cast<std::size_t>(number)];
  const bool alive = session(d).has_value();
  if (alive && d.revoked) throw Broken("a revoked device has no session", -1, number);
  if (files.empty()) return;
  const int file = d.seen.empty() ? static_cast<int>(chance.below(files.size())) : d.seen.begin()->first;
  if (alive) {
    look(d, file);
    ask(number, 0);
  }

  write(d, {file, {NoteAdded{{"observation"}, {}, {}, mark(Depth::narrative, file) + "volé"}}});
  const usecases::Proposal forged = d.outbox.back().sent;
  for (const Device& other : devices) {
    if (other.staff != d.staff || other.token.empty()) continue;
    const auto receipts = handle(other.token, chance.in_100(50), {forged});
    if (!receipts) continue;
    trail.add(now, file, number, "the thief writes: " + std::string(usecases::word(receipts->front().status)));
    if (d.revoked && !kept_apart(receipts->front())) throw Broken("nothing that a revoked device writes stands", file, number);
    watch_.answered(house(), *receipts, d);
  }
  if (d.revoked && chance.in_100(30)) found_again(number);
}

void World::revoke(int number) {
  Device& d = devices[static_cast<std::size_t>(number)];
  const std::string token = d.token;
  std::optional<std::vector<usecases::Receipt>> receipts;
  std::vector<std::function<void()>> work{[&] { (void)usecases::revoke_device(house(), "sim", d.id); }};
  // What is sent at the same moment arrives in time for the session, and not for the device.
  if (!d.seen.empty() && session(d)) {
    const int file = d.seen.begin()->first;
    write(d, {file, {NoteAdded{{"observation"}, {}, {}, mark(Depth::narrative, file) + "volé"}}});
    work.push_back([&, forged = d.outbox.back().sent] { receipts = handle(token, false, {forged}); });
  }
  trail.add(now, -1, number, "is revoked");
  watch_.read_on(house());
  watch_.revoked(house(), d.id);
  d.revoked = true;
  power_->at_once(work);
  watch_.read_on(house());
  if (receipts && !kept_apart(receipts->front())) throw Broken("nothing that a revoked device writes stands", -1, number);
  if (usecases::session_of(house(), token)) throw Broken("a revoked device has no session", -1, number);
  add_device(d.staff);  // the owner has a new one
}

}  // namespace nibbi::sim
