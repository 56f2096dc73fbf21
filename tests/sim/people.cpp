// What people do with their devices: they come, look around, look at a file, write, and go again.
#include "tests/sim/world.hpp"
#include "usecases/lists.hpp"
#include "usecases/search.hpp"
#include "wire/json.hpp"

namespace nibbi::sim {

using namespace domain;

void World::wake(int number) {
  Device& d = devices[static_cast<std::size_t>(number)];
  const std::int64_t hour = 3'600'000;
  at(now + Milliseconds{healing() ? chance.between(hour / 2, 2 * hour) : chance.between(hour, 9 * hour)}, [this, number] { wake(number); });
  if (d.stolen) return;
  if (healing()) d.offline_until = now;
  if (online(d)) {
    if (!session(d) && !sign_in(d)) return;
    look_around(d);
    ask(number, 0);
    if (chance.in_100(20)) ask(number, 1);
    send(number);
  }
  if (healing()) return;
  const auto acts = chance.between(0, 3);
  for (int i = 0; i < acts; ++i)
    if (const auto deed = some_deed(*this, d)) write(d, *deed);
  send(number);
}

void World::look_around(Device& d) {
  const auto s = session(d);
  if (!s) return;
  const Staff& who = owner(d);
  std::vector<int> found;
  auto note = [&](RecordId record) {
    if (const int file = watch_.file_of(record); file >= 0) found.push_back(file);
  };
  const auto before = watch_.accesses(house());
  std::vector<RecordId> named;
  const bool far = who.role == Role::country_coordinator || who.role == Role::data_protection_officer;
  const auto scope = who.role == Role::supervisor ? usecases::FindScope::team : usecases::FindScope::unit;
  if (const auto list = usecases::find_children(house(), *s, "", scope, far ? "Suivi du programme." : "", 10))
    for (const auto& child : list->children) {
      note(child.brief->record);
      if (!child.name.empty()) named.push_back(child.brief->record);
    }
  for (const auto& line : usecases::referral_box(house(), *s, true)) note(line.brief->record);
  watch_.read_on(house());
  watch_.listed(house(), who, named, before);
  for (int i = 0; i < 2 && !found.empty(); ++i) look(d, chance.one_of(found));
  if (!files.empty() && chance.in_100(15)) look(d, static_cast<int>(chance.below(files.size())));
}

void World::look(Device& d, int file) {
  const auto s = session(d);
  if (!s || file < 0) return;
  usecases::ViewAsked asked;
  if (chance.in_100(20)) {
    asked.with_reason[static_cast<Tier>(1 + chance.below(3))] = true;
    asked.reason = "Pour agir.";
    const bool waits_for_two = owner(d).role == Role::data_protection_officer || owner(d).role == Role::country_coordinator;
    if (waits_for_two) asked.with_reason = {};
  }
  const RecordId record = files[static_cast<std::size_t>(file)];
  const auto looked = usecases::view_child(house(), *s, record, asked);
  trail.add(now, file, d.number, looked ? "looks" : "looks: " + std::string(word(looked.error().code)));
  if (!looked) {
    d.seen.erase(file);
    return;
  }
  watch_.viewed(house(), owner(d), file, looked->view.json(), looked->view.shown());
  d.seen[file] = house().file(record);
}

void World::write(Device& d, const Deed& deed) {
  if (d.id.is_none()) return;
  if (deed.fresh) {
    const auto s = online(d) ? session(d) : std::nullopt;
    if (!online(d) || (!(s && s->factor(now) == Factor::fresh) && !sign_in(d))) return;
  }
  const Staff& who = owner(d);
  const RecordId record = files[static_cast<std::size_t>(deed.file)];
  const auto known = d.seen.find(deed.file);
  const std::int64_t seen = known == d.seen.end() ? 0 : known->second->record.n;
  for (const Body& body : deed.bodies) {
    Telling telling;
    telling.reason = deed.reason;
    trail.add(now, deed.file, d.number, "writes " + std::string(word(kind_of(body))) + ", seen " + std::to_string(seen));
    auto& w = d.write(house(), who.person, who.role, who.unit, deed.file, record, seen, body, telling, time_on(d));
    w.attended = online(d) && !d.in_flight;
    watch_.wrote(d, w);
  }
}

}  // namespace nibbi::sim
