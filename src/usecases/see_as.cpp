#include "usecases/see_as.hpp"

#include "crypto/totp.hpp"
#include "usecases/people_support.hpp"

namespace nibbi::usecases {

Result<WayIn> see_as(House& house, const Session& s, PersonId whom) {
  if (!house.demonstration) return refuse(ProblemCode::not_found);
  if (auto by = administrator(house, s); !by) return std::unexpected(by.error());
  const auto account = account_of(house.store, whom);
  if (!account || account->suspended) return refuse(ProblemCode::person_unknown);
  WayIn in{account->login, std::string(kDemoPassphrase), {}};
  if (!account->sealed_totp.empty()) in.code = crypto::totp_code(crypto::bytes_of(house.vault.open_thing(whom.uuid, account->sealed_totp)), house.now());
  return in;
}

}  // namespace nibbi::usecases
