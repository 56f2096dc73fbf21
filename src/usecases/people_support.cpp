#include "usecases/people_support.hpp"

#include <algorithm>

#include "base/fold.hpp"
#include "crypto/random.hpp"
#include "usecases/people_admin.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {

using wire::Json;

Result<By> administrator(House& house, const Session& s) {
  if (s.role != domain::Role::administrator) return refuse(ProblemCode::not_allowed);
  By by("administrator " + s.person.text());
  by.person = s.person;
  by.role = s.role;
  by.unit = s.unit;
  by.factor = s.factor(house.now());
  return by;
}

void must_have(std::string_view value, const char* field) {
  if (fold(value).empty()) throw Undo{{ProblemCode::missing_field, {{"field", field}}}};
}

Result<void> together(House& house, const std::function<void(Draft&)>& work) {
  auto done = together<bool>(house, [&](Draft& draft) {
    work(draft);
    return true;
  });
  if (!done) return std::unexpected(done.error());
  return {};
}

Result<void> say(House& house, Draft& draft, const By& by, RecordId record, domain::Body body) {
  const auto stands = draft.change.record(record);
  ReadyEntry e = system_entry(house, record, stands ? stands->n : 0, std::move(body), {"told by somebody", crypto::new_uuid(draft.now).text()});
  e.content.telling.told_by = by.words;
  e.parts = wire::write_parts(e.content, house.rules);
  // Held to the same codec as what comes from outside: codes of lists, lengths, what is needed.
  if (auto read = wire::read_parts(e.header.kind, e.parts, &house.rules); !read) return std::unexpected(read.error());
  const Receipt receipt = judge_and_append(house, draft, e, domain::Factor::stale, true);
  if (receipt.problem) return std::unexpected(*receipt.problem);
  return {};
}

void note(Draft& draft, const By& by, RecordId about, std::string_view action, const domain::PersonGranted* post) {
  Json row(jsoncons::json_object_arg);
  row["action"] = Json(action);
  if (by.person.is_none()) {
    row["by"] = by.words;
  } else {
    row["role"] = Json(domain::word(by.role));
    row["unit"] = by.unit.text();
  }
  row["decision"] = "allow";
  row["shown"] = Json(jsoncons::json_array_arg);
  if (post) {
    row["post"] = Json(jsoncons::json_object_arg);
    row["post"]["role"] = Json(domain::word(post->role));
    row["post"]["unit"] = post->unit.text();
  }
  draft.change.append_access({0, draft.now, about, by.person, wire::write_json(row), {}});
}

bool may_be_exempt(domain::Role role) { return role == domain::Role::street_worker || role == domain::Role::shelter_staff; }

std::optional<Account> account_of(StoreReader& store, PersonId person) {
  for (const Thing& t : store.things("account"))
    if (auto account = find_account(store, t.key); account && account->person == person) return account;
  return std::nullopt;
}

Result<std::string> passphrase_hash(House& house, std::string_view passphrase) {
  if (code_points(passphrase) < kPassphraseLeast) return refuse(ProblemCode::number_out_of_range, {{"field", "passphrase"}, {"least", std::to_string(kPassphraseLeast)}});
  return house.hashes.hash(passphrase);
}

void must_be_open(Draft& draft, UnitId id) {
  const auto* unit = draft.directory().unit(id);
  if (!unit || unit->closed) throw Undo{{ProblemCode::unit_unknown, {{"field", "unit"}}}};
}

bool is_supervisor(const domain::Directory& directory, PersonId person) {
  const auto* who = directory.person(person);
  return who && std::any_of(who->posts.begin(), who->posts.end(), [](const auto& p) { return p.role == domain::Role::supervisor; });
}

}  // namespace nibbi::usecases
