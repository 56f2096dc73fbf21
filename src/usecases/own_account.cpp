#include "usecases/own_account.hpp"

#include "usecases/people_support.hpp"

namespace nibbi::usecases {
namespace {

using enum ProblemCode;

/// Counted by login, apart from the door: whoever found an open screen has no more tries than whoever stands before the door.
Result<void> knows_passphrase(House& house, const Account& account, std::string_view passphrase) {
  const std::string who = "own passphrase of " + account.login;
  const crypto::SignInTry attempt{who, "", ""};
  if (const Milliseconds wait = house.throttle.admit(attempt, house.now()); wait.count > 0) return refuse(slow_down, {{"seconds", std::to_string((wait.count + 999) / 1000)}});
  switch (house.hashes.verify(account.password_hash, passphrase)) {
    case crypto::PasswordAnswer::busy: return refuse(busy);
    case crypto::PasswordAnswer::wrong: return refuse(wrong_sign_in);
    case crypto::PasswordAnswer::right: break;
  }
  house.throttle.succeeded(attempt, house.now());
  return {};
}

}  // namespace

Result<void> change_passphrase(House& house, const Session& session, std::string_view stands, std::string_view chosen) {
  if (session.factor(house.now()) != domain::Factor::fresh) return refuse(ProblemCode::step_up);
  const auto account = find_account(house.store, session.login);
  if (!account || account->password_hash.empty()) return refuse(sign_in_first);
  if (auto known = knows_passphrase(house, *account, stands); !known) return known;
  const auto hash = passphrase_hash(house, chosen);
  if (!hash) return std::unexpected(hash.error());
  const auto done = together(house, [&](Draft& draft) {
    auto now = find_account(draft.change, session.login);
    // An administrator may have begun it anew, or suspended it, meanwhile.
    if (!now || now->password_hash != account->password_hash || now->suspended) throw Undo{{sign_in_first, {}}};
    now->password_hash = *hash;
    put_account(draft.change, *now);
    By self("the person");
    self.person = session.person;
    self.role = session.role;
    self.unit = session.unit;
    note(draft, self, RecordId{session.person.uuid}, "account.change_passphrase");
  });
  if (done) house.sessions.drop_others(session.person, session.key);
  return done;
}

}  // namespace nibbi::usecases
