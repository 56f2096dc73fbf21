// A request that a device signed: the device, this request, lately, once.
#include <catch2/catch_test_macros.hpp>

#include "crypto/digest.hpp"
#include "crypto/random.hpp"
#include "crypto/text_form.hpp"
#include "tests/usecases/small_house.hpp"
#include "usecases/devices.hpp"
#include "usecases/proofs.hpp"

using namespace nibbi;
using usecases::Proofs;

namespace {

struct Asked {
  std::string method = "POST", target = "/api/sync?x=1", body = "{}", nonce, id = crypto::base64url(std::string(16, 'i'));
};

std::string problem(const Result<usecases::Device>& r) { return r ? "none" : std::string(word(r.error().code)); }

}  // namespace

TEST_CASE("a request is this device's if its key signed exactly this request, lately, and once") {
  tests::SmallHouse h("sqlite");
  auto& house = h.house();
  const usecases::Pen& pen = h.awa.pen;
  int number = 0;
  auto fresh = [&] {
    Asked a;
    a.nonce = house.proofs.nonce(pen.device, h.now);
    a.id = crypto::base64url(std::string(15, 'i') + static_cast<char>(++number));
    return a;
  };
  auto header = [&](const Asked& a, const crypto::SigningKey& key, DeviceId device) {
    const std::string text = "nibbi request 1\n" + a.method + '\n' + a.target + '\n' + crypto::base64url(crypto::sha256(a.body)) + '\n' + a.nonce + '\n' + a.id + '\n';
    return device.text() + '.' + a.nonce + '.' + a.id + '.' + crypto::base64url(key.sign(text));
  };
  auto check = [&](const Asked& a, const std::string& with) { return problem(usecases::check_proof(house, {a.method, a.target, a.body, with})); };

  const Asked a = fresh();
  const std::string right = header(a, *pen.key, pen.device);
  SECTION("and then it is taken, once") {
    CHECK(usecases::check_proof(house, {a.method, a.target, a.body, right})->id == pen.device);
    CHECK(check(a, right) == "proof_needed");
    const Asked b = fresh();
    CHECK(check(b, header(b, *pen.key, pen.device)) == "none");
    h.pass(minutes(5));
    CHECK(check(a, right) == "proof_needed");  // the nonce is still good, the id is used
  }
  SECTION("another method, target, body, nonce, id, key or device is not it, and uses nothing up") {
    for (auto change : {+[](Asked& o) { o.method = "PUT"; }, +[](Asked& o) { o.target = "/api/sync?x=2"; }, +[](Asked& o) { o.body = "{} "; }}) {
      Asked other = a;
      change(other);
      CHECK(check(other, right) == "proof_needed");
    }
    Asked other = a;
    other.id = crypto::base64url(std::string(16, 'j'));
    std::string moved = right;
    moved.replace(moved.find(a.id), a.id.size(), other.id);
    CHECK(check(a, moved) == "proof_needed");
    CHECK(check(a, header(a, *h.fatou.pen.key, pen.device)) == "proof_needed");
    CHECK(check(a, header(a, *pen.key, h.fatou.pen.device)) == "proof_needed");  // the nonce is bound to its device
    CHECK(check(a, header(a, *pen.key, DeviceId{crypto::new_uuid(h.now)})) == "unknown_device");
    CHECK(check(a, right) == "none");
  }
  SECTION("old nonces and invented ones are not good") {
    h.pass(minutes(11));
    CHECK(check(a, right) == "proof_needed");
    for (std::string nonce : {std::string(), crypto::base64url(std::string(24, '\0')), house.proofs.nonce(h.fatou.pen.device, h.now)}) {
      Asked b = fresh();
      b.nonce = nonce;
      CHECK(check(b, header(b, *pen.key, pen.device)) == "proof_needed");
    }
  }
  SECTION("a server whose clock is put back takes nothing twice") {
    CHECK(check(a, right) == "none");
    h.pass(minutes(20));
    (void)house.proofs.nonce(pen.device, h.now);
    h.now = h.now - minutes(20);
    CHECK(check(a, right) == "proof_needed");
  }
  SECTION("a restart makes older nonces worthless") {
    h.reopen();
    CHECK(problem(usecases::check_proof(h.house(), {a.method, a.target, a.body, right})) == "proof_needed");
  }
  SECTION("what is no proof is none") {
    for (std::string text : {std::string(), std::string("x"), right + ".", right.substr(1), right.substr(0, right.size() - 2), std::string("..."), pen.device.text() + "...", right + "A"}) CHECK(check(a, text) != "none");
    Asked b = fresh();
    b.id = crypto::base64url("short");
    CHECK(check(b, header(b, *pen.key, pen.device)) == "proof_needed");
  }
  SECTION("a device that sends without end is told to wait") {
    Proofs proofs;
    const std::string nonce = proofs.nonce(pen.device, h.now);
    for (std::size_t i = 0; i < Proofs::kMost; ++i) REQUIRE(proofs.use(pen.device, nonce, std::to_string(i), h.now) == Proofs::Use::first);
    CHECK(proofs.use(pen.device, nonce, "one more", h.now) == Proofs::Use::too_many);
    CHECK(proofs.use(h.fatou.pen.device, proofs.nonce(h.fatou.pen.device, h.now), "one more", h.now) == Proofs::Use::first);
    const Instant later = h.now + minutes(5);
    CHECK(proofs.use(pen.device, proofs.nonce(pen.device, later), "later", later) == Proofs::Use::first);
  }
}
