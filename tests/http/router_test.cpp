#include "http/server/router.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace nibbi;
using namespace nibbi::http;

namespace {

RouteHandler says(std::string word) {
  return [word](Request&, const Params&) { return text(200, word); };
}

Request ask(Method method, std::vector<std::string> path) {
  Request request;
  request.method = method;
  request.path = std::move(path);
  return request;
}

Router example() {
  std::vector<Route> routes;
  routes.push_back({Method::get, "/", "home", says("home")});
  routes.push_back({Method::get, "/api/children/{id}", "child.read", [](Request&, const Params& p) { return text(200, p["id"]); }});
  routes.push_back({Method::put, "/api/children/{id}", "child.write", says("write"), 5'000'000});
  routes.push_back({Method::get, "/api/children/new", "child.new", says("new")});
  routes.push_back({Method::get, "/api/{kind}/{id}/log", "log.read", [](Request&, const Params& p) { return text(200, p["kind"] + " " + p["id"]); }});
  routes.push_back({Method::head, "/api/status", "status.head", says("head")});
  routes.push_back({Method::get, "/api/status", "status.read", says("status")});
  routes.push_back({Method::post, "/api/entries", "entry.write", says("entries"), 100});
  return Router(std::move(routes));
}

std::string check(const Router& router, Method method, std::vector<std::string> path) {
  Request request = ask(method, std::move(path));
  const auto answer = router.try_answer(request);
  if (!answer) return "unknown";
  return std::to_string(answer->status) + " " + (answer->status == 405 ? std::string(answer->headers.get("allow")) : std::string(answer->bytes())) +
         " (" + request.route + ")";
}

}  // namespace

TEST_CASE("a path finds its route, and a fixed word wins over a name") {
  const Router router = example();
  CHECK(check(router, Method::get, {}) == "200 home (home)");
  CHECK(check(router, Method::get, {"api", "children", "7"}) == "200 7 (child.read)");
  CHECK(check(router, Method::get, {"api", "children", "new"}) == "200 new (child.new)");
  CHECK(check(router, Method::put, {"api", "children", "new"}) == "200 write (child.write)");
  CHECK(check(router, Method::get, {"api", "children", "new", "log"}) == "200 children new (log.read)");
  CHECK(check(router, Method::get, {"api", "children", "a b/c"}) == "200 a b/c (child.read)");
}

TEST_CASE("an unknown path is nobody's, or 404") {
  const Router router = example();
  for (const std::vector<std::string>& path : {std::vector<std::string>{"api"}, {"api", "children"}, {"api", "children", ""}, {"api", "children", "7", ""},
                                               {"", "api"}, {"API", "status"}, {""}}) {
    CHECK(check(router, Method::get, path) == "unknown");
    Request request = ask(Method::get, path);
    CHECK(router.answer(request).status == 404);
    CHECK(request.route.empty());
  }
}

TEST_CASE("a known path with another method is 405 and says which are allowed") {
  const Router router = example();
  CHECK(check(router, Method::del, {"api", "children", "7"}) == "405 GET, HEAD, PUT ()");
  CHECK(check(router, Method::post, {"api", "status"}) == "405 GET, HEAD ()");
  CHECK(check(router, Method::options, {"api", "entries"}) == "405 POST ()");
  CHECK(check(router, Method::head, {"api", "entries"}) == "405 POST ()");
}

TEST_CASE("HEAD is answered by its own route, else by GET's") {
  const Router router = example();
  CHECK(check(router, Method::head, {"api", "status"}) == "200 head (status.head)");
  CHECK(check(router, Method::head, {"api", "children", "7"}) == "200 7 (child.read)");
}

TEST_CASE("a route has its own limit for bodies") {
  const Router router = example();
  CHECK(router.body_bytes_max(Method::put, {"api", "children", "7"}) == 5'000'000);
  CHECK(router.body_bytes_max(Method::post, {"api", "entries"}) == 100);
  CHECK(router.body_bytes_max(Method::post, {"nowhere"}) == kBodyBytesDefault);
  CHECK(router.routes().size() == 8);
}

TEST_CASE("a table that cannot be meant is refused at start") {
  const auto build = [](std::vector<std::pair<std::string, std::string>> patterns) {
    std::vector<Route> routes;
    for (auto& [pattern, name] : patterns) routes.push_back({Method::get, pattern, name, says("")});
    return Router(std::move(routes));
  };
  CHECK_NOTHROW(build({{"/a/{x}", "one"}, {"/a/{y}/b", "two"}}));
  CHECK_THROWS_AS(build({{"/a/{x}", "one"}, {"/a/{y}", "two"}}), OurFault);
  CHECK_THROWS_AS(build({{"/a", "one"}, {"/b", "one"}}), OurFault);
  CHECK_THROWS_AS(build({{"/a", ""}}), OurFault);
  CHECK_THROWS_AS(build({{"a", "one"}}), OurFault);
  CHECK_THROWS_AS(build({{"/a//b", "one"}}), OurFault);
  CHECK_THROWS_AS(build({{"/a/x{y}", "one"}}), OurFault);
  CHECK_THROWS_AS(build({{"/{x}/{x}", "one"}}), OurFault);
  CHECK_THROWS_AS(Router({{Method::get, "/a", "one", nullptr}}), OurFault);
  const Router router = example();
  Request request = ask(Method::get, {"api", "children", "7"});
  CHECK_THROWS_AS(Params({{"a", "1"}})["b"], OurFault);
}
