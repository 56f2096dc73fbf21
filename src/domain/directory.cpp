#include "domain/directory.hpp"

#include <algorithm>
#include <array>

namespace nibbi::domain {
namespace {

struct Fold {
  Directory& directory;
  const Entry& entry;

  Unit& unit() {
    Unit& u = directory.units[UnitId{entry.header.record.uuid}];
    u.id = UnitId{entry.header.record.uuid};
    u.n = entry.n;
    return u;
  }
  Person& person() {
    Person& p = directory.people[PersonId{entry.header.record.uuid}];
    p.id = PersonId{entry.header.record.uuid};
    p.n = entry.n;
    return p;
  }

  void say(const UnitRegistered& b) { unit().about = b; }
  void say(const UnitCapacitySet& b) { unit().places = b.places; }
  void say(const UnitDutySet& b) { unit().duties.push_back({b.supervisor, b.from, b.until}); }
  void say(const UnitClosed&) { unit().closed = true; }
  void say(const PersonRegistered& b) {
    Person& p = person();
    p.name = b.name;
    p.language = b.language;
  }
  void say(const PersonGranted& b) {
    auto& posts = person().posts;
    std::erase_if(posts, [&](const Post& p) { return p.role == b.role && p.unit == b.unit; });
    posts.push_back({b.role, b.unit, b.countries});
  }
  void say(const PersonRevoked& b) {
    std::erase_if(person().posts, [&](const Post& p) { return p.role == b.role && p.unit == b.unit; });
  }
  void say(const PersonSupervised& b) { person().supervisor = b.supervisor; }
  void say(const PersonSafeguards& b) { person().safeguards = b.named; }
  template <class T>
  void say(const T&) {}
};

}  // namespace

const Post* Directory::post(PersonId id, Role role, UnitId unit) const {
  const Person* p = person(id);
  if (!p) return nullptr;
  auto it = std::find_if(p->posts.begin(), p->posts.end(), [&](const Post& post) { return post.role == role && post.unit == unit; });
  return it == p->posts.end() ? nullptr : &*it;
}

bool Directory::on_duty(PersonId id, UnitId at, Date today) const {
  const Unit* u = unit(at);
  return u && std::any_of(u->duties.begin(), u->duties.end(), [&](const Unit::Duty& duty) { return duty.supervisor == id && duty.from <= today && today <= duty.until; });
}

bool Directory::works_at(PersonId id, UnitId at) const {
  const Person* p = person(id);
  return p && std::any_of(p->posts.begin(), p->posts.end(), [&](const Post& post) { return post.unit == at; });
}

bool is_of_programme(const Unit& unit) { return unit.about.kind.value == "programme" || unit.about.kind.value == "coordination"; }

bool may_break_glass(const UnitRegistered& about) {
  constexpr std::array<std::string_view, 5> kNever{"police", "border", "court", "school", "vocational_centre"};  // list unit_kind
  return about.breaks_glass && std::find(kNever.begin(), kNever.end(), about.kind.value) == kNever.end();
}

void evolve(Directory& directory, const Entry& entry) {
  Fold fold{directory, entry};
  std::visit([&](const auto& body) { fold.say(body); }, entry.body);
}

}  // namespace nibbi::domain
