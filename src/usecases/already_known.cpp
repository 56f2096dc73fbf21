#include "usecases/already_known.hpp"

#include <algorithm>
#include <utility>

#include "crypto/digest.hpp"
#include "crypto/text_form.hpp"
#include "usecases/eye.hpp"
#include "usecases/known_child.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;
using wire::Json;

constexpr std::string_view kAsked = "already_known";        ///< by the file that was asked for
constexpr std::string_view kCounts = "already_known_today";  ///< by person
/// Who is at the screen is asked there, and what was asked is known here some seconds later.
constexpr Milliseconds kAtTheScreen{20'000};
constexpr Milliseconds kWaits = days(30);  ///< then nobody is reminded any more
/// What is kept of a question is as long whatever the answer was: the database does not tell it either.
constexpr std::size_t kFoundMost = 5, kKeptBytes = 2048;

enum class Settled : std::uint8_t { open, same, other };
struct FoundFile {
  RecordId file;
  bool told = false;
  Settled settled = Settled::open;
};
struct Question {
  RecordId file;
  std::int64_t n = 0;
  PersonId by;
  Role role{};
  UnitId unit;
  Instant at;
  std::vector<FoundFile> found;
  bool hit() const { return std::ranges::any_of(found, [](const FoundFile& f) { return f.settled != Settled::other; }); }
};

std::string sealed(const Vault& vault, const Question& q) {
  Json j(jsoncons::json_object_arg);
  j["n"] = q.n;
  j["by"] = q.by.text();
  j["role"] = Json(word(q.role));
  j["unit"] = q.unit.text();
  j["at"] = q.at.text();
  j["found"] = Json(jsoncons::json_array_arg);
  for (const FoundFile& f : q.found) {
    Json one(jsoncons::json_object_arg);
    one["file"] = f.file.text();
    one["told"] = f.told;
    one["settled"] = static_cast<int>(f.settled);
    j["found"].push_back(std::move(one));
  }
  std::string text = wire::write_json(j);
  ensure(text.size() <= kKeptBytes, "a question fits");
  text.resize(kKeptBytes, ' ');
  return crypto::base64url(vault.seal_thing(q.file.uuid, text));
}

Question opened(const Vault& vault, RecordId file, std::string_view value) {
  const Json j = wire::read_own_json(vault.open_thing(file.uuid, crypto::from_base64url(value).value_or("")));
  Question q;
  q.file = file;
  q.n = j["n"].as<std::int64_t>();
  q.by = PersonId::parse(j["by"].as<std::string>()).value_or(PersonId{});
  q.role = role_of(j["role"].as<std::string>()).value_or(Role::street_worker);
  q.unit = UnitId::parse(j["unit"].as<std::string>()).value_or(UnitId{});
  q.at = Instant::parse(j["at"].as<std::string>()).value_or(Instant{});
  for (const Json& one : j["found"].array_range())
    q.found.push_back({RecordId::parse(one["file"].as<std::string>()).value_or(RecordId{}), one["told"].as<bool>(), static_cast<Settled>(one["settled"].as<int>())});
  return q;
}

EntryId name_of_pair(RecordId asked, RecordId found) { return crypto::derived_entry_id({"met_again", asked.text(), found.text()}); }

/// Counts one more question of this person; false when the day's are used up.
bool count_one(Draft& draft, PersonId by) {
  constexpr std::int64_t kDayMs = 86'400'000;
  const std::int64_t day = draft.now.unix_ms / kDayMs;
  std::int64_t count = 0;
  if (const auto kept = draft.change.thing(kCounts, by.text()))
    if (const Json j = wire::read_own_json(*kept); j["day"].as<std::int64_t>() == day) count = j["count"].as<std::int64_t>();
  if (count >= kAskedADay) return false;
  Json j(jsoncons::json_object_arg);
  j["day"] = day;
  j["count"] = count + 1;
  draft.change.put_thing(kCounts, by.text(), wire::write_json(j));
  return true;
}

void log_hit(House& house, Draft& draft, RecordId file, const Question& q) {
  Json row(jsoncons::json_object_arg);
  row["role"] = Json(word(q.role));
  row["unit"] = q.unit.text();
  row["action"] = Json(word(Action::find));
  row["decision"] = Json(word(Decision::hit));
  row["shown"] = Json(jsoncons::json_array_arg);
  draft.change.append_access({0, draft.now, file, q.by, wire::write_json(row), house.vault.seal_reason(file, {})});
}

/// The other files that may be this child's, and that this person may be told of at all: not those from which they are set aside.
std::vector<RecordId> found_for(House& house, const Eye& eye, RecordId asked) {
  std::vector<RecordId> all;
  for (const Weighed& like : house.families.alike(asked)) {
    const auto brief = house.memory.caseload.find(like.file);
    if (brief && eye.may(*brief, eye.held(*brief), Action::find).any() && all.size() < kFoundMost) all.push_back(like.file);
  }
  return all;
}

/// The programme's number for the country in which the asker works; another country's where theirs has none.
void set_duty(AlreadyKnown& answer, const Directory& d, UnitId asker) {
  const std::string_view country = d.country_of(asker);
  int best = 0;
  for (const auto& [id, unit] : d.units) {
    const bool coordination = unit.about.kind.value == "coordination";
    if (unit.closed || unit.about.phone.empty() || (!coordination && unit.about.kind.value != "programme")) continue;
    const int rank = 1 + (unit.about.country.value == country ? 2 : 0) + (coordination ? 1 : 0);
    if (rank <= best) continue;
    best = rank;
    answer.duty_name = unit.about.name;
    answer.duty_phone = unit.about.phone;
  }
}

bool answers_for_the_file(const Eye& eye, const ChildBrief& brief, RelationSet held) {
  return (held.has(Relation::assigned) || held.has(Relation::team)) && eye.may(brief, held, Action::see_plain).any();
}

}  // namespace

