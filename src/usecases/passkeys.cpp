#include "usecases/passkeys.hpp"

#include <algorithm>

#include "base/fold.hpp"
#include "crypto/digest.hpp"
#include "crypto/random.hpp"
#include "crypto/text_form.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using wire::Json;
using enum ProblemCode;

constexpr Milliseconds kQuestionLasts = minutes(2);
constexpr std::size_t kChallengeSize = 32, kLongestName = 60, kHandleSize = 16;

/// The question of this session, taken: whoever answers next finds none.
std::string take_question(House& house, const Session& session) {
  std::string question;
  house.sessions.change(session.key, [&](Session& s) {
    if (house.now() < s.question_until) question = std::move(s.question);
    s.question.clear();
  });
  return question;
}

std::string text_at(const Json& j, const char* key) { return j.contains(key) && j[key].is_string() ? j[key].as<std::string>() : std::string(); }

/// §7.1 steps 7 to 10, §7.2 steps 11 to 14: the browser asked this question, on our page and not inside another's.
bool asked_here(std::string_view client_data, std::string_view type, std::string_view question, const PasskeyPlace& place) {
  const auto j = wire::read_json(client_data, {.bytes = 4096, .depth = 4});
  if (!j || !j->is_object() || question.empty()) return false;
  if (j->contains("crossOrigin") && !((*j)["crossOrigin"].is_bool() && !(*j)["crossOrigin"].as_bool())) return false;
  return text_at(*j, "type") == type && text_at(*j, "challenge") == crypto::base64url(question) && text_at(*j, "origin") == place.origin;
}

Result<void> is_fresh(House& house, const Session& session) {
  if (session.factor(house.now()) != domain::Factor::fresh) return refuse(step_up);
  return {};
}

}  // namespace

std::optional<PasskeyPlace> passkey_place(std::string_view origin) {
  const auto scheme = origin.find("://");
  if (scheme == std::string_view::npos) return std::nullopt;
  std::string_view host = origin.substr(scheme + 3);
  if (host.starts_with('[')) return std::nullopt;
  host = host.substr(0, host.find(':'));
  const bool is_name = std::ranges::any_of(host, [](char c) { return c != '.' && (c < '0' || c > '9'); });
  if (!is_name) return std::nullopt;
  return PasskeyPlace{std::string(host), std::string(origin)};
}

Result<PasskeyQuestion> ask_passkey(House& house, const Session& session) {
  PasskeyQuestion out{std::string(kChallengeSize, '\0'), {}};
  crypto::fill_random({reinterpret_cast<std::uint8_t*>(out.challenge.data()), out.challenge.size()});
  for (const Passkey& one : passkeys_of(house.store, session)) out.known.push_back(one.key.id);
  const bool lives = house.sessions.change(session.key, [&](Session& s) {
    s.question = out.challenge;
    s.question_until = house.now() + kQuestionLasts;
  });
  if (!lives) return refuse(sign_in_first);
  return out;
}

Result<void> add_passkey(House& house, const Session& session, const PasskeyPlace& place, const NewPasskey& given) {
  if (auto fresh = is_fresh(house, session); !fresh) return fresh;
  if (given.name.empty()) return refuse(missing_field, {{"field", "name"}});
  if (code_points(given.name) > kLongestName) return refuse(text_too_long, {{"field", "name"}});
  const std::string question = take_question(house, session);
  const auto algorithm = crypto::passkey_algorithm(given.algorithm);
  if (!algorithm || !asked_here(given.client_data, "webauthn.create", question, place)) return refuse(wrong_passkey);
  const auto made = crypto::read_new_passkey(place.host, *algorithm, given.authenticator_data);
  if (!made) return refuse(wrong_passkey);
  return house.writer.run<Result<void>>([&](Draft& draft) -> Result<void> {
    auto account = find_account(draft.change, session.login);
    if (!account) return refuse(sign_in_first);
    if (account->passkeys.size() >= kMostPasskeys) return refuse(number_out_of_range, {{"field", "passkeys"}});
    if (std::ranges::any_of(account->passkeys, [&](const Passkey& p) { return p.key.id == made->id; })) return refuse(wrong_passkey);
    account->passkeys.push_back({*made, house.vault.seal_thing(account->person.uuid, given.name), draft.now, std::nullopt});
    put_account(draft.change, *account);
    return {};
  });
}

FactorCheck by_passkey(PasskeyPlace place, PasskeyAnswer given) {
  return [place = std::move(place), given = std::move(given)](House& house, const Session& session) -> Result<void> {
    const std::string question = take_question(house, session);
    if (!asked_here(given.client_data, "webauthn.get", question, place)) return refuse(wrong_passkey);
    // Its count is kept in the same transaction, so that a copy that answers beside it is noticed.
    return house.writer.run<Result<void>>([&](Draft& draft) -> Result<void> {
      auto account = find_account(draft.change, session.login);
      if (!account) return refuse(wrong_passkey);
      const auto passkey = std::ranges::find_if(account->passkeys, [&](const Passkey& p) { return p.key.id == given.id; });
      if (passkey == account->passkeys.end()) return refuse(wrong_passkey);
      const auto count = crypto::check_passkey(passkey->key, place.host, given.client_data, given.authenticator_data, given.signature);
      if (!count) return refuse(wrong_passkey);
      passkey->key.count = *count;
      passkey->used = draft.now;
      put_account(draft.change, *account);
      return {};
    });
  };
}

std::string passkey_name(const House& house, const Session& session, const Passkey& p) { return house.vault.open_thing(session.person.uuid, p.sealed_name); }

std::string passkey_handle(const Passkey& p) { return crypto::hex(crypto::sha256(p.key.id)).substr(0, kHandleSize); }

std::vector<Passkey> passkeys_of(StoreReader& store, const Session& session) {
  const auto account = find_account(store, session.login);
  return account ? account->passkeys : std::vector<Passkey>{};
}

Result<void> remove_passkey(House& house, const Session& session, std::string_view handle) {
  if (auto fresh = is_fresh(house, session); !fresh) return fresh;
  return house.writer.run<Result<void>>([&](Draft& draft) -> Result<void> {
    auto account = find_account(draft.change, session.login);
    if (!account || std::erase_if(account->passkeys, [&](const Passkey& p) { return passkey_handle(p) == handle; }) == 0) return refuse(no_such_step);
    put_account(draft.change, *account);
    return {};
  });
}

}  // namespace nibbi::usecases
