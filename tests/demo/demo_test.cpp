// The demonstration: every entry of the invented programme may stand, every course is there, and one seed tells one story.
#include <catch2/catch_test_macros.hpp>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "demo/programme.hpp"
#include "domain/form_check.hpp"
#include "main/commands.hpp"
#include "main/demo.hpp"
#include "main/installation.hpp"
#include "usecases/accounts.hpp"
#include "usecases/verify.hpp"
#include "wire/contract_files.hpp"
#include "wire/json.hpp"

namespace nibbi::tests {
namespace {

using namespace domain;

const Instant kNow = *Instant::parse("2026-11-24T16:30:00.000Z");

class TemporaryFolder {
 public:
  TemporaryFolder() : path_(std::filesystem::temp_directory_path() / ("nibbi-demo-" + std::to_string(getpid()) + "-" + std::to_string(++made_))) { std::filesystem::create_directories(path_); }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  std::string path() const { return path_.string(); }

 private:
  static inline int made_ = 0;
  std::filesystem::path path_;
};

struct Shown {
  explicit Shown(std::int64_t children, std::uint64_t seed = 1) {
    InstallationOptions o;
    o.data = folder.path();
    o.name = "DEMO";
    o.demonstration = true;
    o.clock = [] { return kNow; };
    o.password_cost = {1, 8192};
    std::ofstream(o.data + '/' + std::string(kFundingLines)) << contract_text("demo/funding_lines.json");
    installation = std::make_unique<Installation>(o);
    made = write_demonstration(house(), {.children = children, .seed = seed, .now = kNow, .progress = {}});
  }
  usecases::House& house() { return installation->house(); }
  void each_entry(const std::function<void(const usecases::StoredEntry&, const wire::Parts&)>& work) {
    std::map<RecordId, std::shared_ptr<const crypto::RecordKeys>> keys;
    for (std::int64_t pos = 0;;) {
      const auto some = house().store.entries_after(pos, 500);
      if (some.empty()) return;
      for (const auto& e : some) {
        auto& k = keys[e.record];
        if (!k) k = house().vault.keys_of(*house().store.record(e.record));
        work(e, house().vault.open_parts(*k, e));
      }
      pos = some.back().pos;
    }
  }

