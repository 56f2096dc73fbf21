#include "usecases/say.hpp"

#include "crypto/digest.hpp"
#include "usecases/devices.hpp"

namespace nibbi::usecases {

Pen take_pen(Draft& draft, PersonId person, domain::Role role, UnitId unit) {
  auto key = std::make_shared<const crypto::SigningKey>(crypto::SigningKey::generate());
  const std::string spki = key->public_spki();
  const DeviceId id{crypto::derived_entry_id({"device", person.text(), spki}).uuid};
  put_device(draft.change, {id, person, spki, 0, false});
  return {person, role, unit, id, std::move(key), 0};
}

ReadyEntry written(const House& house, Pen& pen, RecordId record, std::int64_t seen, domain::Body body, domain::Telling telling, Instant at, EntryId id, About about) {
  ReadyEntry e;
  e.header.id = id;
  e.header.record = record;
  e.header.kind = domain::kind_of(body);
  e.header.seen = seen;
  e.header.author = pen.person;
  e.header.role = pen.role;
  e.header.unit = pen.unit;
  e.header.device = pen.device;
  e.header.device_seq = ++pen.seq;
  e.header.claimed_at = at;
  e.header.cause = about.cause;
  e.header.amends = about.amends;
  e.header_text = wire::write_header(e.header);
  e.content = {std::move(telling), std::move(body)};
  e.parts = wire::write_parts(e.content, house.rules);
  crypto::Commitments commitments;
  for (domain::Tier t : domain::kTiers)
    if (e.parts[t]) {
      e.salts[t] = crypto::new_salt();
      commitments[t] = crypto::commitment(*e.salts[t], *e.parts[t]);
    }
  e.signature = pen.key->sign(crypto::signed_text(e.header_text, commitments));
  return e;
}

}  // namespace nibbi::usecases
