#include "usecases/rotate.hpp"

#include <algorithm>
#include <charconv>

#include "usecases/erase.hpp"

namespace nibbi::usecases {
namespace {

constexpr std::string_view kInstallation = "installation", kKeys = "keys";

bool has_keys(const StoredRecord& r) { return std::any_of(r.wrapped_keys.of.begin(), r.wrapped_keys.of.end(), [](const std::string& k) { return !k.empty(); }); }

std::vector<RecordId> wrapped_before(StoreReader& store, std::int64_t version) {
  std::vector<RecordId> ids;
  store.each_record([&](const StoredRecord& r) {
    if (r.key_version < version && has_keys(r)) ids.push_back(r.id);
  });
  return ids;
}

std::string installation_keys(StoreReader& store) {
  auto text = store.thing(kInstallation, kKeys);
  ensure(text.has_value(), "an installation has its keys");
  return std::move(*text);
}

/// "1.VERSION.…"
std::int64_t version_of(std::string_view wrapped) {
  std::int64_t version = 0;
  if (wrapped.starts_with("1.")) std::from_chars(wrapped.data() + 2, wrapped.data() + wrapped.size(), version);
  return version;
}

}  // namespace

Rotated rotate(House& house, crypto::Keyring& keyring, const std::function<void(std::int64_t)>& progress) {
  Rotated out;
  out.resumed = version_of(installation_keys(house.store)) != keyring.newest_version() || !wrapped_before(house.store, keyring.newest_version()).empty();
  if (!out.resumed) keyring.add_version(house.now());
  out.version = keyring.newest_version();

  // Again until nothing is left: a record that was being opened while the version was added may have been wrapped under the old one.
  for (auto ids = wrapped_before(house.store, out.version); !ids.empty(); ids = wrapped_before(house.store, out.version))
    for (std::size_t from = 0; from < ids.size(); from += kRewrapTogether) {
      const std::size_t to = std::min(ids.size(), from + kRewrapTogether);
      house.writer.run<bool>([&](Draft& draft) {
        for (std::size_t i = from; i < to; ++i) {
          auto record = draft.change.record(ids[i]);
          if (!record) continue;
          auto wrapped = keyring.rewrap(record->id, {record->key_version, record->wrapped_keys});
          if (!wrapped) continue;
          record->key_version = wrapped->version;
          record->wrapped_keys = std::move(wrapped->keys);
          draft.change.put_record(*record);
        }
        return true;
      });
      out.rewrapped += static_cast<std::int64_t>(to - from);
      progress(out.rewrapped);
    }
  house.writer.run<bool>([&](Draft& draft) {
    if (auto wrapped = keyring.rewrap_installation(installation_keys(draft.change))) draft.change.put_thing(kInstallation, kKeys, *wrapped);
    return true;
  });
  return out;
}

Needs needs_of(House& house, std::int64_t version) {
  Needs needs;
  house.store.each_record([&](const StoredRecord& r) { needs.records += r.key_version == version && has_keys(r); });
  needs.installation_keys = version_of(installation_keys(house.store)) == version;
  for (const Thing& t : house.store.things(kBackupDrawer)) {
    const std::size_t space = t.value.find(' ');
    const auto at = space == std::string::npos ? std::nullopt : Instant::parse(t.value.substr(space + 1));
    if (at && t.value.substr(0, space) == std::to_string(version) && house.now() < *at + kErasedInEveryCopy) ++needs.backups;
  }
  return needs;
}

bool drop_version(crypto::Keyring& keyring, std::int64_t version) { return version != keyring.newest_version() && keyring.drop_version(version); }

void note_backup(House& house, const Uuid& backup, std::int64_t version) {
  house.writer.run<bool>([&](Draft& draft) {
    // Those that no longer matter are forgotten.
    for (const Thing& t : draft.change.things(kBackupDrawer)) {
      const std::size_t space = t.value.find(' ');
      const auto at = space == std::string::npos ? std::nullopt : Instant::parse(t.value.substr(space + 1));
      if (!at || draft.now > *at + kErasedInEveryCopy) draft.change.drop_thing(kBackupDrawer, t.key);
    }
    draft.change.put_thing(kBackupDrawer, backup.text(), std::to_string(version) + ' ' + draft.now.text());
    return true;
  });
}

}  // namespace nibbi::usecases
