#include "usecases/presence.hpp"

#include <algorithm>

#include "crypto/digest.hpp"
#include "crypto/text_form.hpp"
#include "usecases/accounts.hpp"

namespace nibbi::usecases {

std::optional<Session> session_of(House& house, std::string_view token, Milliseconds untouched) {
  if (untouched.count <= 0) return session_of(house, token);
  const std::string key = crypto::hex(crypto::token_digest(token));
  Instant before{};
  house.sessions.change(key, [&](Session& s) { before = s.seen_at; });
  auto session = session_of(house, token);
  if (!session) return session;
  // Another request's moment, of who was here meanwhile, stands.
  house.sessions.change(key, [&](Session& s) {
    if (s.seen_at == session->seen_at) s.seen_at = std::max(before, session->seen_at - untouched);
  });
  return session;
}

}  // namespace nibbi::usecases
