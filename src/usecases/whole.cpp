#include "usecases/whole.hpp"

#include <algorithm>

#include "crypto/text_form.hpp"
#include "usecases/attachments.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

constexpr std::int64_t kFirstWaitS = 60, kLongestWaitS = 86'400;

struct Whole {
  RecordId record;
  Uuid attachment;
  Instant next;
  std::int64_t wait_s = 0;
};

Instant after(Instant now, std::int64_t seconds) { return now + Milliseconds{seconds * 1000}; }

void put(Change& change, const Vault& vault, const Uuid& incoming, const Whole& w) {
  wire::Json j(jsoncons::json_object_arg);
  j["record"] = w.record.text();
  j["attachment"] = w.attachment.text();
  j["next"] = w.next.text();
  j["wait_s"] = w.wait_s;
  change.put_thing(kWholeDrawer, incoming.text(), crypto::base64url(vault.seal_thing(incoming, wire::write_json(j))));
}

Whole read_whole(const Vault& vault, const Uuid& incoming, const Thing& thing) {
  const auto j = wire::read_own_json(vault.open_thing(incoming, crypto::from_base64url(thing.value).value_or("")));
  const auto record = RecordId::parse(j["record"].as<std::string>());
  const auto attachment = Uuid::parse(j["attachment"].as<std::string>());
  const auto next = Instant::parse(j["next"].as<std::string>());
  ensure(record && attachment && next, "what is whole reads back");
  return {*record, *attachment, *next, j["wait_s"].as<std::int64_t>()};
}

}  // namespace

void note_whole(Draft& draft, const Uuid& incoming, RecordId record, const Uuid& attachment) {
  put(draft.change, draft.vault(), incoming, {record, attachment, after(draft.now, kFirstWaitS), kFirstWaitS});
}

void forget_whole(Change& change, const Uuid& incoming) { change.drop_thing(kWholeDrawer, incoming.text()); }

std::size_t finish_whole(House& house) {
  std::size_t done = 0;
  const Instant now = house.now();
  for (const Thing& thing : house.store.things(kWholeDrawer)) {
    const auto incoming = Uuid::parse(thing.key);
    ensure(incoming.has_value(), "what is whole has an id");
    Whole w = read_whole(house.vault, *incoming, thing);
    // A clock that was put back makes nobody wait for years.
    if (now < w.next && w.next < after(now, kLongestWaitS)) continue;
    w.wait_s = std::min(2 * w.wait_s, kLongestWaitS);
    w.next = after(now, w.wait_s);
    // Before it is tried: what stops the machine each time does not do so each minute.
    const bool waits = house.writer.run<bool>([&](Draft& draft) {
      const bool still = draft.change.thing(kWholeDrawer, thing.key).has_value();
      if (still) put(draft.change, house.vault, *incoming, w);
      return still;
    });
    if (!waits) continue;
    finish_incoming(house, w.record, w.attachment);
    done += !house.store.thing(kWholeDrawer, thing.key).has_value();
  }
  return done;
}

}  // namespace nibbi::usecases
