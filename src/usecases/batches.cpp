#include "usecases/batches.hpp"

#include <algorithm>

#include "crypto/text_form.hpp"
#include "usecases/house.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

constexpr std::string_view kLists = "lists_taken_in";             ///< by list
constexpr std::string_view kFiles = "files_of_lists_taken_in";  ///< by list and the first of some of its files
/// What a list was called is as long in the database whatever it is.
constexpr std::size_t kKeptBytes = 1024;

std::string sealed(const Vault& vault, const Batch& batch) {
  wire::Json j(jsoncons::json_object_arg);
  j["called"] = batch.called;
  j["at"] = batch.at.text();
  j["unit"] = batch.unit.text();
  std::string text = wire::write_json(j);
  ensure(text.size() <= kKeptBytes, "what a list is called fits");
  text.resize(kKeptBytes, ' ');
  return crypto::base64url(vault.seal_thing(batch.id.uuid, text));
}

Batch opened(const Vault& vault, const Thing& thing) {
  Batch batch;
  batch.id = DeviceId::parse(thing.key).value_or(DeviceId{});
  const wire::Json j = wire::read_own_json(vault.open_thing(batch.id.uuid, crypto::from_base64url(thing.value).value_or("")));
  batch.called = j["called"].as<std::string>();
  batch.at = Instant::parse(j["at"].as<std::string>()).value_or(Instant{});
  batch.unit = UnitId::parse(j["unit"].as<std::string>()).value_or(UnitId{});
  return batch;
}

}  // namespace

void keep_batch(Draft& draft, const Vault& vault, const Batch& batch, std::span<const RecordId> files) {
  if (files.empty()) return;
  draft.change.put_thing(kLists, batch.id.text(), sealed(vault, batch));
  std::string all;
  for (const RecordId file : files) all += (all.empty() ? "" : " ") + file.text();
  draft.change.put_thing(kFiles, batch.id.text() + " " + files.front().text(), all);
}

void follow_batches(House& house) {
  if (!house.batches.take_news()) return;
  Batches all;
  for (const Thing& thing : house.store.things(kLists)) all.push_back(opened(house.vault, thing));
  for (const Thing& thing : house.store.things(kFiles)) {
    const auto id = DeviceId::parse(thing.key.substr(0, thing.key.find(' ')));
    const auto of = id ? std::ranges::find(all, *id, &Batch::id) : all.end();
    if (of == all.end()) continue;
    for (std::size_t at = 0; at < thing.value.size();) {
      const std::size_t end = std::min(thing.value.find(' ', at), thing.value.size());
      if (const auto file = RecordId::parse(thing.value.substr(at, end - at))) of->files.insert(*file);
      at = end + 1;
    }
  }
  std::ranges::stable_sort(all, [](const Batch& a, const Batch& b) { return a.at > b.at; });
  house.batches.set(std::move(all));
}

}  // namespace nibbi::usecases
