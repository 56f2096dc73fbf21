#include "crypto/oprf.hpp"

#include <catch2/catch_test_macros.hpp>
#include <set>

#include "support.hpp"

using namespace nibbi;
using namespace nibbi::crypto;
using test::hexed;
using test::unhex;

namespace {

Key share_of(std::string_view hex) { return Key::copy_of(bytes_of(unhex(hex)).first<Key::kSize>()); }

}  // namespace

TEST_CASE("an element is evaluated as RFC 9497 has it (A.1.1, vectors 1 and 2)") {
  const Key share = share_of("5ebcea5ee37023ccb9fc2d2019f9d7737be85591ae8652ffa9ef0f4d37063b0e");
  CHECK(hexed(oprf_evaluate(share, unhex("609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e412803c")).value()) ==
        "7ec6578ae5120958eb2db1745758ff379e77cb64fe77b0b2d8cc917ea0869c7e");
  CHECK(hexed(oprf_evaluate(share, unhex("da27ef466870f5f15296299850aa088629945a17d1f5b7f5ff043f76b3c06418")).value()) ==
        "b4cbf5a4f1eeda5a63ce7b77c7d23f461db3fcab0dd28e4e17cecb5c90d02c25");
}

TEST_CASE("what is no element, and the identity, are not evaluated") {
  const Key share = new_oprf_share();
  for (const char* hex : {
           "0000000000000000000000000000000000000000000000000000000000000000",  // the identity
           "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // beyond the field
           "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // zero, written in another way
           "0100000000000000000000000000000000000000000000000000000000000000",  // negative
           "609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e41280bc",  // an element with its highest bit set
           "609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e41280",    // cut
           "609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e412803c00", ""}) {
    CAPTURE(hex);
    CHECK_FALSE(is_oprf_element(unhex(hex)));
    CHECK_FALSE(oprf_evaluate(share, unhex(hex)));
  }
}

TEST_CASE("each share is another, and gives another answer") {
  const std::string element = unhex("609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e412803c");
  std::set<std::string> answers;
  for (int i = 0; i < 50; ++i) answers.insert(oprf_evaluate(new_oprf_share(), element).value());
  CHECK(answers.size() == 50);
}
