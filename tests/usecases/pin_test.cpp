// The server's share of a PIN: counted before it is answered, ten tries and no more, gone with the device.
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <thread>

#include "crypto/signature.hpp"
#include "crypto/text_form.hpp"
#include "tests/usecases/small_house.hpp"
#include "usecases/people_admin.hpp"
#include "usecases/accounts.hpp"
#include "usecases/people_seconds.hpp"
#include "usecases/pin.hpp"
#include "usecases/restore.hpp"
#include "usecases/verify.hpp"

using namespace nibbi;
using tests::SmallHouse;
using enum ProblemCode;

namespace {

#define ON_EACH_ENGINE()                                              \
  const std::string engine = GENERATE(from_range(tests::engines()));  \
  INFO(engine);                                                       \
  SmallHouse h(engine)

// Two elements of RFC 9497, A.1.1.
const std::string kElement = crypto::from_hex("609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e412803c").value();
const std::string kOther = crypto::from_hex("da27ef466870f5f15296299850aa088629945a17d1f5b7f5ff043f76b3c06418").value();

/// A phone of Awa's with a PIN: registered, the share made, the key that the PIN opens.
struct Phone {
  DeviceId device;
  crypto::SigningKey unlock = crypto::SigningKey::generate();
  std::string evaluated;
};

Phone phone_with_pin(SmallHouse& h, tests::Member& m) {
  Phone phone;
  m.session.key = "session of " + m.person.text();
  m.session.device = {};
  m.session.begun_at = m.session.seen_at = h.now;
  h.house().sessions.put(m.session);
  phone.device = usecases::register_device(h.house(), m.session, crypto::SigningKey::generate().public_spki()).value();
  m.session.device = phone.device;
  phone.evaluated = usecases::set_pin(h.house(), phone.device, kElement, phone.unlock.public_spki()).value().evaluated;
  return phone;
}

std::string problem(const auto& result) { return result ? "none" : std::string(word(result.error().code)); }

}  // namespace

TEST_CASE("the same PIN on the same device is evaluated to the same, on another device and by another share to something else") {
  ON_EACH_ENGINE();
  const Phone one = phone_with_pin(h, h.awa);
  const auto again = usecases::evaluate_pin(h.house(), one.device, kElement);
  REQUIRE(again);
  CHECK(again->evaluated == one.evaluated);
  CHECK(usecases::evaluate_pin(h.house(), one.device, kOther)->evaluated != one.evaluated);
  const Phone other = phone_with_pin(h, h.fatou);
  CHECK(other.evaluated != one.evaluated);
  CHECK(usecases::set_pin(h.house(), one.device, kElement, one.unlock.public_spki())->evaluated != one.evaluated);
}

TEST_CASE("the share survives a restart, its count too, and the house verifies with it") {
  ON_EACH_ENGINE();
  const Phone phone = phone_with_pin(h, h.awa);
  CHECK(usecases::evaluate_pin(h.house(), phone.device, kElement)->tries_left == 9);
  h.reopen();
  const auto after = usecases::evaluate_pin(h.house(), phone.device, kElement);
  REQUIRE(after);
  CHECK(after->evaluated == phone.evaluated);
  CHECK(after->tries_left == 8);
  CHECK(usecases::verify_log(h.house().store, &h.house().vault).finding_count == 0);
}

TEST_CASE("after ten tries without a confirmation the share is gone for ever; a confirmation begins the count anew") {
  ON_EACH_ENGINE();
  const Phone phone = phone_with_pin(h, h.awa);
  for (int left = 9; left >= 1; --left) CHECK(usecases::evaluate_pin(h.house(), phone.device, kOther)->tries_left == left);
  const auto right = usecases::evaluate_pin(h.house(), phone.device, kElement);
  REQUIRE(right);
  CHECK(right->tries_left == 0);
  CHECK(usecases::confirm_pin(h.house(), phone.device, phone.unlock.sign(usecases::pin_confirmation(phone.device, right->challenge))));
  for (int left = 9; left >= 0; --left) CHECK(usecases::evaluate_pin(h.house(), phone.device, kOther)->tries_left == left);
  for (int i = 0; i < 3; ++i) CHECK(problem(usecases::evaluate_pin(h.house(), phone.device, kElement)) == "pin_gone");
  CHECK_FALSE(h.house().store.thing("pin", phone.device.text()));
  CHECK(problem(usecases::confirm_pin(h.house(), phone.device, phone.unlock.sign("x"))) == "pin_gone");
}

TEST_CASE("a confirmation is by the key that the PIN opened, for the last try, and once") {
  ON_EACH_ENGINE();
  const Phone phone = phone_with_pin(h, h.awa);
  const std::string first = usecases::evaluate_pin(h.house(), phone.device, kElement)->challenge;
  const std::string last = usecases::evaluate_pin(h.house(), phone.device, kElement)->challenge;
  const auto confirm = [&](const crypto::SigningKey& key, DeviceId device, const std::string& challenge) {
    return problem(usecases::confirm_pin(h.house(), phone.device, key.sign(usecases::pin_confirmation(device, challenge))));
  };
  // Whoever took the phone has the device's own key, and not this one.
  CHECK(confirm(crypto::SigningKey::generate(), phone.device, last) == "bad_signature");
  CHECK(confirm(phone.unlock, phone.device, first) == "bad_signature");
  CHECK(confirm(phone.unlock, h.fatou.pen.device, last) == "bad_signature");
  CHECK(usecases::evaluate_pin(h.house(), phone.device, kElement)->tries_left == 7);
  const std::string now = usecases::evaluate_pin(h.house(), phone.device, kElement)->challenge;
  CHECK(confirm(phone.unlock, phone.device, now) == "none");
  CHECK(confirm(phone.unlock, phone.device, now) == "no_such_step");
  CHECK(usecases::evaluate_pin(h.house(), phone.device, kElement)->tries_left == 9);
}

