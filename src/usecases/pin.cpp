#include "usecases/pin.hpp"

#include "crypto/oprf.hpp"
#include "crypto/random.hpp"
#include "crypto/text_form.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using wire::Json;
using enum ProblemCode;

constexpr std::string_view kPins = "pin";

struct Pin {
  std::string sealed_share, unlock_key;
  std::int64_t tries = 0;
  std::string challenge;  ///< empty: nothing waits to be confirmed
};

std::optional<Pin> find_pin(StoreReader& store, DeviceId device) {
  const auto text = store.thing(kPins, device.text());
  if (!text) return std::nullopt;
  const Json j = wire::read_own_json(*text);
  auto bytes = [&](const char* key) { return crypto::from_base64url(j[key].as<std::string>()).value_or(""); };
  return Pin{bytes("share"), bytes("unlock_key"), j["tries"].as<std::int64_t>(), j["challenge"].as<std::string>()};
}

void put_pin(Change& change, DeviceId device, const Pin& pin) {
  Json j(jsoncons::json_object_arg);
  j["share"] = crypto::base64url(pin.sealed_share);
  j["unlock_key"] = crypto::base64url(pin.unlock_key);
  j["tries"] = pin.tries;
  j["challenge"] = pin.challenge;
  change.put_thing(kPins, device.text(), wire::write_json(j));
}

Result<void> may_have_one(StoreReader& store, DeviceId id) {
  const auto device = find_device(store, id);
  if (!device) return refuse(unknown_device);
  if (device->revoked) return refuse(device_revoked);
  return {};
}

std::string evaluate(House& house, DeviceId device, const std::string& sealed, std::string_view blinded) {
  std::string opened = house.vault.open_thing(device.uuid, sealed);
  ensure(opened.size() == crypto::Key::kSize, "a share is a scalar");
  const crypto::Key share = crypto::Key::copy_of(crypto::bytes_of(opened).first<crypto::Key::kSize>());
  crypto::wipe(opened);
  auto evaluated = crypto::oprf_evaluate(share, blinded);
  ensure(evaluated.has_value(), "an element that was looked at is evaluated");
  return std::move(*evaluated);
}

Problem no_element() { return {wrong_type, {{"field", "blinded"}}}; }

}  // namespace

std::string pin_confirmation(DeviceId device, std::string_view challenge) { return "nibbi pin 1\n" + device.text() + '\n' + std::string(challenge) + '\n'; }

Result<PinEvaluated> set_pin(House& house, DeviceId device, std::string_view blinded, std::string_view unlock_key) {
  if (!crypto::is_oprf_element(blinded)) return std::unexpected(no_element());
  if (!crypto::VerifyKey::from_spki(unlock_key)) return refuse(wrong_type, {{"field", "unlock_key"}});
  const crypto::Key share = crypto::new_oprf_share();
  const Pin pin{house.vault.seal_thing(device.uuid, crypto::text_of(share.bytes())), std::string(unlock_key), 0, crypto::new_token()};
  auto kept = house.writer.run<Result<void>>([&](Draft& draft) -> Result<void> {
    if (auto may = may_have_one(draft.change, device); !may) return may;
    put_pin(draft.change, device, pin);
    return {};
  });
  if (!kept) return std::unexpected(kept.error());
  return PinEvaluated{evaluate(house, device, pin.sealed_share, blinded), kPinTries, pin.challenge};
}

Result<PinEvaluated> evaluate_pin(House& house, DeviceId device, std::string_view blinded) {
  if (!crypto::is_oprf_element(blinded)) return std::unexpected(no_element());
  auto counted = house.writer.run<Result<Pin>>([&](Draft& draft) -> Result<Pin> {
    if (auto may = may_have_one(draft.change, device); !may) return std::unexpected(may.error());
    auto pin = find_pin(draft.change, device);
    if (!pin) return refuse(pin_gone);
    if (pin->tries >= kPinTries) {
      drop_pin(draft.change, device);
      return refuse(pin_gone);
    }
    ++pin->tries;
    pin->challenge = crypto::new_token();
    put_pin(draft.change, device, *pin);
    return std::move(*pin);
  });
  if (!counted) return std::unexpected(counted.error());
  return PinEvaluated{evaluate(house, device, counted->sealed_share, blinded), kPinTries - counted->tries, counted->challenge};
}

Result<void> confirm_pin(House& house, DeviceId device, std::string_view signature) {
  return house.writer.run<Result<void>>([&](Draft& draft) -> Result<void> {
    if (auto may = may_have_one(draft.change, device); !may) return may;
    auto pin = find_pin(draft.change, device);
    if (!pin) return refuse(pin_gone);
    if (pin->challenge.empty()) return refuse(no_such_step);
    const auto key = house.memory.keys.of(pin->unlock_key);
    if (!key || !key->verify(pin_confirmation(device, pin->challenge), signature)) return refuse(bad_signature);
    pin->tries = 0;
    pin->challenge.clear();
    put_pin(draft.change, device, *pin);
    return {};
  });
}

void drop_pin(Change& change, DeviceId device) {
  if (change.thing(kPins, device.text())) change.drop_thing(kPins, device.text());
}

void drop_pins_of(Change& change, PersonId person) {
  for (const Thing& t : change.things(kPins))
    if (const auto id = DeviceId::parse(t.key))
      if (const auto device = find_device(change, *id); device && device->person == person) drop_pin(change, *id);
}

void drop_all_pins(Change& change) {
  for (const Thing& t : change.things(kPins)) change.drop_thing(kPins, t.key);
}

}  // namespace nibbi::usecases
