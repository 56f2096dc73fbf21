#include <termios.h>
#include <unistd.h>

#include <iostream>

#include "main/admin_works.hpp"
#include "main/commands.hpp"
#include "main/options.hpp"
#include "usecases/away.hpp"
#include "usecases/people_admin.hpp"
#include "wire/json.hpp"

namespace nibbi {
namespace {

using wire::Json;

/// The first line of standard input, without echo where somebody types it.
std::string read_passphrase() {
  termios before{};
  const bool typed = ::isatty(STDIN_FILENO) && ::tcgetattr(STDIN_FILENO, &before) == 0;
  if (typed) {
    termios quiet = before;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    std::cerr << "Passphrase (12 characters at least): " << std::flush;
  }
  std::string line;
  const bool read = static_cast<bool>(std::getline(std::cin, line));
  if (typed) {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::cerr << std::endl;
  }
  if (!read || line.empty()) throw WrongUse("the passphrase is read from standard input, one line");
  return line;
}

Json person_json(PersonId person) {
  Json j(jsoncons::json_object_arg);
  j["person"] = person.text();
  return j;
}

void put_factor(Json& j, const std::optional<usecases::SecondFactor>& factor) {
  if (!factor) {
    j["second_factor"] = Json::null();
    return;
  }
  j["second_factor"] = Json(jsoncons::json_object_arg);
  j["second_factor"]["uri"] = factor->uri;
  j["second_factor"]["secret"] = factor->secret;
}

/// A role that was asked for counts now, or once an administrator agrees at their screen.
void put_waits(Json& j, domain::Effect effect) {
  if (effect == domain::Effect::pending) j["waits_for_a_second_administrator"] = true;
}

domain::Role role_asked(const AdminAsked& asked) {
  const auto role = domain::role_of(asked.need("role"));
  if (!role) throw WrongUse("there is no role " + asked.need("role"));
  return *role;
}

domain::PersonGranted post_asked(Installation& installation, const AdminAsked& asked) {
  return {role_asked(asked), granted(usecases::find_unit(installation.house(), asked.need("unit"))), codes_of(asked.get("countries").value_or(""))};
}

PersonId person_asked(Installation& installation, const AdminAsked& asked) { return granted(usecases::find_person(installation.house(), asked.need("person"))); }

}  // namespace

AdminAnswer work_person_add(Installation& installation, const InstallationOptions&, const AdminAsked& asked, const AdminProgress&) {
  usecases::PersonAsked person{.name = asked.need("name"), .language = asked.get("language").value_or("fr"), .login = asked.need("login"), .passphrase = asked.get("secret").value_or(""),
                               .no_second_factor = asked.get("no-second-factor").has_value(), .post = {}};
  if (asked.get("role")) person.post = post_asked(installation, asked);
  const auto added = granted(usecases::add_person(installation.house(), asked.need("by"), person));
  crypto::wipe(person.passphrase);
  Json j = person_json(added.person);
  j["login"] = person.login;
  if (added.code) {
    j["code"] = added.code->code;
    j["until"] = added.code->until.text();
  } else {
    put_factor(j, added.second_factor);
  }
  put_waits(j, added.post);
  return {wire::write_json(j), 0};
}
AdminAnswer work_person_list(Installation& installation, const InstallationOptions&, const AdminAsked&, const AdminProgress&) {
  return {usecases::people_json(installation.house()), 0};
}
AdminAnswer work_person_grant(Installation& installation, const InstallationOptions&, const AdminAsked& asked, const AdminProgress&) {
  const PersonId person = person_asked(installation, asked);
  const auto effect = granted(usecases::grant_post(installation.house(), asked.need("by"), person, post_asked(installation, asked)));
  Json j = person_json(person);
  put_waits(j, effect);
  return {wire::write_json(j), 0};
}
AdminAnswer work_person_revoke(Installation& installation, const InstallationOptions&, const AdminAsked& asked, const AdminProgress&) {
  const PersonId person = person_asked(installation, asked);
  const UnitId unit = granted(usecases::find_unit(installation.house(), asked.need("unit")));
  granted(usecases::revoke_post(installation.house(), asked.need("by"), person, role_asked(asked), unit));
  Json j = person_json(person);
  j["files_waiting"] = usecases::files_without_worker(installation.house(), person);
  return {wire::write_json(j), 0};
}
AdminAnswer work_person_safeguarding(Installation& installation, const InstallationOptions&, const AdminAsked& asked, const AdminProgress&) {
  const PersonId person = person_asked(installation, asked);
  granted(usecases::set_safeguarding(installation.house(), asked.need("by"), person, !asked.get("none")));
  return {wire::write_json(person_json(person)), 0};
}
AdminAnswer work_person_supervise(Installation& installation, const InstallationOptions&, const AdminAsked& asked, const AdminProgress&) {
  const PersonId person = person_asked(installation, asked);
  const PersonId supervisor = granted(usecases::find_person(installation.house(), asked.need("supervisor")));
  granted(usecases::set_supervisor(installation.house(), asked.need("by"), person, supervisor));
  return {wire::write_json(person_json(person)), 0};
}
AdminAnswer work_person_passphrase(Installation& installation, const InstallationOptions&, const AdminAsked& asked, const AdminProgress&) {
  granted(usecases::set_passphrase(installation.house(), asked.need("by"), asked.need("login"), asked.need("secret")));
  return {wire::write_json(person_json(granted(usecases::find_person(installation.house(), asked.need("login"))))), 0};
}
AdminAnswer work_person_second_factor(Installation& installation, const InstallationOptions&, const AdminAsked& asked, const AdminProgress&) {
  const auto factor = granted(usecases::set_second_factor(installation.house(), asked.need("by"), asked.need("login"), asked.get("none").has_value()));
  Json j = person_json(granted(usecases::find_person(installation.house(), asked.need("login"))));
  put_factor(j, factor);
  return {wire::write_json(j), 0};
}
AdminAnswer work_person_end_sessions(Installation& installation, const InstallationOptions&, const AdminAsked& asked, const AdminProgress&) {
  const PersonId person = granted(usecases::find_person(installation.house(), asked.need("login")));
  granted(usecases::end_sessions(installation.house(), asked.need("by"), person));
  return {wire::write_json(person_json(person)), 0};
}
AdminAnswer work_person_suspend(Installation& installation, const InstallationOptions&, const AdminAsked& asked, const AdminProgress&) {
  const PersonId person = granted(usecases::find_person(installation.house(), asked.need("login")));
  granted(usecases::suspend(installation.house(), asked.need("by"), person, !asked.get("none")));
  Json j = person_json(person);
  j["files_waiting"] = usecases::files_without_worker(installation.house(), person);
  return {wire::write_json(j), 0};
}
AdminAnswer work_person_revoke_device(Installation& installation, const InstallationOptions&, const AdminAsked& asked, const AdminProgress&) {
  const auto device = DeviceId::parse(asked.need("device"));
  if (!device) throw WrongUse("--device is an id, as nibbi person list shows it");
  granted(usecases::revoke_device(installation.house(), asked.need("by"), *device));
  Json j(jsoncons::json_object_arg);
  j["device"] = device->text();
  j["revoked"] = true;
  return {wire::write_json(j), 0};
}

int run_person(const std::vector<std::string>& arguments) {
  const Options o(arguments, {"data", "database", "name", "language", "login", "person", "role", "unit", "countries", "supervisor", "device"}, {"no-second-factor", "none"});
  static const std::set<std::string> kActs{"add", "invite", "list", "grant", "revoke", "supervise", "safeguarding", "passphrase", "second-factor", "end-sessions", "suspend", "revoke-device"};
  if (o.words().size() != 1 || !kActs.contains(o.words()[0])) throw WrongUse("add, invite, list, grant, revoke, supervise, safeguarding, passphrase, second-factor, end-sessions, suspend or revoke-device");
  const std::string& act = o.words()[0];
  AdminAsked asked{.command = "person " + act, .with = {{"by", operating_system_user()}}};
  for (const char* name : {"name", "language", "login", "person", "role", "unit", "countries", "supervisor", "device", "no-second-factor", "none"})
    if (auto value = o.get(name)) asked.with[name] = *value;
  const InstallationOptions io = options_of(o);
  if (act == "add" || act == "passphrase") {
    if (!o.has("login")) throw WrongUse("--login is needed");
    asked.with["secret"] = read_passphrase();
  }
  if (act == "invite" && !o.has("login")) throw WrongUse("--login is needed");
  const AdminAnswer answer = ask_admin(io, asked);
  if (auto secret = asked.with.find("secret"); secret != asked.with.end()) crypto::wipe(secret->second);
  if (act == "second-factor" || act == "add") std::cerr << "The secret of the second factor is shown this once. Hand it over in person, for their authenticator application.\n";
  if (act == "invite") std::cerr << "The code is shown this once and good for three days. Hand it over in person: with it, its owner chooses a passphrase at the door of the application.\n";
  return print_answer(answer);
}

}  // namespace nibbi
