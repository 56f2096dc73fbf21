#pragma once
// In a demonstration, where all people are invented: the way in of somebody's account, told to an administrator, so that whoever judges the programme
// sees what a role sees. It opens nothing by itself: the sign-in is the ordinary one, in a session of its own. An installation with real people has
// no such way (ARCHITECTURE, "Deliberately absent").
#include <string>
#include <string_view>

#include "usecases/house.hpp"

namespace nibbi::usecases {

/// Known to everybody who reads this; good for a demonstration and nothing else.
inline constexpr std::string_view kDemoPassphrase = "demo nibbi dakar 2026";

struct WayIn {
  std::string login, passphrase;
  std::string code;  ///< of this moment; empty: this account has no second factor
};
/// Refuses not_found outside a demonstration, whoever asks; not_allowed to who is no administrator; person_unknown where there is no such open account.
Result<WayIn> see_as(House&, const Session&, PersonId);

}  // namespace nibbi::usecases
