#include "main/demo.hpp"

#include <condition_variable>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <fcntl.h>
#include <iostream>
#include <mutex>
#include <thread>
#include <unistd.h>

#include "crypto/digest.hpp"
#include "crypto/text_form.hpp"
#include "demo/programme.hpp"
#include "main/commands.hpp"
#include "main/installation.hpp"
#include "main/options.hpp"
#include "usecases/devices.hpp"
#include "usecases/history_append.hpp"
#include "usecases/say.hpp"
#include "wire/contract_files.hpp"
#include "wire/json.hpp"

namespace nibbi {
namespace {

using usecases::Draft;
using usecases::House;
using usecases::PreparedHistory;

constexpr std::size_t kHelping = 24;   ///< children in one transaction
constexpr std::size_t kWaitingMost = 4;  ///< helpings that stand ready

/// Turns the lines of the stories into entries that can be judged: signed with a device of each person, sealed.
class Scribe {
 public:
  Scribe(const House& house, const demo::Cast& cast) : house_(house) {
    for (const demo::Worker& w : cast.people())
      pens_[w.person] = {w.person, w.role, w.unit->id, w.device, std::make_shared<const crypto::SigningKey>(crypto::SigningKey::generate()), 0};
  }

  PreparedHistory write(demo::History&& h) {
    PreparedHistory out = usecases::begin_history(house_, h.record, h.kind);
    out.lines.reserve(h.lines.size());
    for (demo::Line& line : h.lines) {
      const Instant at = line.entry.received_at;
      usecases::add_entry(house_, out, line.entry.header.by_system() ? by_system(line.entry) : by_person(line.entry), at, line.factor, line.attended);
    }
    return out;
  }

  /// The devices as they stand; their keys are kept nowhere.
  void put_devices(Draft& draft) const {
    for (const auto& [person, pen] : pens_) usecases::put_device(draft.change, {pen.device, person, pen.key->public_spki(), pen.seq, false});
  }

 private:
  usecases::ReadyEntry by_person(domain::Entry& e) {
    return usecases::written(house_, pens_.at(e.header.author), e.header.record, e.header.seen, std::move(e.body), std::move(e.telling), e.header.claimed_at, e.header.id);
  }
  usecases::ReadyEntry by_system(domain::Entry& e) {
    usecases::ReadyEntry ready;
    ready.header = e.header;
    if (ready.header.id.is_none()) ready.header.id = id_by_name(e.body);
    ready.header_text = wire::write_header(ready.header);
    ready.content.body = std::move(e.body);
    ready.parts = wire::write_parts(ready.content, house_.rules);
    return ready;
  }
  /// The id under which the house itself would write this.
  static EntryId id_by_name(const domain::Body& body) {
    const std::string kind(word(domain::kind_of(body)));
    if (const auto* r = std::get_if<domain::ReferralReceived>(&body)) return crypto::derived_entry_id({kind, r->referral.text()});
    if (const auto* r = std::get_if<domain::ReferralExpired>(&body)) return crypto::derived_entry_id({kind, r->referral.text()});
    if (const auto* g = std::get_if<domain::BreakGlassEnded>(&body)) return crypto::derived_entry_id({kind, g->opened.text()});
    throw OurFault("an entry of the system has a name");
  }

