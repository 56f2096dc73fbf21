#pragma once
// The demonstration: an invented programme written into a house through the one write path.
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "usecases/house.hpp"
#include "usecases/see_as.hpp"

namespace nibbi {

using usecases::kDemoPassphrase;

struct DemoOptions {
  std::int64_t children = 565;
  std::uint64_t seed = 1;
  Instant now;  ///< when the story stops
  std::function<void(std::int64_t done, std::int64_t of)> progress;
};

struct DemoAccount {
  std::string login, totp_secret;  ///< the secret as authenticator applications read it; empty: no second factor
  domain::Role role{};
  std::string unit, country, name;
};
struct Demonstration {
  std::vector<DemoAccount> accounts;
  std::int64_t units = 0, people = 0, children = 0, entries = 0;
  std::map<std::string, std::int64_t> refused;  ///< "kind: problem" and how often; an empty one is as it should be
};

/// Writes the whole programme into an installation that has nothing in it yet.
Demonstration write_demonstration(usecases::House&, const DemoOptions&);
/// Accounts and counts, for whoever prints the table.
std::string demonstration_json(const Demonstration&);
/// The second-factor secret of a demonstration's login: 20 bytes that anybody can work out.
std::string demo_totp_secret(std::string_view login);

}  // namespace nibbi
