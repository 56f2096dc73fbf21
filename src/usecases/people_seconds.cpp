#include "usecases/people_seconds.hpp"

#include <algorithm>

#include "crypto/random.hpp"
#include "domain/second.hpp"
#include "usecases/pin.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using wire::Json;
using enum ProblemCode;

constexpr std::string_view kSeconds = "second_administrator";

void keep(Draft& draft, const WaitingSecond& w) {
  Json j(jsoncons::json_object_arg);
  j["person"] = w.person.text();
  if (w.post) {
    j["role"] = Json(domain::word(w.post->role));
    j["unit"] = w.post->unit.text();
    j["countries"] = Json(jsoncons::json_array_arg);
    for (const auto& c : w.post->countries) j["countries"].push_back(c.value);
  }
  if (w.asker.is_none()) j["by"] = w.asked_by;
  else j["asker"] = w.asker.text();
  j["since"] = w.since.text();
  draft.change.put_thing(kSeconds, w.id.text(), wire::write_json(j));
}

WaitingSecond read(const Uuid& id, std::string_view text, Instant now) {
  const Json j = wire::read_own_json(text);
  WaitingSecond w;
  w.id = id;
  w.person = PersonId::parse(j["person"].as<std::string>()).value_or(PersonId{});
  if (j.contains("role")) {
    domain::PersonGranted post;
    post.role = domain::role_of(j["role"].as<std::string>()).value_or(domain::Role::street_worker);
    post.unit = UnitId::parse(j["unit"].as<std::string>()).value_or(UnitId{});
    for (const Json& c : j["countries"].array_range()) post.countries.push_back({c.as<std::string>()});
    w.post = std::move(post);
  }
  if (j.contains("by")) w.asked_by = j["by"].as<std::string>();
  if (j.contains("asker")) w.asker = PersonId::parse(j["asker"].as<std::string>()).value_or(PersonId{});
  w.since = Instant::parse(j["since"].as<std::string>()).value_or(Instant{});
  w.lapsed = now > w.since + domain::kSecondWithin;
  return w;
}

std::vector<WaitingSecond> all_of(StoreReader& store, Instant now) {
  std::vector<WaitingSecond> all;
  for (const Thing& t : store.things(kSeconds)) {
    const auto id = Uuid::parse(t.key);
    ensure(id.has_value(), "what waits is kept under its id");
    all.push_back(read(*id, t.value, now));
  }
  std::ranges::stable_sort(all, {}, &WaitingSecond::since);
  return all;
}

void must_be_fresh(const By& by) {
  if (by.factor != domain::Factor::fresh) throw Undo{{step_up, {}}};
}

/// Nobody asks for themselves.
void must_be_somebody_else(const By& by, PersonId person) {
  if (person == by.person) throw Undo{{not_the_same_person, {}}};
}

/// Whether there could be a second one: two administrators with an account that opens.
bool two_administrators(Draft& draft) {
  int there = 0;
  for (const Thing& t : draft.change.things("account")) {
    const auto account = find_account(draft.change, t.key);
    const auto* person = account ? draft.directory().person(account->person) : nullptr;
    if (!person || account->suspended || account->password_hash.empty()) continue;
    there += std::any_of(person->posts.begin(), person->posts.end(), [](const auto& post) { return post.role == domain::Role::administrator; });
  }
  return there >= 2;
}

/// The post can be given as things stand: asked before it waits, and again when it is agreed.
void must_be_possible(House& house, Draft& draft, PersonId person, const domain::PersonGranted& post) {
  const auto parts = wire::write_parts({{}, post}, house.rules);
  if (auto read = wire::read_parts(domain::Kind::person_granted, parts, &house.rules); !read) throw Undo{read.error()};
  if (!draft.directory().person(person)) throw Undo{{person_unknown, {}}};
  must_be_open(draft, post.unit);
  if (const auto account = account_of(draft.change, person); account && account->sealed_totp.empty() && !may_be_exempt(post.role)) throw Undo{{factor_needed, {}}};
}

