#pragma once
// A data folder as a running house: database, keys, rules. Opened once by whichever command works with it; the folder's lock is the store's.
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "crypto/keyring.hpp"
#include "domain/rules.hpp"
#include "readmodels/places.hpp"
#include "usecases/house.hpp"
#include "usecases/ports/store.hpp"

namespace nibbi {

/// In the folder of the data: the programme's own list of funding lines, in the shape of contract/codelists. It need not be there.
inline constexpr std::string_view kFundingLines = "funding_lines.json";
/// In the folder of the data: the instrument that scores follow-up visits, in the shape of contract/instruments, in place of the one built in.
/// It need not be there.
inline constexpr std::string_view kInstrument = "instrument.json";
/// In the folder of the data: deadlines in hours by the names of contract/clocks, over those that are built in. It need not be there.
inline constexpr std::string_view kClocks = "clocks.json";

struct InstallationOptions {
  std::string data;                      ///< the folder: database (SQLite), master key, socket
  std::optional<std::string> database;   ///< a PostgreSQL URL instead of SQLite
  std::optional<std::string> schema;     ///< of PostgreSQL; tests use one of their own
  std::optional<std::string> name;       ///< of a new installation
  bool demonstration = false;            ///< of a new installation
  std::function<Instant()> clock;        ///< empty: the system's; a test turns its own by hand
  bool must_exist = false;               ///< refuse to make a new one
  std::string image_program = "/proc/self/exe";  ///< understands images::kWord; a test is another program
  crypto::PasswordCost password_cost{};  ///< lower only in tests
};

class Installation {
 public:
  /// Opens, or makes a new one where there is none.  Throws std::runtime_error with words that are safe to show.
  explicit Installation(const InstallationOptions&);
  usecases::House& house() { return *house_; }
  crypto::Keyring& keyring() { return *keyring_; }
  bool is_new() const { return new_; }
  /// The database went on without this process, or may have: only a new start knows what is true.
  bool store_lost() const;
  /// What the administrator must be told of the master key.
  const std::vector<crypto::MasterWarning>& warnings() const { return warnings_; }

 private:
  bool new_ = false;
  std::vector<crypto::MasterWarning> warnings_;
  std::unique_ptr<usecases::Store> store_;
  std::unique_ptr<crypto::Keyring> keyring_;
  std::unique_ptr<crypto::InstallationKeys> keys_;
  std::unique_ptr<domain::Rules> rules_;
  std::unique_ptr<readmodels::Places> places_;
  std::unique_ptr<usecases::Vault> vault_;
  std::unique_ptr<usecases::House> house_;
};

/// Only reads the log of an installation, without its keys and without its lock; another process may be serving it.
std::unique_ptr<usecases::StoreReader> follow(const std::string& data, const std::optional<std::string>& database);

/// A file of the contract that was built in, by its path below contract/.
std::string_view contract_text(std::string_view path);

/// Milliseconds of the system's clock.
Instant system_now();

}  // namespace nibbi
