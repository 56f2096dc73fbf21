#include "http/server/message.hpp"

#include <catch2/catch_test_macros.hpp>

#include "http/server/answer_bytes.hpp"
#include "http/server/desk.hpp"
#include "http/server/log.hpp"
#include "http/server/target.hpp"

using namespace nibbi;
using namespace nibbi::http;

TEST_CASE("a problem is answered as RFC 9457 says, with the code's word and no prose") {
  const Response answer = problem({ProblemCode::too_large, {{"bytes_max", "10"}, {"odd\"name", "a\\b\n"}}});
  CHECK(answer.status == 413);
  CHECK(answer.headers.get("content-type") == "application/problem+json");
  CHECK(answer.bytes() ==
        R"({"type":"/problems/too_large","title":"too_large","status":413,"code":"too_large","details":{"bytes_max":"10","odd\"name":"a\\b\u000a"}})");
  CHECK(problem({ProblemCode::not_allowed, {}}, 405).bytes() ==
        R"({"type":"/problems/not_allowed","title":"not_allowed","status":405,"code":"not_allowed","details":{}})");
}

TEST_CASE("a field of an answer cannot carry a second line") {
  Headers headers;
  CHECK_THROWS_AS(headers.set("location", "/x\r\nset-cookie: a=b"), OurFault);
  CHECK_THROWS_AS(headers.set("location", std::string("/x\0y", 4)), OurFault);
  CHECK_THROWS_AS(headers.set("Location", "/x"), OurFault);
  CHECK_THROWS_AS(headers.set("", "/x"), OurFault);
  headers.set("location", "/é");
  headers.add("set-cookie", "a=1");
  headers.add("set-cookie", "b=2");
  headers.set("location", "/y");
  CHECK(headers.fields().size() == 3);
  CHECK(headers.get("location") == "/y");
  CHECK_FALSE(headers.has("etag"));
}

TEST_CASE("a cookie is found by its name; two that differ are none") {
  Request request;
  CHECK_FALSE(request.cookie("a"));
  request.headers.set("cookie", "__Host-s=abc=def; a=1;b=;  c = 3; a=1; d=1; d=2; nonsense");
  CHECK(request.cookie("__Host-s") == "abc=def");
  CHECK(request.cookie("a") == "1");
  CHECK(request.cookie("b") == "");
  CHECK_FALSE(request.cookie("d"));
  CHECK_FALSE(request.cookie("nonsense"));
  CHECK_FALSE(request.cookie(""));
}

TEST_CASE("who made the browser ask is read word for word") {
  CHECK(fetch_site_of(std::nullopt) == FetchSite::absent);
  CHECK(fetch_site_of("same-origin") == FetchSite::same_origin);
  CHECK(fetch_site_of("same-site") == FetchSite::same_site);
  CHECK(fetch_site_of("cross-site") == FetchSite::cross_site);
  CHECK(fetch_site_of("none") == FetchSite::user);
  CHECK(fetch_site_of("Same-Origin") == FetchSite::unknown);
  CHECK(fetch_site_of("same-origin, none") == FetchSite::unknown);
}

TEST_CASE("a target is decoded once, and what two programs may read differently is refused") {
  const auto path = [](std::string_view text) { return read_target(text).value().path; };
  using Path = std::vector<std::string>;
  CHECK(path("/") == Path{});
  CHECK(path("/a/b") == Path{"a", "b"});
  CHECK(path("/a/") == Path{"a", ""});
  CHECK(path("//a") == Path{"", "a"});
  CHECK(path("/a%20b/%C3%91ibbi+x") == Path{"a b", "Ñibbi+x"});
  CHECK(path("/a/...") == Path{"a", "..."});
  CHECK(path("http://Host:80/a?b") == Path{"a"});
  CHECK(path("http://host") == Path{});
  CHECK(read_target("http://Host:80/a").value().authority == "host:80");
  for (const char* bad : {"", "a", "*", "host:443", "/%", "/%2", "/%zz", "/%00", "/a%2Fb", "/a%5cb", "/a\\b", "/..", "/a/../b", "/%2e%2E/x", "/.", "/a/%2e",
                          "/%FF", "/%C0%AF", "/%ED%A0%80", "/%F4%90%80%80", "/a%0Ab", "/a%7F", "/a#b", "/\xC3\x91", "http:///a", "http://u@h/a", "/?a=%00", "/?%C3=1"}) {
    INFO(bad);
    CHECK(read_target(bad).error().code == ProblemCode::malformed);
  }
}

TEST_CASE("a query is decoded, and a key that comes twice is refused") {
  const auto target = read_target("/x?a=1&b=c+d%26e&&c&d==").value();
  CHECK(target.query == std::map<std::string, std::string, std::less<>>{{"a", "1"}, {"b", "c d&e"}, {"c", ""}, {"d", "="}});
  CHECK(read_target("/x?a=1&%61=2").error().code == ProblemCode::duplicate_key);
}

TEST_CASE("a path is joined again as it was split") {
  Request request;
  CHECK(request.path_text() == "/");
  request.path = {"a", "b c", ""};
  CHECK(request.path_text() == "/a/b c/");
}

TEST_CASE("a line of the log has typed fields and nothing else") {
  LogLine line{.method = Method::post, .route = "entry.write", .status = 201, .bytes = 12, .microseconds = 1'005'042, .request_id = "00ff"};
  CHECK(log_text(line) == R"({"method":"POST","route":"entry.write","status":201,"bytes":12,"ms":1005.042,"request":"00ff"})");
  CHECK(log_text({}) == R"({"method":"OTHER","route":"none","status":0,"bytes":0,"ms":0.000,"request":""})");
  line.fault = "log_is_contiguous";
  line.left_out = 7;
  CHECK(log_text(line).ends_with(R"(,"fault":"log_is_contiguous","left_out":7})"));
}

TEST_CASE("dates and heads are written as the standard writes them") {
  CHECK(http_date(0) == "Thu, 01 Jan 1970 00:00:00 GMT");
  CHECK(http_date(784'111'777) == "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(http_date(1'709'164'800) == "Thu, 29 Feb 2024 00:00:00 GMT");
  CHECK(head_bytes(text(200, "hi"), {.keep_alive = false, .http_1_0 = false, .request_id = "1", .date = "D"}) ==
        "HTTP/1.1 200 OK\r\ndate: D\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 2\r\nx-request-id: 1\r\nconnection: close\r\n\r\n");
  CHECK(head_bytes(empty(204), {.keep_alive = true, .http_1_0 = true, .request_id = "1", .date = "D"}) ==
        "HTTP/1.1 204 No Content\r\ndate: D\r\nx-request-id: 1\r\nconnection: keep-alive\r\n\r\n");
  CHECK(redirect("/x").status == 303);
}

TEST_CASE("an address has one spelling") {
  CHECK(address_text("127.0.0.1") == "127.0.0.1");
  CHECK(address_text("::ffff:10.0.0.1") == "10.0.0.1");
  CHECK(address_text("2001:DB8:0:0::1") == "2001:db8::1");
  CHECK(address_text("fe80::1%eth0") == "fe80::1");
  CHECK(address_text("10.0.0.1:80").empty());
  CHECK(address_text("somebody").empty());
}