void must_not_wait_already(Draft& draft, const WaitingSecond& fresh) {
  for (const auto& w : all_of(draft.change, draft.now)) {
    const bool same = w.person == fresh.person && w.post.has_value() == fresh.post.has_value() && (!w.post || (w.post->role == fresh.post->role && w.post->unit == fresh.post->unit));
    if (same && !w.lapsed) throw Undo{{already_open, {{"field", "second"}}}};
  }
}

void ask(Draft& draft, const By& by, PersonId person, const domain::PersonGranted* post) {
  WaitingSecond w;
  w.id = crypto::new_uuid(draft.now);
  w.person = person;
  if (post) w.post = *post;
  w.asked_by = by.words;
  w.asker = by.person;
  w.since = draft.now;
  must_not_wait_already(draft, w);
  keep(draft, w);
  note(draft, by, RecordId{person.uuid}, post ? "person.grant_asked" : "account.anew_asked", post);
}

void give(House& house, Draft& draft, const By& by, PersonId person, const domain::PersonGranted& post) {
  must(say(house, draft, by, RecordId{person.uuid}, post));
  note(draft, by, RecordId{person.uuid}, "person.granted", &post);
}

}  // namespace

domain::Effect grant_in(House& house, Draft& draft, const By& by, PersonId person, const domain::PersonGranted& post) {
  must_be_fresh(by);
  must_be_somebody_else(by, person);
  must_be_possible(house, draft, person, post);
  if (!by.person.is_none() || two_administrators(draft)) {
    ask(draft, by, person, &post);
    return domain::Effect::pending;
  }
  give(house, draft, by, person, post);
  return domain::Effect::now;
}

Result<domain::Effect> grant_post(House& house, const By& by, PersonId person, const domain::PersonGranted& post) {
  return together<domain::Effect>(house, [&](Draft& draft) { return grant_in(house, draft, by, person, post); });
}

Result<void> ask_anew(House& house, const By& by, PersonId person) {
  return together(house, [&](Draft& draft) {
    must_be_fresh(by);
    must_be_somebody_else(by, person);
    if (!account_of(draft.change, person)) throw Undo{{person_unknown, {}}};
    ask(draft, by, person, nullptr);
  });
}

std::vector<WaitingSecond> waiting_seconds(House& house) { return all_of(house.store, house.now()); }

Result<std::optional<OneTimeCode>> answer_second(House& house, const By& by, const Uuid& id, bool agree) {
  PersonId renewed;
  auto done = together<std::optional<OneTimeCode>>(house, [&](Draft& draft) -> std::optional<OneTimeCode> {
    const auto text = draft.change.thing(kSeconds, id.text());
    if (!text) throw Undo{{no_such_step, {}}};
    const WaitingSecond w = read(id, *text, draft.now);
    const RecordId about{w.person.uuid};
    const auto* post = w.post ? &*w.post : nullptr;
    draft.change.drop_thing(kSeconds, id.text());
    if (!agree) {
      note(draft, by, about, post ? "person.grant_declined" : "account.anew_declined", post);
      return std::nullopt;
    }
    must_be_fresh(by);
    if (by.person == w.asker || by.person == w.person) throw Undo{{not_the_same_person, {}}};
    if (w.lapsed) throw Undo{{request_lapsed, {}}};
    if (post) {
      must_be_possible(house, draft, w.person, *post);
      By both = by;
      both.words += ", asked by " + (w.asker.is_none() ? w.asked_by : "administrator " + w.asker.text());
      give(house, draft, both, w.person, *post);
      return std::nullopt;
    }
    auto account = account_of(draft.change, w.person);
    if (!account) throw Undo{{person_unknown, {}}};
    const OneTimeCode code = issue_code(house, draft, *account, Enrols::anew);
    put_account(draft.change, *account);
    drop_pins_of(draft.change, w.person);
    note(draft, by, about, "account.anew");
    renewed = w.person;
    return code;
  });
  if (done && !renewed.is_none()) house.sessions.drop_person(renewed);
  return done;
}

}  // namespace nibbi::usecases
