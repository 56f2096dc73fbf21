#include "main/admin_works.hpp"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

#include "usecases/accounts.hpp"

namespace nibbi {

AdminWork admin_work(std::string_view command) {
  static const std::map<std::string_view, AdminWork> kWorks{
      {"backup", work_backup},
      {"verify", work_verify},
      {"import htcds", work_import_htcds},
      {"import list", work_import_list},
      {"import outbox", work_import_outbox},
      {"export htcds", work_export_htcds},
      {"rotate", work_rotate},
      {"rotate drop", work_drop},
      {"person add", work_person_add},
      {"person invite", work_person_add},
      {"person list", work_person_list},
      {"person grant", work_person_grant},
      {"person revoke", work_person_revoke},
      {"person supervise", work_person_supervise},
      {"person safeguarding", work_person_safeguarding},
      {"person passphrase", work_person_passphrase},
      {"person second-factor", work_person_second_factor},
      {"person end-sessions", work_person_end_sessions},
      {"person suspend", work_person_suspend},
      {"person revoke-device", work_person_revoke_device},
      {"unit add", work_unit_add},
      {"unit list", work_unit_list},
      {"unit capacity", work_unit_capacity},
      {"unit duty", work_unit_duty},
      {"unit close", work_unit_close},
  };
  auto it = kWorks.find(command);
  return it == kWorks.end() ? nullptr : it->second;
}

std::string bytes_of(int file, std::size_t most) {
  struct stat found{};
  if (file < 0 || ::fstat(file, &found) != 0 || !S_ISREG(found.st_mode)) throw WrongUse("the list is not a file");
  if (static_cast<std::size_t>(found.st_size) > most) throw std::runtime_error("the file can't be read: file_too_large");
  std::string bytes(static_cast<std::size_t>(found.st_size), '\0');
  std::size_t at = 0;
  while (at < bytes.size()) {
    const ssize_t n = ::pread(file, bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw std::runtime_error("the file can't be read");
    if (n == 0) break;
    at += static_cast<std::size_t>(n);
  }
  bytes.resize(at);
  return bytes;
}

void refused(const Problem& p) {
  std::string text = "refused: " + std::string(word(p.code));
  for (const auto& [key, value] : p.details) text += " (" + key + ": " + value + ")";
  throw std::runtime_error(text);
}

domain::Codes codes_of(const std::string& commas) {
  domain::Codes codes;
  for (std::size_t from = 0; from < commas.size();) {
    const std::size_t end = std::min(commas.find(',', from), commas.size());
    if (end > from) codes.push_back({commas.substr(from, end - from)});
    from = end + 1;
  }
  return codes;
}

InstallationOptions options_of(const Options& o) {
  InstallationOptions io;
  io.data = o.need("data");
  io.database = o.get("database");
  return io;
}

AccountAsked account_asked(usecases::House& house, const AdminAsked& asked) {
  const auto named = asked.get("as");
  if (!named && !house.demonstration) throw WrongUse("--as is needed: the account that answers for this");
  const std::string login = named.value_or(std::string(kDemoListsLogin));
  const auto account = usecases::find_account(house.store, login);
  if (!account) throw WrongUse("there is no such account");
  return {account->person, login};
}

UnitId unit_asked(const domain::Directory& d, const std::string& text) {
  if (auto id = UnitId::parse(text); id && d.unit(*id)) return *id;
  UnitId begins;
  std::size_t many = 0;
  for (const auto& [id, unit] : d.units) {
    if (unit.about.name == text) return id;
    if (text.empty() || !unit.about.name.starts_with(text)) continue;
    begins = id;
    ++many;
  }
  if (many > 1) throw WrongUse("several units begin with that name; give the id");
  if (many == 0) throw WrongUse("there is no such unit");
  return begins;
}

std::string operating_system_user() {
  const uid_t uid = ::getuid();
  std::array<char, 4096> room{};
  passwd entry{};
  passwd* found = nullptr;
  const bool known = ::getpwuid_r(uid, &entry, room.data(), room.size(), &found) == 0 && found;
  const char* before = std::getenv("SUDO_USER");  // a claim, but of whoever could have been that user anyway
  return (known ? std::string(found->pw_name) + " " : std::string()) + "(uid " + std::to_string(uid) + "), command line" + (before && *before ? std::string(", by sudo from ") + before : "");
}

}  // namespace nibbi
