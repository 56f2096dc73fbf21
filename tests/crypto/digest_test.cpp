#include "crypto/digest.hpp"

#include <catch2/catch_test_macros.hpp>

#include <rapidcheck/catch.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <type_traits>
#include <vector>

#include "crypto/text_form.hpp"
#include "support.hpp"
#include "usecases/ports/store.hpp"

using namespace nibbi;
using namespace nibbi::crypto;
using domain::Tier;

namespace {

static_assert(std::is_same_v<Digest, usecases::Digest>);

Salt counting_salt(std::uint8_t first) {
  Salt salt;
  for (auto& b : salt) b = first++;
  return salt;
}

Digest filled(std::uint8_t with) {
  Digest d;
  d.fill(with);
  return d;
}

struct Link {
  Digest previous = filled(0x11);
  std::int64_t pos = 7, n = 3;
  std::string header = R"({"id":"x"})";
  Commitments commitments;
  std::string signature = "sig", verdict = R"({"v":true})";
  auto tied() const { return std::tie(previous, pos, n, header, commitments.of, signature, verdict); }
  Digest chain() const { return chain_next(previous, pos, n, header, commitments, signature, verdict); }
};

}  // namespace

TEST_CASE("SHA-256 of FIPS 180-4") {
  CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(hex(sha256(std::string(1'000'000, 'a'))) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// The expected values here were computed by another program (node:crypto, Python's hashlib) from the description in the header.
TEST_CASE("commitment, chain and derived id are as the header describes them") {
  Link link;
  link.commitments[Tier::plain] = commitment(counting_salt(0), R"({"a":1})");
  link.commitments[Tier::narrative] = commitment(counting_salt(32), R"({"b":2})");
  CHECK(hex(*link.commitments[Tier::plain]) == "4f19620c461d8a7dbce184d078ae5cea8d74bdf4cb77c5b4525343a83029003e");
  CHECK(hex(link.chain()) == "1bb0d11975e07e5847fa6a40ef8b3fcd17833712b6424e09ee44e022fb833e26");
  // UUIDv8 of c77781fd a401 c00b bf78 …: version and variant are stamped over
  CHECK(derived_entry_id({"referral.expired", "abc"}).text() == "c77781fd-a401-800b-bf78-fecc17dee597");
  CHECK(hex(blind_hash(test::counting_key(0), "purpose", "text")) == "c5f7aad1d0b97b203e3c32ec04a65749febdd64c8ce1c43b8b6a2a5daf111b0b");
}

TEST_CASE("what a device signs is as decision 0002 says") {
  Commitments c;
  c[Tier::plain] = filled(0);
  c[Tier::placement] = filled(0xff);
  CHECK(signed_text(R"({"id":"x"})", c) ==
        "nibbi entry 1\n{\"id\":\"x\"}\nplain:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\nidentity:-\n"
        "placement:__________________________________________8\nnarrative:-\n");
}

TEST_CASE("any change to an entry changes the chain") {
  const auto gen_link = [] {
    Link l;
    l.previous = filled(*rc::gen::inRange<std::uint8_t>(0, 3));
    l.pos = *rc::gen::inRange(0, 3);
    l.n = *rc::gen::inRange(0, 3);
    const auto text = rc::gen::container<std::string>(rc::gen::elementOf(std::string("\0\1a", 3)));
    l.header = *rc::gen::resize(3, text);
    l.signature = *rc::gen::resize(3, text);
    l.verdict = *rc::gen::resize(3, text);
    for (auto& c : l.commitments.of)
      if (*rc::gen::arbitrary<bool>()) c = filled(*rc::gen::inRange<std::uint8_t>(0, 2));
    return l;
  };
  rc::prop("two links are equal exactly when their chains are", [&] {
    const Link a = gen_link(), b = gen_link();
    RC_ASSERT((a.tied() == b.tied()) == (a.chain() == b.chain()));
  });
  rc::prop("a byte moved across a border is seen", [&] {
    Link a = gen_link();
    a.signature += "x";
    Link b = a;
    b.verdict.insert(b.verdict.begin(), b.signature.back());
    b.signature.pop_back();
    RC_ASSERT(a.chain() != b.chain());
  });
  rc::prop("a commitment moved to another tier is seen", [&] {
    Link a = gen_link();
    a.commitments = {};
    a.commitments[Tier::identity] = filled(1);
    Link b = a;
    std::swap(b.commitments[Tier::identity], b.commitments[*rc::gen::element(Tier::plain, Tier::placement, Tier::narrative)]);
    RC_ASSERT(a.chain() != b.chain());
  });
}

TEST_CASE("a derived id depends on where its parts end, and is the same when written twice") {
  const std::set<EntryId> ids{derived_entry_id({"ab", "c"}), derived_entry_id({"a", "bc"}), derived_entry_id({"abc"}),
                              derived_entry_id({"abc", ""}), derived_entry_id({})};
  CHECK(ids.size() == 5);
  CHECK(derived_entry_id({"ab", "c"}) == derived_entry_id({"ab", "c"}));
}

TEST_CASE("the same part under another salt has another commitment") {
  CHECK(commitment(new_salt(), "part") != commitment(new_salt(), "part"));
}

TEST_CASE("a blind hash depends on key, purpose and text") {
  const Key key = Key::random();
  CHECK(blind_hash(key, "a", "bc") == blind_hash(key, "a", "bc"));
  CHECK(blind_hash(key, "a", "bc") != blind_hash(key, "ab", "c"));
  CHECK(blind_hash(key, "a", "bc") != blind_hash(Key::random(), "a", "bc"));
}
