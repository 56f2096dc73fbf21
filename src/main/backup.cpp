#include "main/backup.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "crypto/digest.hpp"
#include "crypto/random.hpp"
#include "crypto/text_form.hpp"
#include "main/admin_works.hpp"
#include "main/commands.hpp"
#include "main/erase.hpp"
#include "main/options.hpp"
#include "main/restore.hpp"
#include "store/sqlite_check.hpp"
#include "store/sqlite_store.hpp"
#include "usecases/rotate.hpp"
#include "wire/json.hpp"

namespace nibbi {
namespace {

namespace fs = std::filesystem;
using wire::Json;

/// The file that is written under another name first; gone again unless it is kept.
class NewFile {
 public:
  explicit NewFile(const std::string& path) : path_(path), part_(path + ".part") {
    if (fs::exists(path)) throw std::runtime_error(path + " is there already; a backup never replaces a file");
    ::unlink(part_.c_str());
    fd_ = ::open(part_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "can't make " + path);
  }
  ~NewFile() {
    if (!kept_) ::unlink(part_.c_str());
    ::close(fd_);
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  int fd() const { return fd_; }
  void keep() {
    if (::renameat2(AT_FDCWD, part_.c_str(), AT_FDCWD, path_.c_str(), RENAME_NOREPLACE) != 0)
      throw std::system_error(errno, std::generic_category(), "can't put the backup in its place, " + path_);
    kept_ = true;
    const auto folder = fs::absolute(path_).parent_path().string();
    if (const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); directory >= 0) {
      ::fsync(directory);
      ::close(directory);
    }
  }

 private:
  std::string path_, part_;
  int fd_ = -1;
  bool kept_ = false;
};

std::string read_whole(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

Json about_json(const usecases::BackupAbout& about) {
  Json j(jsoncons::json_object_arg);
  j["backup"] = about.id.text();
  j["installation"] = about.installation.text();
  j["created"] = about.created.text();
  j["epoch"] = about.head.epoch;
  j["pos"] = about.head.pos;
  j["chain"] = crypto::hex(about.head.chain);
  j["bytes"] = about.bytes;
  j["key_version"] = about.key_version;
  j["master_key_included"] = false;
  return j;
}

}  // namespace

void clear_scratch(const std::string& data) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(data, ignored))
    if (entry.path().filename().string().starts_with("scratch-")) fs::remove(entry.path(), ignored);
}

Scratch::Scratch(const std::string& data) : path_(data + "/scratch-" + crypto::new_uuid(system_now()).text()) {}
Scratch::~Scratch() {
  std::error_code ignored;
  for (const char* end : {"", ".part", "-journal", "-wal", "-shm"}) fs::remove(path_ + end, ignored);
}

AdminAnswer work_backup(Installation& installation, const InstallationOptions& options, const AdminAsked& asked, const AdminProgress& progress) {
  if (asked.file < 0) throw WrongUse("a backup needs a file to go to");
  usecases::House& house = installation.house();
  usecases::BackupAbout about;
  {
    const Scratch copy(options.data);
    progress("copying the database");
    house.store.copy_to(copy.path());
    about.installation = house.vault.installation();
    about.created = house.now();
    about.head = store::follow_sqlite(copy.path())->head();
    about = usecases::seal_backup(installation.keyring(), about, copy.path(), asked.file, tell_bytes("sealing", progress));
  }
  usecases::note_backup(house, about.id, about.key_version);
  keep_lists(options.data + "/master.key", house.store);
  Json j = about_json(about);
  bool proven = true;
  if (asked.get("prove")) {
    const Scratch scratch(options.data);
    const auto again = usecases::unseal_backup(installation.keyring(), asked.file, scratch.path(), tell_bytes("proving", progress));
    progress("verifying every record");
    const Proof proof = prove_database(scratch.path(), again, installation.keyring(), house.rules);
    j["proof"] = Json::parse(proof_json(proof));
    proven = proof.holds();
  }
  return {wire::write_json(j), proven ? 0 : 1};
}

/// While somebody serves, the log grows under the reader's eyes: so a copy is verified, or where there is none to be had, it is looked at again.
AdminAnswer work_verify(Installation& installation, const InstallationOptions& options, const AdminAsked& asked, const AdminProgress& progress) {
  usecases::House& house = installation.house();
  const bool sqlite = house.store.engine() == "sqlite";
  Proof proof;
  if (sqlite && asked.served) {
    const Scratch copy(options.data);
    progress("copying the database");
    house.store.copy_to(copy.path());
    usecases::BackupAbout about;
    about.installation = house.vault.installation();
    about.head = store::follow_sqlite(copy.path())->head();
    proof = prove_database(copy.path(), about, installation.keyring(), house.rules);
  } else {
    if (sqlite) proof.damage = store::sqlite_damage(options.data + "/nibbi.db");
    for (int again = 0; again < 5; ++again) {
      const auto before = house.store.head();
      proof.verified = usecases::verify_log(house.store, &house.vault);
      if (proof.verified.finding_count == 0 || !asked.served || house.store.head() == before) break;
      progress("the log has moved; looking again");
    }
  }
  return {proof_json(proof), proof.holds() ? 0 : 1};
}

int run_backup(const std::vector<std::string>& arguments) {
  const Options o(arguments, {"data", "database", "out", "keys", "check"}, {"prove"});
  o.no_words();
  const auto say = [](const std::string& text) { std::cerr << text << std::endl; };
  if (const auto file = o.get("check")) {
    const int fd = ::open(file->c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) throw std::system_error(errno, std::generic_category(), "can't open " + *file);
    const auto about = usecases::check_backup(fd, tell_bytes("checking", say));
    ::close(fd);
    std::cout << wire::write_json(about_json(about)) << '\n';
    return 0;
  }
  InstallationOptions io;
  io.data = o.need("data");
  io.database = o.get("database");
  if (!o.has("out") && !o.has("keys")) throw WrongUse("--out or --keys is needed");
  if (o.has("prove") && !o.has("out")) throw WrongUse("--prove needs --out");
  if (const auto keys = o.get("keys")) {
    const std::string master = io.data + "/master.key";
    std::string text = read_whole(master);
    if (text.empty()) throw std::runtime_error("there is no master key in " + io.data);
    write_private_file(*keys, text, false);
    crypto::wipe(text);
    for (const auto beside : {erased_list_beside, revoked_list_beside})
      if (fs::exists(beside(master))) write_private_file(beside(*keys), read_whole(beside(master)), true);
    std::cerr << "The keys were copied to " << *keys << ". Whoever holds this file beside a backup can read every file of every child:\n"
                 "keep it apart from all backups (a safe, a sealed envelope), and destroy older copies of it, or what was erased stays readable to them.\n";
  }
  if (!o.has("out")) return 0;
  NewFile file(o.need("out"));
  AdminAsked asked{.command = "backup", .with = {}, .file = file.fd()};
  if (o.has("prove")) asked.with["prove"] = "yes";
  const AdminAnswer answer = ask_admin(io, asked);
  file.keep();
  std::cerr << "The backup is sealed and the master key is not in it: without a copy of the keys, kept apart, it opens nothing (nibbi backup --keys FILE).\n";
  return print_answer(answer);
}

}  // namespace nibbi