  const House& house_;
  std::map<PersonId, usecases::Pen> pens_;
};

/// Helpings pass from the thread that signs and seals to the one that waits for the writer.
class Belt {
 public:
  using Helping = std::vector<PreparedHistory>;
  void put(Helping h) {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [&] { return waiting_.size() < kWaitingMost || closed_; });
    waiting_.push_back(std::move(h));
    moved_.notify_all();
  }
  /// Empty at the end. Throws what the other thread threw.
  Helping take() {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [&] { return !waiting_.empty() || closed_; });
    if (failed_) std::rethrow_exception(failed_);
    if (waiting_.empty()) return {};
    Helping h = std::move(waiting_.front());
    waiting_.pop_front();
    moved_.notify_all();
    return h;
  }
  void close(std::exception_ptr failed = {}) {
    std::lock_guard lock(mutex_);
    closed_ = true;
    if (failed) failed_ = failed;
    moved_.notify_all();
  }
  bool is_closed() {
    std::lock_guard lock(mutex_);
    return closed_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable moved_;
  std::deque<Helping> waiting_;
  bool closed_ = false;
  std::exception_ptr failed_;
};

/// Appends in one transaction and counts.
void append(House& house, Belt::Helping helping, const Scribe* devices, Demonstration& out) {
  struct Told { std::string kind; usecases::Receipt receipt; };
  auto shared = std::make_shared<Belt::Helping>(std::move(helping));
  const auto told = house.writer.run<std::vector<Told>>([&house, shared, devices](Draft& draft) {
    std::vector<Told> all;
    if (devices) devices->put_devices(draft);
    for (PreparedHistory& history : *shared) {
      std::vector<std::string> kinds;
      for (const auto& line : history.lines) kinds.emplace_back(word(line.entry.header.kind));
      const auto receipts = usecases::append_history(house, draft, std::move(history));
      for (std::size_t i = 0; i < receipts.size(); ++i) all.push_back({kinds[i], receipts[i]});
    }
    return all;
  });
  for (const Told& t : told) {
    if (t.receipt.status != usecases::ReceiptStatus::refused) ++out.entries;
    else ++out.refused[t.kind + ": " + (t.receipt.problem ? std::string(word(t.receipt.problem->code)) : "?")];
  }
}

void make_accounts(House& house, const demo::Cast& cast, Demonstration& out) {
  for (const demo::Worker& w : cast.people()) {
    if (w.login.empty()) continue;
    // A programme may exempt those who work in the street and in shelters.
    const bool exempt = w.role == domain::Role::street_worker || w.role == domain::Role::shelter_staff;
    const std::string secret = exempt ? std::string{} : demo_totp_secret(w.login);
    const auto made = usecases::make_account(house, w.person, w.login, kDemoPassphrase, secret);
    if (!made) throw std::runtime_error("an account of the demonstration could not be made: " + std::string(word(made.error().code)));
    out.accounts.push_back({w.login, exempt ? std::string{} : crypto::base32(crypto::bytes_of(secret)), w.role, w.unit->about.name, w.unit->about.country.value, w.name});
  }
}

void write_privately(const std::string& path, const std::string& text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool whole = file >= 0 && ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (file >= 0) ::close(file);
  if (!whole) throw std::runtime_error("can't write " + path);
}

bool has_installation(const std::string& data) {
  return std::filesystem::exists(data + "/master.key") || std::filesystem::exists(data + "/nibbi.db");
}

}  // namespace

std::string demo_totp_secret(std::string_view login) {
  const crypto::Digest digest = crypto::sha256("nibbi demo totp " + std::string(login));
  return {digest.begin(), digest.begin() + 20};
}

Demonstration write_demonstration(House& house, const DemoOptions& o) {
  demo::Programme programme(house.rules, wire::contract_files(), o.seed, o.children, o.now);
  const demo::Cast& cast = programme.cast();
  Demonstration out;
  out.units = static_cast<std::int64_t>(cast.units().size());
  out.people = static_cast<std::int64_t>(cast.people().size());
  Scribe scribe(house, cast);

  Belt::Helping first;
  for (demo::History& h : programme.foundations()) first.push_back(scribe.write(std::move(h)));
  append(house, std::move(first), &scribe, out);
  make_accounts(house, cast, out);

  // One thread tells, signs and seals while the writer judges and commits.
  Belt belt;
  std::thread telling([&] {
    try {
      Belt::Helping helping;
      for (demo::History& h : programme.shared()) helping.push_back(scribe.write(std::move(h)));
      std::size_t children = 0;
      while (auto child = programme.next()) {
        for (demo::History& h : *child) helping.push_back(scribe.write(std::move(h)));
        if (++children % kHelping == 0) belt.put(std::exchange(helping, {}));
        if (belt.is_closed()) return;
      }
      if (!helping.empty()) belt.put(std::move(helping));
      belt.close();
    } catch (...) {
      belt.close(std::current_exception());
    }
  });
  try {
    for (auto helping = belt.take(); !helping.empty(); helping = belt.take()) {
      for (const PreparedHistory& h : helping) out.children += h.file.record.kind == word(domain::RecordKind::child);
      append(house, std::move(helping), nullptr, out);
      if (o.progress) o.progress(out.children, o.children);
    }
  } catch (...) {
    belt.close();
    telling.join();
    throw;
  }
  telling.join();
  append(house, {}, &scribe, out);  // how far each device has counted
  return out;
}

