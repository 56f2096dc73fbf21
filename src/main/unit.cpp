#include "main/admin_works.hpp"
#include "main/commands.hpp"
#include "main/options.hpp"
#include "usecases/people_admin.hpp"
#include "wire/json.hpp"

namespace nibbi {
namespace {

std::string unit_json(UnitId unit) {
  wire::Json j(jsoncons::json_object_arg);
  j["unit"] = unit.text();
  return wire::write_json(j);
}

std::optional<std::int64_t> places_of(const AdminAsked& asked) {
  const auto text = asked.get("places");
  return text ? std::optional<std::int64_t>(std::stoll(*text)) : std::nullopt;
}

}  // namespace

AdminAnswer work_unit_add(Installation& installation, const InstallationOptions&, const AdminAsked& asked, const AdminProgress&) {
  domain::UnitRegistered about;
  about.name = asked.need("name");
  about.organisation = asked.need("organisation");
  about.kind.value = asked.need("kind");
  about.country.value = asked.need("country");
  about.services = codes_of(asked.get("services").value_or(""));
  about.languages = codes_of(asked.get("languages").value_or(""));
  about.town = asked.get("town").value_or("");
  about.phone = asked.get("phone").value_or("");
  about.address = asked.get("address").value_or("");
  about.address_secret = asked.get("secret-address").has_value();
  about.breaks_glass = asked.get("breaks-glass").has_value();
  return {unit_json(granted(usecases::add_unit(installation.house(), asked.need("by"), about, places_of(asked)))), 0};
}
AdminAnswer work_unit_list(Installation& installation, const InstallationOptions&, const AdminAsked&, const AdminProgress&) {
  return {usecases::units_json(installation.house()), 0};
}
AdminAnswer work_unit_capacity(Installation& installation, const InstallationOptions&, const AdminAsked& asked, const AdminProgress&) {
  const UnitId unit = granted(usecases::find_unit(installation.house(), asked.need("unit")));
  asked.need("places");
  granted(usecases::set_capacity(installation.house(), asked.need("by"), unit, *places_of(asked)));
  return {unit_json(unit), 0};
}
AdminAnswer work_unit_duty(Installation& installation, const InstallationOptions&, const AdminAsked& asked, const AdminProgress&) {
  const UnitId unit = granted(usecases::find_unit(installation.house(), asked.need("unit")));
  const PersonId supervisor = granted(usecases::find_person(installation.house(), asked.need("supervisor")));
  const auto from = Date::parse(asked.need("from")), until = Date::parse(asked.need("until"));
  if (!from || !until) throw WrongUse("--from and --until are days, such as 2026-11-24");
  granted(usecases::set_duty(installation.house(), asked.need("by"), unit, {supervisor, *from, *until}));
  return {unit_json(unit), 0};
}
AdminAnswer work_unit_close(Installation& installation, const InstallationOptions&, const AdminAsked& asked, const AdminProgress&) {
  const UnitId unit = granted(usecases::find_unit(installation.house(), asked.need("unit")));
  granted(usecases::close_unit(installation.house(), asked.need("by"), unit, asked.get("why").value_or("")));
  return {unit_json(unit), 0};
}

int run_unit(const std::vector<std::string>& arguments) {
  const Options o(arguments, {"data", "database", "name", "organisation", "kind", "country", "services", "languages", "town", "phone", "address", "places", "unit", "why", "supervisor", "from", "until"}, {"secret-address", "breaks-glass"});
  static const std::set<std::string> kActs{"add", "list", "capacity", "duty", "close"};
  if (o.words().size() != 1 || !kActs.contains(o.words()[0])) throw WrongUse("add, list, capacity, duty or close");
  AdminAsked asked{.command = "unit " + o.words()[0], .with = {{"by", operating_system_user()}}};
  for (const char* name : {"name", "organisation", "kind", "country", "services", "languages", "town", "phone", "address", "unit", "why", "supervisor", "from", "until", "secret-address", "breaks-glass"})
    if (auto value = o.get(name)) asked.with[name] = *value;
  if (o.has("places")) asked.with["places"] = std::to_string(o.number("places", 0, 0, 10'000));
  return print_answer(ask_admin(options_of(o), asked));
}

}  // namespace nibbi
