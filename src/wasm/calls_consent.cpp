// Whether an agreement in the file covers what somebody is about to share, by the rule that the server holds the referral to.
#include "domain/sharing.hpp"
#include "wasm/call.hpp"
#include "wire/state_codec.hpp"

namespace nibbi::wasm {

using namespace domain;

namespace {

/// A guardian's name that this reader may not see is a name all the same.
void name_hidden_guardians(ChildState& state, const Json& view) {
  const Json& shown = view["state"];
  if (!shown.contains("consents") || !shown["consents"].is_array()) return;
  auto& consents = state.all<ConsentGiven>();
  for (std::size_t i = 0; i < consents.size() && i < shown["consents"].size(); ++i) {
    const Json& item = shown["consents"][i];
    if (item.is_object() && item.contains("guardian_name") && wire::is_withheld(item["guardian_name"])) consents[i].body.guardian_name = "?";
  }
}

}  // namespace

Result<std::string> covering(std::string_view input) {
  auto json = read_object(input);
  if (!json) return std::unexpected(json.error());
  if (!json->contains("view")) return refuse(ProblemCode::missing_field, {{"field", "view"}});
  auto classes = member<DataClasses>(*json, "data_classes");
  if (!classes) return std::unexpected(classes.error());
  auto service = member<Code>(*json, "service");
  if (!service) return std::unexpected(service.error());
  auto unit = member<UnitId>(*json, "unit");
  if (!unit) return std::unexpected(unit.error());
  auto kind = member_or<Code>(*json, "unit_kind", {});
  if (!kind) return std::unexpected(kind.error());
  auto today = member<Date>(*json, "today");
  if (!today) return std::unexpected(today.error());

  ChildState state = wire::read_view((*json)["view"], rules());
  name_hidden_guardians(state, (*json)["view"]);
  Unit to;
  to.id = *unit;
  to.about.kind = *kind;
  const auto* consent = covering_consent(state, *classes, to, service->value, *today);
  return wire::write_json(consent ? one("consent", Json(consent->id.text())) : object());
}

}  // namespace nibbi::wasm
