#include "http/server/headers.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace nibbi;
using namespace nibbi::http;

namespace {

Response applied(SiteProfile profile, const SecurityOptions& options, bool secure = true) {
  Request request;
  request.secure = secure;
  Response response = json(200, "{}");
  SecurityHeaders(profile, options).apply(request, response);
  return response;
}

}  // namespace

TEST_CASE("the workers' application runs its own scripts, what a hash names, and WebAssembly") {
  const Response answer = applied(SiteProfile::workers, {.script_hashes = {"sha256-AAAA=", "sha256-BBBB="}, .trusted_types = {"app", "svelte-trusted-html"}});
  CHECK(answer.headers.get("content-security-policy") ==
        "default-src 'none'; script-src 'self' 'sha256-AAAA=' 'sha256-BBBB=' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; img-src 'self' blob:; media-src 'self' blob:; worker-src 'self'; form-action 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types app svelte-trusted-html");
  CHECK(answer.headers.get("cross-origin-opener-policy") == "same-origin");
  CHECK(answer.headers.get("cross-origin-resource-policy") == "same-origin");
  CHECK(answer.headers.get("referrer-policy") == "no-referrer");
  CHECK(answer.headers.get("x-content-type-options") == "nosniff");
  CHECK(answer.headers.get("cache-control") == "no-store");
  CHECK_FALSE(answer.headers.has("strict-transport-security"));
}

TEST_CASE("the public site has forms and no WebAssembly") {
  const std::string csp(applied(SiteProfile::public_site, {.trusted_types = {}}).headers.get("content-security-policy"));
  CHECK(csp.contains("form-action 'self'"));
  CHECK_FALSE(csp.contains("wasm"));
  CHECK_FALSE(csp.contains("unsafe"));
  CHECK_FALSE(csp.contains("worker-src"));
  CHECK(csp.ends_with("trusted-types 'none'"));
}

TEST_CASE("every feature of the browser is denied but those that are named") {
  const std::string all(applied(SiteProfile::workers, {}).headers.get("permissions-policy"));
  CHECK(all.contains("geolocation=()"));
  CHECK(all.contains("camera=()"));
  CHECK_FALSE(all.contains("(self)"));
  CHECK(std::string(applied(SiteProfile::workers, {.allowed_features = {"camera"}}).headers.get("permissions-policy")).contains("camera=(self)"));
  CHECK_THROWS_AS(applied(SiteProfile::workers, {.allowed_features = {"kamera"}}), OurFault);
}

TEST_CASE("HTTPS is insisted on only where it is spoken") {
  const SecurityOptions options{.hsts_seconds = 31'536'000};
  CHECK(applied(SiteProfile::workers, options, true).headers.get("strict-transport-security") == "max-age=31536000");
  CHECK_FALSE(applied(SiteProfile::workers, options, false).headers.has("strict-transport-security"));
}

TEST_CASE("a hash that could end the directive is refused at start") {
  CHECK_THROWS_AS(applied(SiteProfile::workers, {.script_hashes = {"sha256-A'; script-src *"}}), OurFault);
  CHECK_THROWS_AS(applied(SiteProfile::workers, {.script_hashes = {"'unsafe-inline'"}}), OurFault);
}

TEST_CASE("what the handler said about caching stays") {
  Response response = text(200, "x");
  response.headers.set("cache-control", "no-cache");
  apply_bare_headers(response);
  CHECK(response.headers.get("cache-control") == "no-cache");
  CHECK(std::string(response.headers.get("content-security-policy")).contains("frame-ancestors 'none'"));
}

TEST_CASE("a change comes from our own pages or not at all") {
  const auto allowed = [](Method method, FetchSite site, std::string origin) {
    Request request;
    request.method = method;
    request.fetch_site = site;
    if (!origin.empty()) request.headers.set("origin", origin);
    return !refuse_cross_site(request, "https://nibbi.example");
  };
  CHECK(allowed(Method::get, FetchSite::cross_site, "https://evil.example"));
  CHECK(allowed(Method::post, FetchSite::same_origin, ""));
  CHECK(allowed(Method::post, FetchSite::absent, "https://nibbi.example"));
  CHECK_FALSE(allowed(Method::post, FetchSite::absent, ""));
  CHECK_FALSE(allowed(Method::post, FetchSite::absent, "https://nibbi.example.evil"));
  CHECK_FALSE(allowed(Method::post, FetchSite::absent, "null"));
  for (const FetchSite site : {FetchSite::same_site, FetchSite::cross_site, FetchSite::user, FetchSite::unknown}) {
    CHECK_FALSE(allowed(Method::post, site, "https://nibbi.example"));
    CHECK_FALSE(allowed(Method::del, site, ""));
  }
  Request request;
  request.method = Method::post;
  CHECK(refuse_cross_site(request, "").value().code == ProblemCode::cross_site);
}
