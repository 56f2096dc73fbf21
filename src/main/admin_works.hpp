#pragma once
// The works that the administrator's commands ask for, by the name that stands in the question. Each is in the file of its command.
#include "main/admin_socket.hpp"
#include "main/options.hpp"

namespace nibbi {

#define NIBBI_WORK(name) AdminAnswer name(Installation&, const InstallationOptions&, const AdminAsked&, const AdminProgress&)
NIBBI_WORK(work_backup);
NIBBI_WORK(work_verify);
NIBBI_WORK(work_import_htcds);
NIBBI_WORK(work_import_list);
NIBBI_WORK(work_import_outbox);
NIBBI_WORK(work_export_htcds);
NIBBI_WORK(work_rotate);
NIBBI_WORK(work_drop);
NIBBI_WORK(work_person_add);
NIBBI_WORK(work_person_list);
NIBBI_WORK(work_person_grant);
NIBBI_WORK(work_person_revoke);
NIBBI_WORK(work_person_supervise);
NIBBI_WORK(work_person_safeguarding);
NIBBI_WORK(work_person_passphrase);
NIBBI_WORK(work_person_second_factor);
NIBBI_WORK(work_person_end_sessions);
NIBBI_WORK(work_person_suspend);
NIBBI_WORK(work_person_revoke_device);
NIBBI_WORK(work_unit_add);
NIBBI_WORK(work_unit_list);
NIBBI_WORK(work_unit_capacity);
NIBBI_WORK(work_unit_duty);
NIBBI_WORK(work_unit_close);
#undef NIBBI_WORK

/// A refusal as the command line tells it: the code, and what it is about.
[[noreturn]] void refused(const Problem&);
template <class T>
T granted(Result<T> result) {
  if (!result) refused(result.error());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// "a,b" as codes; nothing is none.
domain::Codes codes_of(const std::string& commas);
/// --data and --database.
InstallationOptions options_of(const Options&);

/// Whom the command line acts for. In a demonstration nobody need be named: it is the demonstration's own account for lists.
struct AccountAsked {
  PersonId person;
  std::string login;
};
AccountAsked account_asked(usecases::House&, const AdminAsked&);
inline constexpr std::string_view kDemoListsLogin = "export";

/// A unit by its id, its name, or the beginning of its name where only one begins so. Throws WrongUse.
UnitId unit_asked(const domain::Directory&, const std::string& text);

/// What stands in an open file, at most so many bytes. Throws WrongUse, std::runtime_error.
std::string bytes_of(int file, std::size_t most);

/// nibbi import outbox FILE.
int import_outbox(const InstallationOptions&, const std::string& path);

/// nibbi import list FILE --propose: the map that its headings suggest, on standard output. Reads nothing of an installation.
int propose_columns(const std::string& path, const std::string& sheet);

/// The user of the operating system, for the log: "awa (uid 1000), command line".
std::string operating_system_user();

}  // namespace nibbi