  TemporaryFolder folder;
  std::unique_ptr<Installation> installation;
  Demonstration made;
};

/// One programme for the tests that only look.
Shown& sixty() {
  static Shown shown(60);
  return shown;
}

std::string refusals(const Demonstration& made) {
  std::string all;
  for (const auto& [what, times] : made.refused) all += what + " (" + std::to_string(times) + ")\n";
  return all;
}

std::vector<usecases::FilePtr> files(Shown& shown) {
  std::vector<usecases::FilePtr> all;
  for (const auto& brief : shown.house().memory.caseload.all()) all.push_back(shown.house().file(brief->record));
  return all;
}

}  // namespace

TEST_CASE("everything that the invented people write may stand") {
  Shown& shown = sixty();
  CHECK(refusals(shown.made) == "");
  CHECK(shown.made.children == 60);
  CHECK(shown.house().memory.caseload.size() == 60);
  CHECK(shown.made.entries == shown.house().store.head().pos);
  const auto verified = usecases::verify_log(shown.house().store, &shown.house().vault);
  CHECK(verified.finding_count == 0);
  CHECK(verified.states == 60);
}

TEST_CASE("more children have more workers and more beds, and still nothing is refused") {
  for (const std::uint64_t seed : {7, 8, 9}) {
    Shown shown(200, seed);
    CHECK(refusals(shown.made) == "");
  }
  demo::Stock stock(wire::contract_files());
  const demo::Cast few(stock, 1, 565, kNow), many(stock, 1, 5650, kNow);
  CHECK(few.people().size() >= 60);
  CHECK(many.people().size() > few.people().size() * 6);
  CHECK(many.unit("centre_a").places == few.unit("centre_a").places * 10);
}

TEST_CASE("what is written passes the checks of what arrives from a device") {
  Shown& shown = sixty();
  std::map<RecordId, Instant> last;
  shown.each_entry([&](const usecases::StoredEntry& e, const wire::Parts& parts) {
    const auto header = wire::read_header(e.header);
    REQUIRE(header.has_value());
    const auto content = wire::read_parts(header->kind, parts, &shown.house().rules);
    INFO(word(header->kind));
    REQUIRE(content.has_value());
    const auto verdict = usecases::read_verdict(e.verdict);
    CHECK(verdict.accepted);
    CHECK(header->claimed_at <= verdict.received_at);
    CHECK(verdict.received_at <= kNow);
    CHECK(verdict.received_at >= kNow - days(920));
    CHECK(last[e.record] <= verdict.received_at);
    last[e.record] = verdict.received_at;
    if (const auto* note = std::get_if<NoteAdded>(&content->body)) CHECK(note->text.ends_with("(DEMO)"));
    if (const auto* form = std::get_if<FormSaved>(&content->body)) CHECK(check_form(shown.house().rules, shown.house().rules.forms.find(form->form.value)->second, form->answers).set_aside.empty());
  });
}

TEST_CASE("there are files at every stage, and of every course") {
  Shown& shown = sixty();
  std::set<std::string_view> stages, referrals;
  std::set<Kind> kinds;
  int conflicts = 0, together = 0, over_the_border = 0;
  for (const auto& file : files(shown)) {
    stages.insert(word(file->state.stage));
    for (const auto& r : file->state.referrals) referrals.insert(word(r.state));
    for (const auto& said : file->state.said) kinds.insert(said.kind);
    for (const auto& [question, answered] : file->state.answers) conflicts += answered.conflict;
    together += !file->state.opened.event.is_none();
    if (const auto* plan = file->state.last<ReturnPlanned>()) over_the_border += plan->body.destination_country != file->state.opened.country;
  }
  CHECK(stages == std::set<std::string_view>{"identified", "assessed", "planned", "in_implementation", "follow_up", "closed", "reopened"});
  for (const char* state : {"opened", "accepted", "served", "declined", "expired", "closed"}) CHECK(referrals.contains(state));
  for (const Kind kind : {Kind::consent_refused, Kind::return_withdrawn, Kind::file_reopened, Kind::closure_approved, Kind::handover_received, Kind::best_interests_determined,
                          Kind::second_agreed, Kind::trace_confirmed, Kind::cover_set, Kind::movement_checkpoint, Kind::referral_expired})
    CHECK(kinds.contains(kind));
  CHECK(conflicts == 2);
  CHECK(together == 36);
  CHECK(over_the_border > 10);
}

TEST_CASE("a whole history, from the first night to closure after a return, has at least forty entries") {
  Shown& shown = sixty();
  int whole = 0;
  for (const auto& file : files(shown)) {
    if (file->state.status == FileState::open || !file->state.last<HandoverReceived>()) continue;
    ++whole;
    CHECK(file->state.n >= 40);
  }
  CHECK(whole >= 1);
}

TEST_CASE("every course has a child as soon as there are children enough") {
  const auto courses = demo::courses_for(demo::course_count);
  CHECK(std::set<demo::Course>(courses.begin(), courses.end()).size() == demo::course_count);
  const auto many = demo::courses_for(529);
  CHECK(many.size() == 529);
  CHECK(std::count(many.begin(), many.end(), demo::Course::answers_differ) == 1);
  CHECK(demo::courses_for(1).size() == 1);
}

TEST_CASE("accounts for every role, over two countries and more; only the street and the shelters have no second factor") {
  Shown& shown = sixty();
  std::set<Role> roles;
  std::set<std::string> countries, units;
  for (const DemoAccount& a : shown.made.accounts) {
    roles.insert(a.role);
    countries.insert(a.country);
    units.insert(a.unit);
    CHECK(a.unit.find("DEMO") != std::string::npos);
    CHECK(a.totp_secret.empty() == (a.role == Role::street_worker || a.role == Role::shelter_staff));
    const auto account = usecases::find_account(shown.house().store, a.login);
    REQUIRE(account.has_value());
    CHECK(account->sealed_totp.empty() == a.totp_secret.empty());
  }
  CHECK(roles.size() == role_count);
  CHECK(countries.size() >= 4);
  CHECK(units.size() >= 10);
  const auto json = wire::Json::parse(demonstration_json(shown.made));
  CHECK(json["accounts"].size() == shown.made.accounts.size());
  CHECK(json["counts"]["children"].as<int>() == 60);
}

TEST_CASE("sixteen partners and the programme itself, each unit marked") {
  demo::Stock stock(wire::contract_files());
  const demo::Cast cast(stock, 1, 565, kNow);
  std::set<std::string> partners;
  int shelters_of_dakar = 0;
  for (const demo::Unit& u : cast.units()) {
    CHECK(u.about.name.find("DEMO") != std::string::npos);
    if (u.about.organisation != "Programme DEMO") partners.insert(u.about.organisation);
    shelters_of_dakar += u.places > 0 && u.about.town == "Dakar";
  }
  CHECK(partners.size() == 16);
  CHECK(shelters_of_dakar == 4);
}

TEST_CASE("one seed and one moment give one log, but for salts, keys and signatures") {
  auto told = [](std::uint64_t seed) {
    Shown shown(30, seed);
    std::vector<std::pair<std::string, wire::Parts>> log;
    shown.each_entry([&](const usecases::StoredEntry& e, const wire::Parts& parts) { log.emplace_back(e.header, parts); });
    return log;
  };
  const auto one = told(3);
  CHECK(one == told(3));
  CHECK(one != told(4));
}

TEST_CASE("a folder that has an installation is left alone") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() + "/master.key") << "somebody's";
  CHECK(run_demo({"--data", folder.path(), "--children", "1"}) == 1);
  CHECK(!std::filesystem::exists(folder.path() + "/nibbi.db"));
}

}  // namespace nibbi::tests
