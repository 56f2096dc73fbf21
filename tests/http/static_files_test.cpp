#include "http/server/static_files.hpp"

#include <array>
#include <catch2/catch_test_macros.hpp>

using namespace nibbi;
using namespace nibbi::http;

namespace {

constexpr std::array<StaticFile, 5> kFiles = {{
    {"/index.html", "text/html; charset=utf-8", "<p>page", "gz-page", "br-page", "p1", false},
    {"/assets/app-4f1c.js", "text/javascript; charset=utf-8", "let app", "gz-app", "br-app", "a1", true},
    {"/assets/logo.png", "image/png", "PNG", "", "", "l1", true},
    {"/fr/index.html", "text/html; charset=utf-8", "<p>bonjour", "", "br-fr", "f1", false},
    {"/only-gz.txt", "text/plain; charset=utf-8", "plain", "gz-plain", "", "g1", false},
}};

struct Ask {
  std::vector<std::string> path;
  std::string accept = "*/*";
  std::string encodings = {};
  std::string if_none_match = {};
  Method method = Method::get;
};

std::optional<Response> check(const Ask& ask, std::string* route = nullptr, StaticOptions options = {}) {
  const StaticFiles files(kFiles, std::move(options));
  Request request;
  request.method = ask.method;
  request.path = ask.path;
  request.headers.set("accept", ask.accept);
  if (!ask.encodings.empty()) request.headers.set("accept-encoding", ask.encodings);
  if (!ask.if_none_match.empty()) request.headers.set("if-none-match", ask.if_none_match);
  auto answer = files.try_answer(request);
  if (route != nullptr) *route = request.route;
  return answer;
}

const std::string kBrowser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

}  // namespace

TEST_CASE("the encoding is chosen by what is accepted and what exists") {
  const auto pick = [](const char* accept, bool gzip = true, bool brotli = true) { return choose_encoding(accept, gzip, brotli); };
  CHECK(choose_encoding(std::nullopt, true, true) == Encoding::identity);
  CHECK(pick("") == Encoding::identity);
  CHECK(pick("gzip, deflate, br, zstd") == Encoding::brotli);
  CHECK(pick("gzip, deflate, br", true, false) == Encoding::gzip);
  CHECK(pick("gzip, deflate, br", false, false) == Encoding::identity);
  CHECK(pick("gzip") == Encoding::gzip);
  CHECK(pick("GZIP") == Encoding::gzip);
  CHECK(pick("br;q=0.5, gzip;q=0.9") == Encoding::gzip);
  CHECK(pick("br;q=0, gzip") == Encoding::gzip);
  CHECK(pick("br;q=0, gzip;q=0.000") == Encoding::identity);
  CHECK(pick("*") == Encoding::brotli);
  CHECK(pick("*;q=0") == std::nullopt);
  CHECK(pick("*;q=0, gzip") == Encoding::gzip);
  CHECK(pick("*;q=0", false, false) == std::nullopt);
  CHECK(pick("identity;q=0, br") == Encoding::brotli);
  CHECK(pick("identity, br;q=0.5") == Encoding::identity);
  CHECK(pick("identity;q=0.1, br;q=0.5") == Encoding::brotli);
  CHECK(pick("deflate, zstd") == Encoding::identity);
  CHECK(pick("br ; q=1.0 , gzip") == Encoding::brotli);
  CHECK(pick("br;q=bad, gzip;q=2") == Encoding::identity);
  CHECK(pick("gzip;x=1;q=0.3") == Encoding::gzip);
}

TEST_CASE("each encoding has its bytes, its tag and Vary") {
  const auto br = check({.path = {"assets", "app-4f1c.js"}, .encodings = "gzip, br"}).value();
  CHECK(br.status == 200);
  CHECK(br.bytes() == "br-app");
  CHECK(br.headers.get("content-encoding") == "br");
  CHECK(br.headers.get("vary") == "Accept-Encoding");
  CHECK(br.headers.get("etag") == "\"a1-br\"");
  CHECK(br.headers.get("content-type") == "text/javascript; charset=utf-8");
  CHECK(br.headers.get("cache-control") == "public, max-age=31536000, immutable");
  const auto plain = check({.path = {"assets", "app-4f1c.js"}}).value();
  CHECK(plain.bytes() == "let app");
  CHECK_FALSE(plain.headers.has("content-encoding"));
  CHECK(plain.headers.get("vary") == "Accept-Encoding");
  CHECK(plain.headers.get("etag") == "\"a1\"");
  CHECK(check({.path = {"only-gz.txt"}, .encodings = "br, gzip"}).value().bytes() == "gz-plain");
  // A picture is the same to all: no Vary, so that one copy serves all.
  CHECK_FALSE(check({.path = {"assets", "logo.png"}, .encodings = "br"}).value().headers.has("vary"));
  // Nothing is acceptable: the plain bytes, not 406.
  CHECK(check({.path = {"assets", "logo.png"}, .encodings = "*;q=0"}).value().bytes() == "PNG");
}

