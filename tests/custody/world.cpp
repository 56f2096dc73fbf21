#include "tests/custody/world.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <pqxx/pqxx>
#include <sstream>

#include <SQLiteCpp/SQLiteCpp.h>

#include "crypto/random.hpp"
#include "crypto/text_form.hpp"
#include "domain/case_code.hpp"
#include "usecases/people_admin.hpp"
#include "wire/state_codec.hpp"

namespace nibbi::tests {

using namespace domain;
using usecases::Draft;

std::vector<std::string> engines() {
  std::vector<std::string> all{"sqlite"};
  if (const char* url = std::getenv("NIBBI_TEST_POSTGRES"); url && *url) all.push_back("postgresql");
  return all;
}

long from_environment(const char* name, long otherwise) {
  const char* text = std::getenv(name);
  return text && *text ? std::atol(text) : otherwise;
}

std::string read_whole(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

Folder::Folder() : path_((std::filesystem::temp_directory_path() / "nibbi-custody-XXXXXX").string()) {
  if (!::mkdtemp(path_.data())) throw std::runtime_error("no folder for the test");
}
Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Home::Home(const std::string& engine) : engine_(engine) {
  static int count = 0;
  schema_ = "custody_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
}

Home::~Home() {
  if (engine_ != "postgresql") return;
  try {
    pqxx::connection connection(std::getenv("NIBBI_TEST_POSTGRES"));
    connection.set_notice_handler([](pqxx::zview) {});
    pqxx::nontransaction(connection).exec("DROP SCHEMA IF EXISTS \"" + schema_ + "\" CASCADE");
  } catch (const pqxx::failure&) {  // The server's end will tidy up.
  }
}

InstallationOptions Home::options() const {
  InstallationOptions o;
  o.data = folder_.path();
  o.name = "DEMO";
  o.password_cost = {1, 8192};
  if (engine_ == "postgresql") {
    o.database = std::getenv("NIBBI_TEST_POSTGRES");
    o.schema = schema_;
  }
  return o;
}

void Home::tamper(const std::string& sql) const {
  if (engine_ == "sqlite") {
    SQLite::Database(folder_.file("nibbi.db"), SQLite::OPEN_READWRITE).exec(sql);
    return;
  }
  pqxx::connection connection(std::getenv("NIBBI_TEST_POSTGRES"));
  pqxx::nontransaction(connection).exec("SET search_path = \"" + schema_ + "\"; " + sql);
}

World::World(const InstallationOptions& options) : installation_(std::make_unique<Installation>(options)) {}

void World::settle() {
  const std::string by = "test";
  auto unit = [&](const char* name, const char* kind, const char* country, Codes services, std::optional<std::int64_t> places) {
    UnitRegistered about;
    about.name = name;
    about.organisation = std::string(name) + " DEMO";
    about.kind.value = kind;
    about.country.value = country;
    about.services = std::move(services);
    about.breaks_glass = true;
    return usecases::add_unit(house(), by, about, places).value();
  };
  const UnitId parcours = unit("Parcours", "social_service", "SN", {{"psychosocial"}}, {});
  const UnitId espoir = unit("Espoir", "shelter", "SN", {{"shelter"}}, 3);
  const UnitId bairro = unit("Bairro", "social_service", "GW", {{"tracing"}}, {});
  const UnitId ensemble = unit("Ensemble", "programme", "SN", {}, {});
  auto person = [&](const char* login, Role role, UnitId at) {
    const bool exempt = role == Role::shelter_staff;
    return usecases::add_person(house(), by, {.name = std::string(login) + " DEMO", .language = "fr", .login = login, .passphrase = kPassphrase, .no_second_factor = exempt, .post = PersonGranted{role, at, {}}}).value().person;
  };
  const PersonId binta = person("binta", Role::case_worker, parcours);
  const PersonId demba = person("demba", Role::supervisor, parcours);
  person("oumy", Role::data_protection_officer, parcours);
  person("fatou", Role::shelter_staff, espoir);
  person("lia", Role::data_protection_officer, ensemble);
  person("sadio", Role::supervisor, bairro);
  person("nino", Role::case_worker, bairro);
  REQUIRE(usecases::set_supervisor(house(), by, binta, demba));
}

PersonId World::person(const std::string& login) { return usecases::find_person(house(), login).value(); }
UnitId World::unit(const std::string& name) { return usecases::find_unit(house(), name).value(); }

usecases::Pen& World::pen(const std::string& login) {
  auto it = pens_.find(login);
  if (it != pens_.end()) return it->second;
  const PersonId who = person(login);
  const Post post = house().memory.directory()->person(who)->posts.front();
  return pens_.emplace(login, house().writer.run<usecases::Pen>([&](Draft& d) { return usecases::take_pen(d, who, post.role, post.unit); })).first->second;
}

usecases::Receipt World::say(const std::string& login, RecordId record, Body body, Telling telling, Factor factor) {
  usecases::Pen& mine = pen(login);
  return house().writer.run<usecases::Receipt>([&](Draft& d) {
    const auto file = d.file(record);
    last_ = EntryId{crypto::new_uuid(d.now)};
    const auto entry = usecases::written(house(), mine, record, file ? file->record.n : 0, body, telling, d.now, last_);
    return usecases::judge_and_append(house(), d, entry, factor, true);
  });
}

RecordId World::open_file(const std::string& login, unsigned long number) {
  const RecordId record{crypto::new_uuid(house().now())};
  REQUIRE(said(say(login, record, ChildOpened{case_code("SN", number), {"SN"}, {"girl"}, {"a10_12"}, {}})) == "accepted");
  REQUIRE(said(say(login, record, FormSaved{{"intake"}, 1, {{"intake.first_name", std::string("Canari-prénom")}, {"intake.danger", std::string("no")}}})) == "accepted");
  return record;
}

RecordId World::open_file(unsigned long number, int notes) {
  const RecordId record = open_file("binta", number);
  for (int i = 0; i < notes; ++i) REQUIRE(said(say("binta", record, NoteAdded{{"observation"}, {}, {}, "Canari-note"})) == "accepted");
  return record;
}

std::string World::said(const usecases::Receipt& r) { return r.problem ? std::string(word(r.problem->code)) : std::string(usecases::word(r.status)); }

std::string verdict(usecases::House& house) {
  const auto found = usecases::verify_log(house.store, &house.vault);
  return found.finding_count == 0 ? "ok" : usecases::summary(found);
}

std::string dump(usecases::House& house) {
  std::ostringstream out;
  auto hex = [](std::string_view bytes) { return crypto::hex(crypto::bytes_of(bytes)); };
  const auto head = house.store.head();
  out << "head " << head.epoch << ' ' << head.pos << ' ' << crypto::hex(head.chain) << '\n';
  house.store.each_record([&](const usecases::StoredRecord& r) {
    out << "record " << r.id.text() << ' ' << r.kind << ' ' << r.n << ' ' << r.erased << '\n';
    const auto keys = house.vault.keys_of(r);
    for (const auto& e : house.store.entries_of(r.id, 0)) {
      out << "entry " << e.pos << ' ' << e.n << ' ' << e.id.text() << ' ' << e.header << ' ' << e.verdict << ' ' << hex(e.signature) << ' ' << crypto::hex(e.chain);
      const auto parts = house.vault.open_parts(*keys, e);
      for (Tier t : kTiers) out << ' ' << parts[t].value_or("-");
      out << '\n';
    }
    if (r.kind == "child" && !r.erased)
      for (Tier t : kTiers) out << "state " << wire::write_state(house.vault.load(house.store, r.id)->state)[t] << '\n';
    for (const auto& a : house.store.accesses_of(r.id, INT64_MAX, 100'000)) out << "seen " << a.number << '\n';
  });
  for (const auto& a : house.store.accesses(INT64_MAX, 1'000'000))
    out << "access " << a.number << ' ' << a.at.unix_ms << ' ' << a.record.text() << ' ' << a.person.text() << ' ' << a.row << ' ' << house.vault.open_reason(a.record, a.sealed_reason) << '\n';
  for (const char* drawer : {"account", "device", "backup", "erased"})
    for (const auto& t : house.store.things(drawer)) out << "thing " << drawer << ' ' << hex(t.key) << ' ' << hex(t.value) << '\n';
  out << "thing installation " << house.store.thing("installation", "about").value_or("-") << '\n';
  return out.str();
}

void killed_after(long delay_us, const std::function<void()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      work();
    } catch (...) {
      ::_exit(3);
    }
    ::_exit(4);
  }
  ::usleep(static_cast<useconds_t>(delay_us));
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  // Killed, or through with it before; anything else is a failure of the work.
  const bool fine = (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) || (WIFEXITED(status) && WEXITSTATUS(status) == 4);
  REQUIRE(fine);
}

}  // namespace nibbi::tests