Result<AlreadyKnown> ask_already_known(House& house, const Session& s, RecordId asked) {
  if (!the_seven.has(s.role)) return refuse(ProblemCode::not_allowed);
  house.families.catch_up(house);
  const Eye eye(house, s);
  const auto brief = house.memory.caseload.find(asked);
  if (!brief) return refuse(ProblemCode::not_found);
  const RelationSet held = eye.held(*brief);
  if (!held.has(Relation::assigned) || !eye.may(*brief, held, Action::see_identity).allow) return refuse(ProblemCode::not_found);
  const FilePtr file = house.file(asked);
  if (!file) return refuse(ProblemCode::not_found);
  if (facts_told(file->state) < kFactsNeeded) return refuse(ProblemCode::missing_field, {{"field", "facts"}});
  const auto found = found_for(house, eye, asked);
  AlreadyKnown answer;
  set_duty(answer, eye.directory(), s.unit);
  auto asked_of = house.writer.run<Result<AlreadyKnown>>([&](Draft& draft) -> Result<AlreadyKnown> {
    Question q{asked, 0, s.person, s.role, s.unit, draft.now, {}};
    const auto kept = draft.change.thing(kAsked, asked.text());
    if (kept) q = opened(house.vault, asked, *kept);
    if (q.n != file->record.n) {
      if (!count_one(draft, s.person)) return refuse(ProblemCode::slow_down);
      q.n = file->record.n;
      q.by = s.person;
      q.role = s.role;
      q.unit = s.unit;
      q.at = draft.now;
      // What two people settled stays settled.
      std::erase_if(q.found, [](const FoundFile& f) { return f.settled == Settled::open && !f.told; });
      for (const RecordId id : found)
        if (q.found.size() < kFoundMost && !std::ranges::contains(q.found, id, &FoundFile::file)) q.found.push_back({id});
      log_hit(house, draft, asked, q);
      draft.change.put_thing(kAsked, asked.text(), sealed(house.vault, q));
    }
    answer.hit = q.hit();
    return answer;
  });
  house.met_again.note_news();  // whatever was found: told a few seconds later, by the clock's thread
  return asked_of;
}

