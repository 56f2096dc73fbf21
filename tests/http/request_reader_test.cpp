// The reader of requests, without a socket. Each refusal is a row; each row is also fed one byte at a time, since where a
// packet ends must not matter.
#include "http/server/request_reader.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>

using namespace nibbi;
using namespace nibbi::http;
using Stage = RequestReader::Stage;

namespace {

struct Outcome {
  Stage stage = Stage::head;
  int status = 0;
  std::size_t used = 0;
  std::string body;
  Headers headers;
  bool operator==(const Outcome& o) const {
    return stage == o.stage && status == o.status && body == o.body && headers.fields() == o.headers.fields() && (stage != Stage::whole || used == o.used);
  }
};

Outcome read(std::string_view bytes, std::size_t piece, std::size_t body_max = 1000, ReadLimits limits = {}) {
  RequestReader reader(limits);
  Outcome out;
  bool allowed = false;
  for (std::size_t here = 0; here < bytes.size();) {
    here = std::min(bytes.size(), here + piece);
    for (;;) {
      const std::size_t used = reader.feed(bytes.substr(out.used, here - out.used));
      out.used += used;
      if (reader.stage() == Stage::body && !allowed) {
        allowed = true;
        reader.allow_body(body_max);
        continue;
      }
      break;
    }
    if (reader.stage() == Stage::whole || reader.stage() == Stage::refused) break;
  }
  out.stage = reader.stage();
  if (out.stage == Stage::refused) out.status = reader.refusal().status;
  if (out.stage == Stage::whole) {
    out.body = reader.request().body;
    out.headers = reader.request().headers;
  }
  return out;
}

Outcome check(std::string_view bytes, std::size_t body_max = 1000) {
  const Outcome whole = read(bytes, bytes.size(), body_max);
  for (const std::size_t piece : {1, 2, 3, 7, 61}) {
    INFO("in pieces of " << piece);
    CHECK(read(bytes, piece, body_max) == whole);
  }
  return whole;
}

}  // namespace

TEST_CASE("a request is read, and what follows is left for the next") {
  const Outcome one = check("POST /a?b=c HTTP/1.1\r\nHost: h\r\nX-List: 1\r\nX-List:2 \r\nCookie: a=1\r\nCookie: b=2\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\n");
  REQUIRE(one.stage == Stage::whole);
  CHECK(one.body == "hello");
  CHECK(one.headers.get("x-list") == "1, 2");
  CHECK(one.headers.get("cookie") == "a=1; b=2");
  CHECK(check("\r\n\r\nGET / HTTP/1.1\r\nhost: h\r\n\r\n").stage == Stage::whole);
  CHECK(check("GET / HTTP/1.0\r\n\r\n").stage == Stage::whole);
  CHECK(check("GET http://h/x HTTP/1.1\r\nhost: H\r\n\r\n").stage == Stage::whole);
}

TEST_CASE("a chunked body is put together; its extensions and trailers are dropped") {
  const Outcome one = check("PUT /a HTTP/1.1\r\nhost: h\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=y\r\nabc\r\n0A\r\n0123456789\r\n0\r\nX-Evil: 1\r\nHost: other\r\n\r\nrest");
  REQUIRE(one.stage == Stage::whole);
  CHECK(one.body == "abc0123456789");
  CHECK_FALSE(one.headers.has("x-evil"));
  CHECK(one.headers.get("host") == "h");
}

TEST_CASE("a request whose length two programs may read differently is refused") {
  const std::string head = "POST / HTTP/1.1\r\nhost: h\r\n";
  for (const char* rest : {
           "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
           "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
           "Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd",
           "Content-Length: 4, 4\r\n\r\nabcd",
           "Content-Length: +4\r\n\r\nabcd",
           "Content-Length: -4\r\n\r\nabcd",
           "Content-Length: 0x4\r\n\r\nabcd",
           "Content-Length: 4 4\r\n\r\nabcd",
           "Content-Length: \r\n\r\nabcd",
           "Content-Length: 18446744073709551615\r\n\r\nabcd",
           "Content-Length: 99999999999999999999999\r\n\r\nabcd",
           "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding: identity\r\n\r\n",
           "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding:\x0b" "chunked\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
           "Content-Length : 4\r\n\r\nabcd",
           "X: y\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
           "X: y\r\n\tfolded\r\n\r\n",
           "X:\r\n folded\r\n\r\n",
           "X: y\rContent-Length: 4\r\n\r\n",
           "X: y\nContent-Length: 4\r\n\r\nabcd",
           "X: a\x01" "b\r\n\r\n",
           "X: a\x7f\r\n\r\n",
           ": no name\r\n\r\n",
           "no colon\r\n\r\n",
           "(x): y\r\n\r\n",
       }) {
    INFO(rest);
    const Outcome one = check(head + rest);
    CHECK(one.stage == Stage::refused);
    CHECK(one.status == 400);
  }
  CHECK(check(head + std::string("X: a\0b\r\n\r\n", 10)).status == 400);
  CHECK(check("POST / HTTP/1.0\r\nhost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n").status == 400);
}

TEST_CASE("a field that means one thing comes once") {
  for (const char* field : {"host: h", "content-type: a/b", "authorization: x", "origin: https://h", "sec-fetch-site: same-origin"}) {
    INFO(field);
    const std::string line = std::string(field) + "\r\n";
    CHECK(check("GET / HTTP/1.1\r\nhost: h\r\n" + line + line + "\r\n").status == 400);
  }
}

