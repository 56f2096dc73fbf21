#include "usecases/rotate.hpp"

#include "main/admin_works.hpp"
#include "main/commands.hpp"
#include "main/options.hpp"
#include "usecases/erase.hpp"
#include "wire/json.hpp"

namespace nibbi {
namespace {

using wire::Json;

Json versions_json(Installation& installation) {
  Json list(jsoncons::json_array_arg);
  for (const auto& version : installation.keyring().versions()) {
    const auto needs = usecases::needs_of(installation.house(), version.version);
    Json one(jsoncons::json_object_arg);
    one["version"] = version.version;
    one["created"] = version.created.text();
    one["records"] = needs.records;
    one["installation_keys"] = needs.installation_keys;
    one["backups"] = needs.backups;
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace

AdminAnswer work_rotate(Installation& installation, const InstallationOptions&, const AdminAsked&, const AdminProgress& progress) {
  const auto done = usecases::rotate(installation.house(), installation.keyring(), [&](std::int64_t records) { progress("wrapped again: " + std::to_string(records) + " records"); });
  Json j(jsoncons::json_object_arg);
  j["version"] = done.version;
  j["resumed"] = done.resumed;
  j["rewrapped"] = done.rewrapped;
  j["versions"] = versions_json(installation);
  return {wire::write_json(j), 0};
}

AdminAnswer work_drop(Installation& installation, const InstallationOptions&, const AdminAsked& asked, const AdminProgress&) {
  const std::int64_t version = std::stoll(asked.need("drop"));
  auto needs = usecases::needs_of(installation.house(), version);
  if (asked.get("lose-backups")) needs.backups = 0;
  const auto versions = installation.keyring().versions();
  if (versions.front().version == version) throw std::runtime_error("version " + std::to_string(version) + " is the newest and in use; rotate first");
  if (needs.any()) {
    std::string why = "version " + std::to_string(version) + " is still needed by " + std::to_string(needs.records) + " records, ";
    if (needs.installation_keys) why += "the installation's own keys, ";
    why += std::to_string(needs.backups) + " backups of the last " + std::to_string(usecases::kErasedInEveryCopy.count / days(1).count) + " days";
    if (needs.records > 0 || needs.installation_keys) why += "; run nibbi rotate to its end first";
    throw std::runtime_error(why);
  }
  if (!usecases::drop_version(installation.keyring(), version)) throw std::runtime_error("there is no version " + std::to_string(version));
  Json j(jsoncons::json_object_arg);
  j["dropped"] = version;
  j["versions"] = versions_json(installation);
  return {wire::write_json(j), 0};
}

int run_rotate(const std::vector<std::string>& arguments) {
  const Options o(arguments, {"data", "database", "drop"}, {"lose-backups"});
  o.no_words();
  InstallationOptions io;
  io.data = o.need("data");
  io.database = o.get("database");
  if (!o.has("drop")) return print_answer(ask_admin(io, {.command = "rotate", .with = {}}));
  AdminAsked asked{.command = "rotate drop", .with = {{"drop", std::to_string(o.number("drop", 0, 1, 1'000'000'000))}}};
  if (o.has("lose-backups")) asked.with["lose-backups"] = "yes";
  return print_answer(ask_admin(io, asked));
}

}  // namespace nibbi
