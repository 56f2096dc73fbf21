#pragma once
// What every answer says to the browser about how it may be used: what may run in it, who may frame it, who may keep it.
#include <string>
#include <string_view>
#include <vector>

#include "http/server/message.hpp"

namespace nibbi::http {

/// The workers' application: our scripts, WebAssembly, Trusted Types; nothing inline but what a hash names.
/// The public site: pages that we render, with forms; scripts by hash or from our files; no WebAssembly.
enum class SiteProfile { workers, public_site };

struct SecurityOptions {
  /// "sha256-…" of each inline script, as the build counted them. Pages come from the service worker's cache, where a nonce
  /// would be as old as the cache: hence hashes.
  std::vector<std::string> script_hashes = {};
  /// Names of Trusted Types policies that scripts may create. Empty: none may.
  std::vector<std::string> trusted_types = {"app"};
  /// Features of Permissions-Policy left to our own pages, such as "camera"; every other is denied to all.
  std::vector<std::string> allowed_features = {};
  /// Strict-Transport-Security; 0: not sent. Sent only on answers to requests that came over TLS.
  long hsts_seconds = 0;
};

/// Built at start, then only read.
class SecurityHeaders {
 public:
  SecurityHeaders(SiteProfile, const SecurityOptions&);
  /// For every answer. Keeps a Cache-Control and a Content-Security-Policy that are there already; without the former the answer is `no-store`.
  void apply(const Request&, Response&) const;
  const std::string& content_security_policy() const { return csp_; }

 private:
  std::string csp_;
  std::string permissions_;
  std::string hsts_;
};

/// The least that any answer carries, also those that no profile saw (a 400 of the shell): nothing may run in it, frame it,
/// keep it or guess its type.
void apply_bare_headers(Response&);

/// A request that changes something must come from our own pages: Sec-Fetch-Site: same-origin, or, where the browser does not
/// say, an Origin that is exactly `own_origin` ("https://host[:port]"). Anything else is Problem cross_site. Safe methods pass.
std::optional<Problem> refuse_cross_site(const Request&, std::string_view own_origin);

}  // namespace nibbi::http
