#include "main/installation.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "crypto/random.hpp"
#include "images/sandbox.hpp"
#include "store/postgres_store.hpp"
#include "store/sql_store.hpp"
#include "store/sqlite_store.hpp"
#include "wire/contract_files.hpp"
#include "wire/instrument_read.hpp"
#include "wire/json.hpp"

namespace nibbi {
namespace {

constexpr std::string_view kDrawer = "installation";
constexpr std::string_view kFollowUpPath = "instruments/follow_up.json";
constexpr std::string_view kFundingLinesPath = "codelists/funding_lines.json";

/// A list that the programme keeps beside its data; empty where it keeps none.
std::string programme_file(const std::string& data, std::string_view name) {
  std::ifstream file(data + '/' + std::string(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The contract, with the programme's own list of funding lines as one more code list. Throws wire::ContractBroken.
domain::Rules rules_with(const std::string& own_lines) {
  std::vector<wire::ContractFile> files(wire::contract_files().begin(), wire::contract_files().end());
  if (!own_lines.empty()) files.push_back({kFundingLinesPath, own_lines});
  return wire::read_rules(files);
}

/// The programme's own deadlines over those of the contract. What the access policy fixes is nobody's to set.
void set_clocks(domain::Rules& rules, const std::string& own_clocks) {
  if (own_clocks.empty()) return;
  constexpr std::array kOfThePolicy{"break_glass", "two_person", "referral_closed_sight"};
  auto broken = [](const std::string& what) { return wire::ContractBroken(std::string(kClocks) + ": " + what); };
  const auto json = wire::Json::parse(own_clocks);
  if (!json.is_object()) throw broken("an object of clocks and hours is expected, such as {\"family_assessment_validity\": 2160}");
  for (const auto& clock : json.object_range()) {
    const auto known = rules.clock_hours.find(clock.key());
    if (known == rules.clock_hours.end() || std::ranges::contains(kOfThePolicy, clock.key())) throw broken("there is no clock to set named " + std::string(clock.key()));
    const auto& hours = clock.value();
    if (!hours.is_null() && !(hours.is<std::int64_t>() && hours.as<std::int64_t>() > 0)) throw broken(std::string(clock.key()) + " takes a whole number of hours, or null for none");
    known->second = hours.is_null() ? std::nullopt : std::optional(hours.as<std::int64_t>());
  }
}

std::vector<usecases::FundingLine> funding_lines(const std::string& own_lines) {
  std::vector<usecases::FundingLine> lines;
  if (own_lines.empty()) return lines;
  const auto list = wire::Json::parse(own_lines);
  if (list["list"].as<std::string>() != "funding_line") throw wire::ContractBroken(std::string(kFundingLines) + " is not the list funding_line");
  for (const auto& one : list["codes"].array_range()) {
    for (const char* language : {"fr", "en", "pt"})
      if (!one.contains(language)) throw wire::ContractBroken(std::string(kFundingLines) + ": the code " + one["code"].as<std::string>() + " has no words in " + language);
    lines.push_back({one["code"].as<std::string>(), one["fr"].as<std::string>(), one["en"].as<std::string>(), one["pt"].as<std::string>()});
  }
  return lines;
}

std::unique_ptr<usecases::Store> open_store(const InstallationOptions& o) {
  if (o.database) return store::open_postgres(*o.database, o.schema);
  return store::open_sqlite(o.data + "/nibbi.db");
}

}  // namespace

std::string_view contract_text(std::string_view path) {
  for (const auto& file : wire::contract_files())
    if (file.path == path) return file.text;
  throw std::logic_error("the contract has no file " + std::string(path));
}

Instant system_now() {
  using namespace std::chrono;
  return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

std::unique_ptr<usecases::StoreReader> follow(const std::string& data, const std::optional<std::string>& database) {
  if (database) return store::follow_postgres(*database);
  return store::follow_sqlite(data + "/nibbi.db");
}

bool Installation::store_lost() const {
  const auto* sql = dynamic_cast<const store::SqlStore*>(store_.get());
  return sql && sql->lost();
}

Installation::Installation(const InstallationOptions& o) {
  if (o.must_exist && !o.database && !std::filesystem::exists(o.data + "/nibbi.db")) throw std::runtime_error("there is no installation in " + o.data);
  const usecases::Writer::Clock clock = o.clock ? o.clock : usecases::Writer::Clock(system_now);
  std::filesystem::create_directories(o.data);
  std::filesystem::permissions(o.data, std::filesystem::perms::owner_all);
  const std::string own_lines = programme_file(o.data, kFundingLines);
  rules_ = std::make_unique<domain::Rules>(rules_with(own_lines));
  set_clocks(*rules_, programme_file(o.data, kClocks));
  places_ = std::make_unique<readmodels::Places>(readmodels::Places::from_tsv(contract_text("places/places.tsv")));
  store_ = open_store(o);

  if (auto* sql = dynamic_cast<store::SqlStore*>(store_.get())) sql->heal();

  const std::string master = o.data + "/master.key";
  const auto known = store_->thing(kDrawer, "about");
  new_ = !known;
  // Never made anew over what is there: that would throw away the keys of everything in it.
  if (new_ && (store_->head().pos > 0 || store_->thing(kDrawer, "keys"))) throw std::runtime_error("the database is damaged: it has a log and no installation; restore a backup");
  auto opened = new_ ? crypto::MasterFile::open_or_create(master, crypto::secret_from_outside(), clock())
                     : crypto::MasterFile::open_existing(master, crypto::secret_from_outside());
  warnings_ = opened.warnings;

  InstallationId id;
  std::string name;
  bool demonstration = false;
  if (known) {
    const auto about = wire::Json::parse(*known);
    id = InstallationId::parse(about["id"].as<std::string>()).value();
    name = about["name"].as<std::string>();
    demonstration = about["demonstration"].as<bool>();
  } else {
    id = InstallationId{crypto::new_uuid(clock())};
    name = o.name.value_or("Ñibbi");
    demonstration = o.demonstration;
  }
  keyring_ = std::make_unique<crypto::Keyring>(std::move(opened.file), id);
  if (known) {
    keys_ = std::make_unique<crypto::InstallationKeys>(keyring_->unwrap_installation(store_->thing(kDrawer, "keys").value()));
  } else {
    keys_ = std::make_unique<crypto::InstallationKeys>(crypto::InstallationKeys::generate());
    wire::Json about(jsoncons::json_object_arg);
    about["id"] = id.text();
    about["name"] = name;
    about["demonstration"] = demonstration;
    store_->transact([&](usecases::Change& change) {
      change.put_thing(kDrawer, "keys", keyring_->wrap_installation(*keys_));
      change.put_thing(kDrawer, "about", wire::write_json(about));
    });
  }
  vault_ = std::make_unique<usecases::Vault>(id, *keyring_, *keys_, *rules_);
  house_ = std::make_unique<usecases::House>(*store_, *vault_, *rules_, *places_, clock, name, demonstration, o.password_cost);
  house_->remake_image = [program = o.image_program](std::string_view bytes) { return images::remake_apart(bytes, {.program = program}); };
  house_->funding_lines = funding_lines(own_lines);
  const std::string own_instrument = programme_file(o.data, kInstrument);
  house_->instrument_file = own_instrument.empty() ? std::string(contract_text(kFollowUpPath)) : own_instrument;
  house_->instrument = wire::read_instrument(own_instrument.empty() ? kFollowUpPath : kInstrument, house_->instrument_file, *rules_);
  usecases::wake_up(*house_);
}

}  // namespace nibbi