void tell_met_again(House& house) {
  std::map<RecordId, std::vector<MetAgain>> board;
  std::set<RecordId> has_been_asked;
  std::vector<Question> to_tell;
  for (const Thing& thing : house.store.things(kAsked)) {
    const auto asked = RecordId::parse(thing.key);
    ensure(asked.has_value(), "a question is kept under its file");
    has_been_asked.insert(*asked);
    const Question q = opened(house.vault, *asked, thing.value);
    for (const FoundFile& f : q.found)
      if (f.settled == Settled::open && house.now() < q.at + kWaits) board[f.file].push_back({name_of_pair(*asked, f.file), q.unit, q.at});
    if (std::ranges::any_of(q.found, [](const FoundFile& f) { return !f.told; })) to_tell.push_back(q);
  }
  if (!to_tell.empty())
    house.writer.run<bool>([&](Draft& draft) {
      for (const Question& told : to_tell) {
        // Read anew: somebody may have settled it since.
        const auto kept = draft.change.thing(kAsked, told.file.text());
        if (!kept) continue;
        Question q = opened(house.vault, told.file, *kept);
        for (FoundFile& f : q.found)
          if (!std::exchange(f.told, true)) log_hit(house, draft, f.file, q);
        draft.change.put_thing(kAsked, q.file.text(), sealed(house.vault, q));
      }
      return true;
    });
  house.met_again.set(std::move(board), std::move(has_been_asked));
}

Result<std::vector<MetAgain>> met_again(House& house, const Session& s, RecordId found) {
  const Eye eye(house, s);
  const auto brief = house.memory.caseload.find(found);
  if (!brief || !answers_for_the_file(eye, *brief, eye.held(*brief))) return refuse(ProblemCode::not_found);
  return house.met_again.of(found);
}

Result<void> settle_met_again(House& house, const Session& s, RecordId found, EntryId id, bool same) {
  const auto open = met_again(house, s, found);
  if (!open) return std::unexpected(open.error());
  if (!std::ranges::contains(*open, id, &MetAgain::id)) return refuse(ProblemCode::no_such_step);
  const bool settled = house.writer.run<bool>([&](Draft& draft) {
    for (const Thing& thing : draft.change.things(kAsked)) {
      const auto asked = RecordId::parse(thing.key);
      if (!asked || name_of_pair(*asked, found) != id) continue;
      Question q = opened(house.vault, *asked, thing.value);
      for (FoundFile& f : q.found)
        if (f.file == found) f.settled = same ? Settled::same : Settled::other;
      draft.change.put_thing(kAsked, asked->text(), sealed(house.vault, q));
      return true;
    }
    return false;
  });
  if (!settled) return refuse(ProblemCode::no_such_step);
  tell_met_again(house);
  return {};
}

void add_met_again(const House& house, const Eye&, const ChildBrief& b, RelationSet held, std::vector<Task>& tasks) {
  if (!held.has(Relation::assigned) || b.ties.status == FileState::erased) return;
  const auto met = house.met_again.of(b.record);
  if (!met.empty()) tasks.push_back({"met_again", TaskGroup::now, b.record, {}, {}, static_cast<std::int64_t>(met.size())});
}

void add_late_question(const House& house, const Eye& eye, const ChildBrief& b, RelationSet held, std::vector<Task>& tasks) {
  if (!the_seven.has(eye.who().role) || !held.has(Relation::assigned) || b.ties.status != FileState::open || !eye.may(b, held, Action::see_identity).allow) return;
  if (eye.now() < b.opened_at + kAtTheScreen || house.batches.has(b.record) || house.met_again.was_asked(b.record)) return;
  if (house.families.is_late_intake(b.record)) tasks.push_back({"already_known_to_ask", TaskGroup::now, b.record, {}, {}, 0});
}

}  // namespace nibbi::usecases