TEST_CASE("a field with an underscore is not heard: elsewhere it may be another's name") {
  const Outcome one = check("GET / HTTP/1.1\r\nhost: h\r\nX_Forwarded_For: 1.2.3.4\r\nSec_Fetch_Site: same-origin\r\n\r\n");
  REQUIRE(one.stage == Stage::whole);
  CHECK(one.headers.fields().size() == 1);
}

TEST_CASE("what is not a request is refused") {
  for (const char* bytes : {
           "nonsense\r\n\r\n",
           "GET /\r\n\r\n",
           "GET  / HTTP/1.1\r\nhost: h\r\n\r\n",
           "GET / HTTP/1.1 \r\nhost: h\r\n\r\n",
           "GET / x HTTP/1.1\r\nhost: h\r\n\r\n",
           "GET / HTTP/2.0\r\nhost: h\r\n\r\n",
           "GET / HTTP/1.2\r\nhost: h\r\n\r\n",
           "GET / http/1.1\r\nhost: h\r\n\r\n",
           "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
           " GET / HTTP/1.1\r\nhost: h\r\n\r\n",
           "GET / HTTP/1.1\nhost: h\n\n",
           "GET / HTTP/1.1\r\n host: h\r\n\r\n",
           "GET / HTTP/1.1\r\n\r\n",
           "GET / HTTP/1.1\r\nhost:\r\n\r\n",
           "GET * HTTP/1.1\r\nhost: h\r\n\r\n",
           "GET http://other/ HTTP/1.1\r\nhost: h\r\n\r\n",
           "GET /../etc HTTP/1.1\r\nhost: h\r\n\r\n",
           "GET /?a=1&a=2 HTTP/1.1\r\nhost: h\r\n\r\n",
           "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
       }) {
    INFO(bytes);
    CHECK(check(bytes).status == 400);
  }
}

TEST_CASE("a method that we do not speak is 501, an expectation that we cannot meet 417") {
  CHECK(check("BREW / HTTP/1.1\r\nhost: h\r\n\r\n").status == 501);
  CHECK(check("TRACE / HTTP/1.1\r\nhost: h\r\n\r\n").status == 501);
  CHECK(check("CONNECT h:443 HTTP/1.1\r\nhost: h\r\n\r\n").status == 501);
  CHECK(check("get / HTTP/1.1\r\nhost: h\r\n\r\n").status == 501);
  CHECK(check("POST / HTTP/1.1\r\nhost: h\r\nexpect: gold\r\n\r\n").status == 417);
}

TEST_CASE("a head has a size and a number of fields that it keeps to") {
  const std::string start = "GET / HTTP/1.1\r\nhost: h\r\n";
  CHECK(check(start + "x: " + std::string(16'000, 'a') + "\r\n\r\n").stage == Stage::whole);
  CHECK(check(start + "x: " + std::string(16'384, 'a') + "\r\n\r\n").status == 431);
  CHECK(check("GET /" + std::string(16'384, 'a') + " HTTP/1.1\r\n").status == 431);
  CHECK(check(std::string(20'000, 'A')).status == 431);
  std::string many = start;
  for (int i = 0; i < 99; ++i) many += "x-" + std::to_string(i) + ": 1\r\n";
  CHECK(check(many + "\r\n").stage == Stage::whole);
  CHECK(check(many + "y: 1\r\n\r\n").status == 431);
  // Also when each field alone is small and they come one after another.
  std::string long_one = start;
  for (int i = 0; i < 80; ++i) long_one += "x-" + std::to_string(i) + ": " + std::string(300, 'a') + "\r\n";
  CHECK(check(long_one + "\r\n").status == 431);
}

TEST_CASE("a body over the limit is refused, announced or not") {
  CHECK(check("POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 10\r\n\r\n0123456789", 10).body == "0123456789");
  CHECK(check("POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 11\r\n\r\n", 10).status == 413);
  CHECK(check("POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 2147483648\r\n\r\n", 10).status == 413);
  CHECK(check("POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 999999999999999999\r\n\r\n", 10).status == 413);
  const std::string chunked = "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n";
  CHECK(check(chunked + "a\r\n0123456789\r\n0\r\n\r\n", 10).body == "0123456789");
  CHECK(check(chunked + "b\r\n", 10).status == 413);
  CHECK(check(chunked + "6\r\n012345\r\n5\r\n", 10).status == 413);
  CHECK(check(chunked + "FFFFFFFFFFFFFFFF\r\n", 10).status == 413);
  for (const char* bad : {"10000000000000000\r\n", "\r\n", "-1\r\nx", "0x1\r\nx\r\n", "1\r\nxy\r\n", "1 x\r\n", "1;\r\nx\r\n", "g\r\n", "0\r\nbad trailer\r\n\r\n"}) {
    INFO(bad);
    CHECK(check(chunked + bad, 10).status == 400);
  }
  CHECK(check(chunked + "1;" + std::string(20'000, 'a'), 10).status == 400);
  std::string dust = chunked;
  for (int i = 0; i < 9; ++i) dust += "1;" + std::string(16'000, 'a') + "\r\nx\r\n";
  CHECK(check(dust, 10).status == 400);
}
