// JSON written without a tree: the bytes of write_json, whatever the order in which members were put.
#include "wire/json_text.hpp"

#include <catch2/catch_test_macros.hpp>

#include "wire/json.hpp"

using nibbi::wire::JsonText;

TEST_CASE("members stand sorted by name, whatever order they were put in, and so do those inside them") {
  JsonText text;
  text.begin_object();
  text.member("b");
  text.begin_object();
  for (const char* name : {"z", "a", "Z", "aa"}) {
    text.member(name);
    text.number(1);
  }
  CHECK(text.end_object());
  text.member("a");
  text.begin_array();
  text.item();
  text.string("x");
  text.item();
  text.boolean(true);
  CHECK(text.end_array());
  CHECK(text.end_object());
  CHECK(std::move(text).take() == R"({"a":["x",true],"b":{"Z":1,"a":1,"aa":1,"z":1}})");
}

TEST_CASE("what is empty says so, and a member can be taken back with all that was in it") {
  JsonText text;
  text.begin_object();
  text.member("kept");
  text.begin_array();
  CHECK_FALSE(text.end_array());
  text.member("gone");
  text.begin_object();
  text.member("inside");
  text.number(-1);
  CHECK(text.end_object());
  text.drop_member();
  text.member("also");
  text.begin_object();
  CHECK_FALSE(text.end_object());
  CHECK(text.end_object());
  CHECK(std::move(text).take() == R"({"also":{},"kept":[]})");
}

TEST_CASE("a string is written as the tree's writer writes it") {
  std::string every;
  for (int c = 1; c < 0x80; ++c) every += static_cast<char>(c);
  every += "\xc3\xb1 \xe2\x80\xa8";
  std::string text;
  nibbi::wire::write_string(text, every);
  CHECK(text == nibbi::wire::write_json(nibbi::wire::Json(every)));
  CHECK(nibbi::wire::read_json("[" + text + "]").value()[0].as<std::string>() == every);
}
