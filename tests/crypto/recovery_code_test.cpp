#include "crypto/recovery_code.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <set>

#include "support.hpp"

using namespace nibbi;
using namespace nibbi::crypto;

TEST_CASE("recovery codes are ten, different, and have no letter that looks like another") {
  const auto codes = new_recovery_codes();
  CHECK(codes.size() == 10);
  CHECK(std::set(codes.begin(), codes.end()).size() == 10);
  for (const auto& code : codes) {
    CHECK(code.size() == 14);
    CHECK((code[4] == '-' && code[9] == '-'));
    CHECK(code.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ-") == std::string::npos);
  }
}

TEST_CASE("a code is read as people type it, for its person alone") {
  const Key blind = Key::random();
  const PersonId awa{test::kRecord.uuid}, moussa{test::kOtherRecord.uuid};
  const Digest kept = recovery_code_digest(blind, awa, "0123-ABCD-1K0Z");
  for (const char* typed : {"0123-abcd-1k0z", "0123ABCD1K0Z", " 0123 abcd 1k0z ", "O123-ABCD-IKOZ", "o123-abcd-lkoz"})
    CHECK(recovery_code_digest(blind, awa, typed) == kept);
  CHECK(recovery_code_digest(blind, awa, "0123-ABCD-1K0Y") != kept);
  CHECK(recovery_code_digest(blind, moussa, "0123-ABCD-1K0Z") != kept);
  CHECK(recovery_code_digest(Key::random(), awa, "0123-ABCD-1K0Z") != kept);
}
