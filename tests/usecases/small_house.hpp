#pragma once
// A whole installation in a temporary folder, small enough to know everybody: a mobile team and a shelter in Dakar, a social service in
// Bissau. On SQLite, and on PostgreSQL where NIBBI_TEST_POSTGRES names one.
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "main/installation.hpp"
#include "usecases/child_view.hpp"
#include "usecases/entries_accept.hpp"
#include "usecases/say.hpp"
#include "wire/json.hpp"

namespace nibbi::tests {

/// Somebody who signs in and writes: a person in one post, with a device.
struct Member {
  PersonId person;
  domain::Role role{};
  UnitId unit;
  usecases::Pen pen;
  usecases::Session session;
};

class SmallHouse {
 public:
  explicit SmallHouse(const std::string& engine);
  ~SmallHouse();

  usecases::House& house() { return installation_->house(); }
  const std::string& folder() const { return folder_; }
  /// Ends the installation and opens it again, as after a restart.
  void reopen();

  UnitId team, shelter, social, office;
  Member awa;      ///< street worker of the mobile team
  Member fatou;    ///< case worker of the mobile team
  Member moussa;   ///< supervisor of the mobile team, of Awa and Fatou
  Member ndeye;    ///< shelter staff
  Member joana;    ///< unit focal point of the social service in Bissau
  Member carla;    ///< tracing officer of that service
  Member stranger; ///< street worker of a fourth unit that has nothing to do with anything
  Member codou;    ///< coordinates Senegal, from the coordination
  Member admin;

  /// Writes as a device would: header, parts, envelope, signature, through accept_entries.
  usecases::Receipt say(Member&, RecordId, domain::Body, bool attended = true, domain::Telling = {}, std::int64_t seen = -1);
  usecases::Proposal propose(Member&, RecordId, domain::Body, domain::Telling = {}, std::int64_t seen = -1);
  /// A file opened by somebody, with a name that a test can look for.
  RecordId open_file(Member&, const std::string& first_name = "Prénom-canari");
  /// Somebody more, in this post.
  Member another(domain::Role role, UnitId unit) { return member("Encore DEMO", role, unit); }
  /// The view as JSON, or the refusal's word.
  std::string view(Member&, RecordId, const usecases::ViewAsked& = {});
  wire::Json view_json(Member& m, RecordId r, const usecases::ViewAsked& a = {}) { return wire::Json::parse(view(m, r, a)); }
  EntryId last_entry() const { return last_; }
  Instant now{1'795'000'000'000};
  void pass(Milliseconds m) { now = now + m; }

 private:
  void open();
  Member member(const std::string& name, domain::Role, UnitId, domain::Codes countries = {});
  std::string engine_, folder_, schema_;
  std::unique_ptr<Installation> installation_;
  EntryId last_;
  unsigned long codes_ = 1;
};

/// Why somebody of another organisation gets the child, where no referral was accepted.
inline domain::Telling sleeps_there() {
  domain::Telling t;
  t.reason = "C’est là qu’on veille sur elle.";
  return t;
}

/// The engines that this run has; SQLite always.
std::vector<std::string> engines();

}  // namespace nibbi::tests