TEST_CASE("who has a file already is told so, for the encoding that they have") {
  const std::vector<std::string> app = {"assets", "app-4f1c.js"};
  const auto same = check({.path = app, .encodings = "br", .if_none_match = "\"x\", W/\"a1-br\""}).value();
  CHECK(same.status == 304);
  CHECK(same.bytes().empty());
  CHECK(same.headers.get("etag") == "\"a1-br\"");
  CHECK(same.headers.get("vary") == "Accept-Encoding");
  CHECK(same.headers.get("cache-control") == "public, max-age=31536000, immutable");
  CHECK(check({.path = app, .encodings = "br", .if_none_match = "*"}).value().status == 304);
  CHECK(check({.path = app, .encodings = "br", .if_none_match = "\"a1\""}).value().status == 200);
  CHECK(check({.path = app, .if_none_match = "a1"}).value().status == 200);
}

TEST_CASE("pages are asked for again each time") {
  CHECK(check({.path = {}}).value().headers.get("cache-control") == "no-cache");
  CHECK(check({.path = {}}).value().bytes() == "<p>page");
  CHECK(check({.path = {"index.html"}}).value().bytes() == "<p>page");
  CHECK(check({.path = {"fr", ""}}).value().bytes() == "<p>bonjour");
}

TEST_CASE("an unknown path is the application's page for who asks for a page, and nothing for others") {
  std::string route;
  const auto page = check({.path = {"children", "7"}, .accept = kBrowser, .encodings = "br"}, &route).value();
  CHECK(page.status == 200);
  CHECK(page.bytes() == "br-page");
  CHECK(page.headers.get("cache-control") == "no-cache");
  CHECK(page.headers.get("vary") == "Accept-Encoding, Accept");
  CHECK(route == "page");
  CHECK(check({.path = {"children", "7"}, .accept = kBrowser, .method = Method::head}, &route).value().status == 200);
  CHECK_FALSE(check({.path = {"children", "7"}}, &route));
  CHECK(route.empty());
  CHECK_FALSE(check({.path = {"children", "7"}, .accept = "text/html;q=0, */*"}));
  CHECK_FALSE(check({.path = {"assets", "app-0000.js"}, .accept = "*/*"}));
  CHECK_FALSE(check({.path = {"api", "children", "7"}, .accept = kBrowser}));
  CHECK_FALSE(check({.path = {"api"}, .accept = kBrowser}));
  CHECK_FALSE(check({.path = {"children"}, .accept = kBrowser, .method = Method::post}));
  CHECK_FALSE(check({.path = {"children"}, .accept = kBrowser}, nullptr, {.page = ""}));
}

TEST_CASE("a file can only be read") {
  const auto answer = check({.path = {"index.html"}, .method = Method::post}).value();
  CHECK(answer.status == 405);
  CHECK(answer.headers.get("allow") == "GET, HEAD");
}

TEST_CASE("a table of files that cannot be meant is refused at start") {
  static constexpr std::array<StaticFile, 2> kTwice = {{{"/a", "a/b", "", "", "", "1", false}, {"/a", "a/b", "", "", "", "1", false}}};
  CHECK_THROWS_AS(StaticFiles(kTwice, {.page = ""}), OurFault);
  CHECK_THROWS_AS(StaticFiles(std::span(kTwice).first(1)), OurFault);
  static constexpr std::array<StaticFile, 1> kUntagged = {{{"/a", "a/b", "", "", "", "", false}}};
  CHECK_THROWS_AS(StaticFiles(kUntagged, {.page = ""}), OurFault);
}