std::string demonstration_json(const Demonstration& d) {
  using wire::Json;
  Json accounts(jsoncons::json_array_arg);
  for (const DemoAccount& a : d.accounts) {
    Json one(jsoncons::json_object_arg);
    one["login"] = a.login;
    one["passphrase"] = std::string(kDemoPassphrase);
    one["totp_secret"] = a.totp_secret.empty() ? Json(jsoncons::null_type()) : Json(a.totp_secret);
    one["role"] = Json(word(a.role));
    one["unit"] = a.unit;
    one["country"] = a.country;
    one["name"] = a.name;
    accounts.push_back(std::move(one));
  }
  Json counts(jsoncons::json_object_arg);
  counts["units"] = d.units;
  counts["people"] = d.people;
  counts["children"] = d.children;
  counts["entries"] = d.entries;
  Json all(jsoncons::json_object_arg);
  all["accounts"] = std::move(accounts);
  all["counts"] = std::move(counts);
  return wire::write_json(all);
}

int run_demo(const std::vector<std::string>& arguments) {
  const Options o(arguments, {"data", "children", "seed", "at", "database"}, {});
  o.no_words();
  InstallationOptions io;
  io.data = o.need("data");
  io.database = o.get("database");
  io.name = "DEMO Ñibbi";
  io.demonstration = true;
  DemoOptions demo;
  demo.children = o.number("children", 565, 1, 200'000);
  demo.seed = static_cast<std::uint64_t>(o.number("seed", 1, 0, 1'000'000'000));
  demo.now = system_now();
  if (const auto at = o.get("at")) {
    const auto then = Instant::parse(*at);
    if (!then || *then > demo.now) throw WrongUse("--at is a moment that is past, such as 2026-11-24T08:00:00.000Z");
    demo.now = *then;
  }
  demo.progress = [](std::int64_t done, std::int64_t of) {
    if (done == of || done % 2'400 == 0 || (of < 5'000 && done % 240 == 0)) std::fprintf(stderr, "nibbi demo: %lld of %lld children\n", static_cast<long long>(done), static_cast<long long>(of));
  };

  if (has_installation(io.data)) {
    std::fprintf(stderr, "nibbi demo: %s already has an installation; a demonstration begins in a new folder\n", io.data.c_str());
    return 1;
  }
  std::filesystem::create_directories(io.data);
  write_privately(io.data + '/' + std::string(kFundingLines), std::string(contract_text("demo/funding_lines.json")));
  Installation installation(io);
  if (!installation.is_new()) {
    std::fprintf(stderr, "nibbi demo: the database already has an installation; a demonstration begins in an empty one\n");
    return 1;
  }
  const Demonstration made = write_demonstration(installation.house(), demo);
  for (const auto& [what, times] : made.refused) std::fprintf(stderr, "nibbi demo: refused %lld times: %s\n", static_cast<long long>(times), what.c_str());
  const std::string json = demonstration_json(made);
  write_privately(io.data + "/demo-accounts.json", json + '\n');
  std::cout << json << '\n';
  return made.refused.empty() ? 0 : 1;
}

}  // namespace nibbi
