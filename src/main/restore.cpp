#include "main/restore.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "crypto/digest.hpp"
#include "crypto/text_form.hpp"
#include "main/commands.hpp"
#include "main/erase.hpp"
#include "main/installation.hpp"
#include "main/options.hpp"
#include "store/postgres_store.hpp"
#include "store/sqlite_check.hpp"
#include "store/sqlite_store.hpp"
#include "usecases/restore.hpp"
#include "wire/contract_files.hpp"
#include "wire/contract_read.hpp"
#include "wire/json.hpp"

namespace nibbi {
namespace {

namespace fs = std::filesystem;
using wire::Json;

struct OpenFile {
  explicit OpenFile(const std::string& path) : fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (fd < 0) throw std::system_error(errno, std::generic_category(), "can't open " + path);
  }
  ~OpenFile() { ::close(fd); }
  int fd;
};

std::string read_whole(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// Everything happens in here, and goes with it unless it was taken out.
class Workshop {
 public:
  explicit Workshop(const std::string& folder) : path_(folder + "/restoring") { fs::create_directory(path_); }
  ~Workshop() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

Proof prove_database(const std::string& path, const usecases::BackupAbout& about, const crypto::Keyring& keyring, const domain::Rules& rules) {
  Proof proof;
  proof.damage = store::sqlite_damage(path);
  if (!proof.damage.empty()) return proof;
  try {
    const auto database = store::follow_sqlite(path);
    if (database->head() != about.head) proof.damage.push_back("the log in the backup doesn't end where its header says");
    const auto wrapped = database->thing("installation", "keys");
    if (!wrapped) {
      proof.damage.push_back("the installation's own keys are missing");
      return proof;
    }
    const crypto::InstallationKeys keys = keyring.unwrap_installation(*wrapped);
    const usecases::Vault vault(about.installation, keyring, keys, rules);
    proof.verified = usecases::verify_log(*database, &vault);
  } catch (const std::exception& failed) {
    proof.damage.push_back(failed.what());
  }
  return proof;
}

std::string proof_json(const Proof& proof) {
  Json j = Json::parse(usecases::summary(proof.verified));
  j["damage"] = Json(jsoncons::json_array_arg);
  for (const auto& line : proof.damage) j["damage"].push_back(line);
  j["ok"] = proof.holds();
  return wire::write_json(j);
}

usecases::BytesDone tell_bytes(std::string word, std::function<void(const std::string&)> say) {
  return [word = std::move(word), say = std::move(say), next = std::int64_t{0}](std::int64_t done, std::int64_t of) mutable {
    if (done < next) return;
    next = std::min(done + of / 10, std::max(of, done + 1));
    const bool small = of < (10 << 20);
    auto size = [small](std::int64_t bytes) { return std::to_string(bytes >> (small ? 10 : 20)); };
    say(word + ": " + size(std::min(done, of)) + " of " + size(of) + (small ? " kB" : " MB"));
  };
}

Restored restore(const RestoreOptions& o) {
  const bool was_there = fs::exists(o.data);
  if (was_there && !fs::is_empty(o.data)) throw std::runtime_error(o.data + " is not empty: a backup is restored into an empty folder only");
  const OpenFile in(o.from);
  Restored out;
  out.about = usecases::check_backup(in.fd, tell_bytes("checking", o.say));
  if (out.about.engine != "sqlite") throw std::runtime_error("this is a backup of " + out.about.engine + ", which this command can't restore");
  out.epoch = o.epoch.value_or(out.about.head.epoch + 1);
  if (out.epoch <= out.about.head.epoch) throw std::runtime_error("the new epoch must be higher than the backup's, which is " + std::to_string(out.about.head.epoch));
  const auto erased = read_erased_list_file(erased_list_beside(o.keys));
  const auto revoked = read_revoked_list_file(revoked_list_beside(o.keys));

  fs::create_directories(o.data);
  fs::permissions(o.data, fs::perms::owner_all);
  try {
    const Workshop workshop(o.data);
    const std::string& folder = workshop.path();
    fs::permissions(folder, fs::perms::owner_all);
    std::string master = read_whole(o.keys);
    if (master.empty()) throw std::runtime_error("there is no keys file " + o.keys);
    write_private_file(folder + "/master.key", master, false);
    crypto::wipe(master);
    {
      const domain::Rules rules = wire::read_rules(wire::contract_files());
      const crypto::Keyring keyring(crypto::MasterFile::open_existing(folder + "/master.key", crypto::secret_from_outside()).file, out.about.installation);
      out.about = usecases::unseal_backup(keyring, in.fd, folder + "/nibbi.db", tell_bytes("restoring", o.say));
      o.say("verifying every record");
      out.proof = prove_database(folder + "/nibbi.db", out.about, keyring, rules);
    }
    if (out.proof.holds()) {
      if (o.database) {
        o.say("filling the database");
        store::fill_postgres(*o.database, o.schema, folder + "/nibbi.db");
        fs::remove(folder + "/nibbi.db");
      }
      {
        InstallationOptions io;
        io.data = folder;
        io.database = o.database;
        io.schema = o.schema;
        io.must_exist = true;
        io.password_cost = o.password_cost;
        Installation installation(io);
        usecases::begin_epoch(installation.house(), out.epoch);
        out.erased_again = usecases::erase_again(installation.house(), erased);
        out.revoked_again = usecases::revoke_again(installation.house(), revoked);
        keep_lists(folder + "/master.key", installation.house().store);
      }
      // The database last: a folder without it is no installation yet.
      for (const char* name : {"master.key.erased", "master.key.revoked", "nibbi.db.lock", "nibbi.db-wal", "nibbi.db-shm", "master.key", "nibbi.db"})
        if (fs::exists(folder + "/" + name)) fs::rename(folder + "/" + name, o.data + "/" + name);
    }
  } catch (...) {
    std::error_code ignored;
    if (!was_there) fs::remove(o.data, ignored);
    throw;
  }
  if (!out.proof.holds() && !was_there) {
    std::error_code ignored;
    fs::remove(o.data, ignored);
  }
  return out;
}

int run_restore(const std::vector<std::string>& arguments) {
  const Options o(arguments, {"from", "keys", "data", "database", "epoch"}, {});
  o.no_words();
  if (!o.words().empty()) throw WrongUse("restore takes no words");
  RestoreOptions ro;
  ro.from = o.need("from");
  ro.keys = o.need("keys");
  ro.data = o.need("data");
  ro.database = o.get("database");
  if (o.has("epoch")) ro.epoch = o.number("epoch", 0, 1, 1'000'000'000);
  ro.say = [](const std::string& text) { std::cerr << text << std::endl; };
  const Restored done = restore(ro);
  Json j(jsoncons::json_object_arg);
  j["restored"] = done.proof.holds();
  j["backup"] = done.about.id.text();
  j["installation"] = done.about.installation.text();
  j["created"] = done.about.created.text();
  j["epoch_before"] = done.about.head.epoch;
  j["pos"] = done.about.head.pos;
  j["chain"] = crypto::hex(done.about.head.chain);
  if (done.proof.holds()) {
    j["epoch"] = done.epoch;
    j["erased_again"] = done.erased_again;
    j["revoked_again"] = done.revoked_again;
  }
  j["proof"] = Json::parse(proof_json(done.proof));
  std::cout << wire::write_json(j) << '\n';
  if (done.proof.holds() && !std::filesystem::exists(revoked_list_beside(ro.keys)))
    std::cerr << "No list of revoked devices lies beside these keys. Whichever were taken back after this backup was made must be taken back again: nibbi person revoke-device.\n";
  if (!done.proof.holds()) std::cerr << "nibbi restore: the backup opens, but what is in it does not hold; nothing was restored\n";
  return done.proof.holds() ? 0 : 1;
}

}  // namespace nibbi
