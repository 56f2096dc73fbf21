#include "usecases/eye.hpp"

#include "wire/json.hpp"

namespace nibbi::usecases {

void log_listed(House& house, const Session& s, std::vector<RecordId> records, domain::Action action, std::initializer_list<domain::Tier> shown, const std::string& reason) {
  if (records.empty()) return;
  wire::Json row(jsoncons::json_object_arg);
  row["role"] = wire::Json(word(s.role));
  row["unit"] = s.unit.text();
  row["action"] = wire::Json(word(action));
  row["decision"] = wire::Json(word(reason.empty() ? domain::Decision::allow : domain::Decision::reason));
  row["shown"] = wire::Json(jsoncons::json_array_arg);
  for (domain::Tier tier : shown) row["shown"].push_back(wire::Json(word(tier)));
  const std::string text = wire::write_json(row);
  house.writer.run<bool>([&](Draft& draft) {
    for (RecordId record : records) draft.change.append_access({0, draft.now, record, s.person, text, house.vault.seal_reason(record, reason)});
    return true;
  });
}

}  // namespace nibbi::usecases