TEST_CASE("a hundred who try at once are a hundred who tried") {
  ON_EACH_ENGINE();
  const Phone phone = phone_with_pin(h, h.awa);
  std::atomic<int> answered = 0, gone = 0, other = 0;
  {
    std::vector<std::jthread> thieves;
    for (int i = 0; i < 100; ++i)
      thieves.emplace_back([&] {
        const auto tried = usecases::evaluate_pin(h.house(), phone.device, kOther);
        ++(tried ? answered : tried.error().code == pin_gone ? gone : other);
      });
  }
  CHECK(answered == 10);
  CHECK(gone == 90);
  CHECK(other == 0);
  CHECK_FALSE(h.house().store.thing("pin", phone.device.text()));
}

TEST_CASE("what is no element is refused and is no try") {
  ON_EACH_ENGINE();
  const Phone phone = phone_with_pin(h, h.awa);
  for (const std::string& bad : {std::string(), std::string(32, '\0'), std::string(32, '\xFF'), kElement.substr(1), kElement + "x"}) {
    CHECK(problem(usecases::evaluate_pin(h.house(), phone.device, bad)) == "wrong_type");
    CHECK(problem(usecases::set_pin(h.house(), phone.device, bad, phone.unlock.public_spki())) == "wrong_type");
  }
  CHECK(problem(usecases::set_pin(h.house(), phone.device, kElement, "no key")) == "wrong_type");
  const auto still = usecases::evaluate_pin(h.house(), phone.device, kElement);
  CHECK(still->tries_left == 9);
  CHECK(still->evaluated == phone.evaluated);
}

TEST_CASE("the share goes with the device, with the last post of its person, and with a return to an earlier day") {
  ON_EACH_ENGINE();
  const Phone awa = phone_with_pin(h, h.awa), fatou = phone_with_pin(h, h.fatou), moussa = phone_with_pin(h, h.moussa);
  REQUIRE(usecases::withdraw_device(h.house(), h.awa.session, awa.device));
  CHECK_FALSE(h.house().store.thing("pin", awa.device.text()));
  CHECK(problem(usecases::evaluate_pin(h.house(), awa.device, kElement)) == "device_revoked");
  CHECK(problem(usecases::set_pin(h.house(), awa.device, kElement, awa.unlock.public_spki())) == "device_revoked");

  REQUIRE(usecases::revoke_post(h.house(), "root", h.fatou.person, h.fatou.role, h.fatou.unit));
  CHECK(problem(usecases::evaluate_pin(h.house(), fatou.device, kElement)) == "pin_gone");

  CHECK(usecases::evaluate_pin(h.house(), moussa.device, kElement));
  usecases::begin_epoch(h.house(), h.house().store.head().epoch + 1);
  CHECK(problem(usecases::evaluate_pin(h.house(), moussa.device, kElement)) == "pin_gone");
}

TEST_CASE("the share goes when an account is suspended, and when it is opened anew") {
  ON_EACH_ENGINE();
  REQUIRE(usecases::make_account(h.house(), h.awa.person, "awa", "une phrase d'essai", ""));
  REQUIRE(usecases::make_account(h.house(), h.fatou.person, "fatou", "une phrase d'essai", ""));
  const Phone awa = phone_with_pin(h, h.awa), fatou = phone_with_pin(h, h.fatou);
  REQUIRE(usecases::suspend(h.house(), "root", h.awa.person, true));
  CHECK(problem(usecases::evaluate_pin(h.house(), awa.device, kElement)) == "pin_gone");

  REQUIRE(usecases::ask_anew(h.house(), "root", h.fatou.person));
  CHECK(usecases::evaluate_pin(h.house(), fatou.device, kElement));
  usecases::By admin("");
  admin.person = h.admin.person;
  const auto waiting = usecases::waiting_seconds(h.house());
  REQUIRE(waiting.size() == 1);
  REQUIRE(usecases::answer_second(h.house(), admin, waiting.front().id, true));
  CHECK(problem(usecases::evaluate_pin(h.house(), fatou.device, kElement)) == "pin_gone");
}

TEST_CASE("the share does not stand in the database as it is") {
  ON_EACH_ENGINE();
  const Phone phone = phone_with_pin(h, h.awa);
  const std::string kept = h.house().store.thing("pin", phone.device.text()).value();
  const std::string sealed = crypto::from_base64url(wire::Json::parse(kept)["share"].as<std::string>()).value();
  CHECK(sealed.size() == 32 + crypto::kSealOverhead);
  CHECK_THROWS_AS(h.house().vault.open_thing(h.fatou.pen.device.uuid, sealed), crypto::SealBroken);
}
