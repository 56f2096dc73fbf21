// The gate before every parser: what the strict reader lets through, and what it refuses with which name.
#include "wire/json.hpp"

#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

#include "tests/support/chance.hpp"

using namespace nibbi;
using namespace nibbi::tests;
using namespace std::string_literals;

namespace {

/// "read", or the code of the refusal.
std::string answer(std::string_view text, wire::JsonLimits limits = {}) {
  const auto json = wire::read_json(text, limits);
  return json ? "read" : std::string(word(json.error().code));
}

std::string random_text(Chance& chance) {
  constexpr std::array kPieces{"a", "Ñ", "ɓ", "الطفل", "𞤀", "\"", "\\", "\n", "\t", "/", "😀", "\u00a0", "\x7f", "\u2028"};
  std::string out;
  for (std::uint64_t i = chance.below(6); i > 0; --i) out += chance.one_of(kPieces);
  return out;
}

wire::Json random_json(Chance& chance, int depth) {
  switch (chance.below(depth > 0 ? 7 : 5)) {
    case 0: return wire::Json(jsoncons::null_type());
    case 1: return wire::Json(chance.in_100(50));
    case 2: return wire::Json(chance.between(-((std::int64_t{1} << 53) - 1), (std::int64_t{1} << 53) - 1));
    case 3: return wire::Json(chance.between(-9, 9));
    case 4: return wire::Json(random_text(chance));
    case 5: {
      wire::Json list(jsoncons::json_array_arg);
      for (std::uint64_t i = chance.below(5); i > 0; --i) list.push_back(random_json(chance, depth - 1));
      return list;
    }
    default: {
      wire::Json object(jsoncons::json_object_arg);
      for (std::uint64_t i = chance.below(5); i > 0; --i) object[random_text(chance)] = random_json(chance, depth - 1);
      return object;
    }
  }
}

}  // namespace

TEST_CASE("plain JSON is read") {
  for (const char* text : {"{}", "[]", "null", "true", "false", "0", "7", "-7", "\"\"", " \t\r\n[ 1 , 2 ] ", R"({"a":{"b":["c",null,true]}})", R"("\u00e9\ud83d\ude00\/\b\f\n\r\t\\\"")",
                           "9007199254740991", "-9007199254740991", "\"\xF0\x9E\xA4\x80\""}) {
    INFO(text);
    CHECK(answer(text) == "read");
  }
}

TEST_CASE("what isn't JSON to the letter is malformed") {
  for (const std::string& text : {""s, " "s, "{"s, "}"s, "[1,]"s, "{\"a\":1,}"s, "{a:1}"s, "{'a':1}"s, "{\"a\" 1}"s, "{\"a\":}"s, "[1 2]"s, "nul"s, "nulll"s, "True"s, "// no\n1"s, "/* no */ 1"s, "1 // no"s,
                                  "1 2"s, "{} {}"s, "\"a"s, "\"\\\""s, "\"\\x\""s, "\"\\u12\""s, "\"\\u12g4\""s, "\"\n\""s, "\"\x01\""s, "\xEF\xBB\xBF{}"s, "[1]\0"s, "\"a\0b\""s, "\"\\u0000\""s,
                                  "\"\\ud800\""s, "\"\\udc00\""s, "\"\\ud800\\ud800\""s, "\"\\ud800x\""s, "\"\xff\""s, "\"\xc0\xaf\""s, "\"\xed\xa0\x80\""s, "\"\xf4\x90\x80\x80\""s, "\xc3"s}) {
    INFO(text);
    CHECK(answer(text) == "malformed");
  }
}

TEST_CASE("numbers are whole, written in one way, and no larger than a browser can count") {
  for (const char* text : {"1.0", "1.5", "1e3", "1E3", "-1.0", "01", "-01", "-0", "00", "+1", ".5", "1.", "-", "0x10", "NaN", "Infinity", "1_000"}) {
    INFO(text);
    CHECK(answer(text) == "malformed");
  }
  for (const char* text : {"9007199254740992", "-9007199254740992", "18446744073709551615", "18446744073709551616", "99999999999999999999999999999999999999999999"}) {
    INFO(text);
    CHECK(answer(text) == "number_out_of_range");
    CHECK(answer("{\"a\":[" + std::string(text) + "]}") == "number_out_of_range");
  }
}

TEST_CASE("one key stands once in an object, however it is spelled") {
  for (const char* text : {R"({"a":1,"a":1})", R"({"a":1,"\u0061":2})", R"({"b":{"a":1,"c":2,"a":3}})", R"([{"":1,"":2}])", R"({"é":1,"\u00e9":2})", "{\"\xF0\x9F\x98\x80\":1,\"\\ud83d\\ude00\":2}"}) {
    INFO(text);
    CHECK(answer(text) == "duplicate_key");
  }
  CHECK(answer(R"({"a":1,"A":2,"á":3,"a ":4})") == "read");
  CHECK(answer(R"({"a":{"a":{"a":1}}})") == "read");
  CHECK(answer("{\"\\\\U55357.56832\":1,\"\\ud83d\\ude00\":2}") == "read");
}

TEST_CASE("text is no larger and no deeper than its reader allows") {
  CHECK(answer("\"12345678\"", {.bytes = 10}) == "read");
  CHECK(answer("\"123456789\"", {.bytes = 10}) == "too_large");
  CHECK(answer(R"({"a":{"b":1}})", {.depth = 2}) == "read");
  CHECK(answer(R"({"a":{"b":[1]}})", {.depth = 2}) == "too_deep");
  CHECK(answer(std::string(100'000, '[')) == "too_deep");
  CHECK(answer(std::string(16, '[') + "1" + std::string(16, ']')) == "read");
  CHECK(answer(std::string(17, '[') + "1" + std::string(17, ']')) == "too_deep");
}

TEST_CASE("what is written canonically is read as it was, and written the same again") {
  rc::prop("any value", [](std::uint64_t seed) {
    Chance chance(seed);
    const wire::Json value = random_json(chance, 4);
    const std::string bytes = wire::write_json(value);
    const auto again = wire::read_json(bytes);
    RC_ASSERT(again.has_value());
    RC_ASSERT((*again == value));
    RC_ASSERT(wire::write_json(*again) == bytes);
  });
}

TEST_CASE("our writer writes the bytes that the library would") {
  rc::prop("any value", [](std::uint64_t seed) {
    Chance chance(seed);
    const wire::Json json = random_json(chance, 4);
    std::string theirs;
    json.dump(theirs);
    RC_ASSERT(wire::write_json(json) == theirs);
  });
  std::string all;
  for (char c = 1; c < 0x7f; ++c) all += c;
  std::string theirs;
  wire::Json(all + "\x7f").dump(theirs);
  CHECK(wire::write_json(wire::Json(all + "\x7f")) == theirs);
}

TEST_CASE("a wrong byte anywhere never gets past the gate as something else than JSON") {
  rc::prop("what is read, the library reads to the same value", [](std::uint64_t seed) {
    Chance chance(seed);
    std::string text = wire::write_json(random_json(chance, 4));
    for (std::uint64_t i = 1 + chance.below(3); i > 0 && !text.empty(); --i) {
      const std::size_t at = chance.below(text.size());
      switch (chance.below(3)) {
        case 0: text[at] = static_cast<char>(chance.below(256)); break;
        case 1: text.erase(at, 1); break;
        default: text.insert(at, 1, chance.one_of("{}[]\",:\\0123-.eE/* "s)); break;
      }
    }
    if (const auto read = wire::read_json(text)) RC_ASSERT((*read == wire::Json::parse(text)));
  });
}
