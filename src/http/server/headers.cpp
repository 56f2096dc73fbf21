#include "http/server/headers.hpp"

#include <algorithm>
#include <array>

namespace nibbi::http {
namespace {

// Every policy-controlled feature that browsers in use know by name. A name that a browser does not know costs it nothing.
constexpr auto kFeatures = std::to_array<std::string_view>({
    "accelerometer", "ambient-light-sensor", "attribution-reporting", "autoplay", "battery", "bluetooth", "browsing-topics",
    "camera", "clipboard-read", "clipboard-write", "compute-pressure", "cross-origin-isolated", "display-capture",
    "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection",
    "interest-cohort", "keyboard-map", "local-fonts", "magnetometer", "microphone", "midi", "otp-credentials", "payment",
    "picture-in-picture", "publickey-credentials-create", "publickey-credentials-get", "screen-wake-lock", "serial",
    "speaker-selection", "storage-access", "sync-xhr", "usb", "web-share", "window-management", "xr-spatial-tracking",
});

std::string policy_of(SiteProfile profile, const SecurityOptions& options) {
  const bool workers = profile == SiteProfile::workers;
  std::string scripts = "'self'";
  for (const std::string& hash : options.script_hashes) {
    ensure(hash.starts_with("sha256-") || hash.starts_with("sha384-") || hash.starts_with("sha512-"), "script_hash_names_its_algorithm");
    ensure(hash.find_first_of(" ';,") == std::string::npos, "script_hash_is_one_word");
    scripts.append(" '").append(hash).append("'");
  }
  if (workers) scripts += " 'wasm-unsafe-eval'";

  std::string csp = "default-src 'none'; script-src " + scripts + "; style-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'";
  csp += workers ? "; img-src 'self' blob:; media-src 'self' blob:; worker-src 'self'; form-action 'none'" : "; img-src 'self'; form-action 'self'";
  csp += "; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types";
  if (options.trusted_types.empty()) csp += " 'none'";
  for (const std::string& name : options.trusted_types) csp.append(" ").append(name);
  return csp;
}

}  // namespace

SecurityHeaders::SecurityHeaders(SiteProfile profile, const SecurityOptions& options) : csp_(policy_of(profile, options)) {
  for (const std::string_view feature : kFeatures) {
    const bool allowed = std::ranges::contains(options.allowed_features, feature);
    permissions_.append(permissions_.empty() ? "" : ", ").append(feature).append(allowed ? "=(self)" : "=()");
  }
  for (const std::string& feature : options.allowed_features) ensure(std::ranges::contains(kFeatures, feature), "permissions_feature_is_known");
  if (options.hsts_seconds > 0) hsts_ = "max-age=" + std::to_string(options.hsts_seconds);
}

void SecurityHeaders::apply(const Request& request, Response& response) const {
  response.headers.set_if_absent("content-security-policy", csp_);
  response.headers.set_if_absent("permissions-policy", permissions_);
  if (!hsts_.empty() && request.secure) response.headers.set_if_absent("strict-transport-security", hsts_);
  apply_bare_headers(response);
}

void apply_bare_headers(Response& response) {
  response.headers.set_if_absent("content-security-policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
  response.headers.set_if_absent("cache-control", "no-store");
  response.headers.set_if_absent("cross-origin-opener-policy", "same-origin");
  response.headers.set_if_absent("cross-origin-resource-policy", "same-origin");
  response.headers.set_if_absent("referrer-policy", "no-referrer");
  response.headers.set_if_absent("x-content-type-options", "nosniff");
}

std::optional<Problem> refuse_cross_site(const Request& request, std::string_view own_origin) {
  if (is_safe(request.method) || request.fetch_site == FetchSite::same_origin) return std::nullopt;
  if (request.fetch_site == FetchSite::absent && !own_origin.empty() && request.header("origin") == own_origin) return std::nullopt;
  return Problem{ProblemCode::cross_site, {}};
}

}  // namespace nibbi::http
