#include "crypto/text_form.hpp"

#include <catch2/catch_test_macros.hpp>

#include <rapidcheck/catch.h>

#include "support.hpp"

using namespace nibbi::crypto;

TEST_CASE("RFC 4648 section 10") {
  CHECK(base64url(std::string_view("")) == "");
  CHECK(base64url(std::string_view("f")) == "Zg");
  CHECK(base64url(std::string_view("fo")) == "Zm8");
  CHECK(base64url(std::string_view("foobar")) == "Zm9vYmFy");
  CHECK(base64url(test::unhex("fbff")) == "-_8");
  CHECK(base32(bytes_of("")) == "");
  CHECK(base32(bytes_of("f")) == "MY");
  CHECK(base32(bytes_of("fo")) == "MZXQ");
  CHECK(base32(bytes_of("foo")) == "MZXW6");
  CHECK(base32(bytes_of("foob")) == "MZXW6YQ");
  CHECK(base32(bytes_of("fooba")) == "MZXW6YTB");
  CHECK(base32(bytes_of("foobar")) == "MZXW6YTBOI");
}

TEST_CASE("each value has one text, and any other is refused") {
  for (const char* bad : {"Zg=", "Zg==", "Zh", "Z", "Zm9v ", " Zm9v", "Zm9v\n", "+/8", "Zm9vYmF", "Zm-9*"}) {
    INFO(bad);
    const auto bytes = from_base64url(bad);
    CHECK((!bytes || base64url(*bytes) == bad));
  }
  CHECK_FALSE(from_base64url("Zh"));    // left-over bits
  CHECK_FALSE(from_base64url("Zg=="));  // padding
  CHECK_FALSE(from_base64url("+/8"));   // the standard alphabet
  CHECK_FALSE(from_base64url("Z"));
  CHECK_FALSE(from_base64url(std::string_view("Zg\0\0", 4)));
  CHECK_FALSE(from_hex("0"));
  CHECK_FALSE(from_hex("0G"));
  CHECK_FALSE(from_hex("AB"));
}

TEST_CASE("any bytes come back, any text comes back or is refused") {
  rc::prop("bytes", [](const std::string& bytes) {
    RC_ASSERT(from_base64url(base64url(bytes)).value() == bytes);
    RC_ASSERT(from_hex(hex(bytes_of(bytes))).value() == bytes);
  });
  rc::prop("text", [] {
    const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("AZaz09-_=+/ \n")));
    if (const auto bytes = from_base64url(text)) RC_ASSERT(base64url(*bytes) == text);
  });
}
