#include "main/serve_options.hpp"

#include <algorithm>

#include "http/server/ascii.hpp"
#include "http/server/desk.hpp"

namespace nibbi {
namespace {

/// Two years, in seconds: by then a browser has come back.
constexpr long kStrictTransport = 2L * 365 * 24 * 3600;

const std::vector<std::string> kOwnNames = {"localhost", "127.0.0.1"};

bool is_host_name(std::string_view text) {
  if (text.empty() || text.size() > 253 || text.front() == '.' || text.front() == '-') return false;
  return std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-'; });
}

struct Origin {
  bool https = false;
  std::string host;
};

/// "https://host" or "https://host:port", in lower case, and nothing after it.
Origin read_origin(const std::string& text) {
  Origin origin;
  std::string_view rest = text;
  for (const std::string_view scheme : {"https://", "http://"})
    if (rest.starts_with(scheme)) {
      origin.https = scheme.size() == 8;
      rest.remove_prefix(scheme.size());
      origin.host = rest.substr(0, rest.find(':'));
      const std::string_view port = rest.size() == origin.host.size() ? "443" : rest.substr(origin.host.size() + 1);
      const bool is_port = !port.empty() && port.size() <= 5 && port.front() != '0' && std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; });
      if (is_host_name(origin.host) && is_port) return origin;
    }
  throw WrongUse("--origin is what the browser shows, in small letters and without a path: https://nibbi.example.org");
}

std::vector<std::string> addresses(std::string_view text) {
  std::vector<std::string> found;
  while (!text.empty()) {
    const std::string_view piece = http::next_piece(text, ',');
    std::string address = http::address_text(std::string(piece));
    if (address.empty()) throw WrongUse("--proxy takes addresses, such as 127.0.0.1 or 10.0.0.2,10.0.0.3");
    found.push_back(std::move(address));
  }
  return found;
}

bool is_loopback(const std::string& address) { return address.starts_with("127.") || address == "::1"; }

}  // namespace

long ServeOptions::strict_transport() const { return secure && hosts != kOwnNames ? kStrictTransport : 0; }

http::ServerOptions ServeOptions::site(std::uint16_t at, std::vector<std::string> under) const {
  http::ServerOptions o;
  o.address = listen;
  o.port = at;
  o.tls = tls;
  o.plain_beyond_loopback = !proxies.empty();
  o.hosts = std::move(under);
  o.trusted_proxies = proxies;
  return o;
}

ServeOptions serve_options(const Options& o) {
  ServeOptions s;
  s.port = static_cast<std::uint16_t>(o.number("port", 8080, 0, 65535));
  s.public_port = static_cast<std::uint16_t>(o.number("public-port", 8081, 0, 65535));
  s.listen = http::address_text(o.get("listen").value_or("127.0.0.1"));
  if (s.listen.empty()) throw WrongUse("--listen takes an address, such as 127.0.0.1 or 0.0.0.0");
  s.tls = {o.get("tls-certificate").value_or(""), o.get("tls-key").value_or("")};
  if (s.tls.certificate_chain.empty() != s.tls.private_key.empty()) throw WrongUse("--tls-certificate and --tls-key go together");
  s.proxies = addresses(o.get("proxy").value_or(""));
  if (!is_loopback(s.listen) && !s.tls.given() && s.proxies.empty())
    throw WrongUse("beyond this machine nothing is served without TLS: give --tls-certificate and --tls-key, or name the proxy that speaks TLS with --proxy");

  s.hosts = s.public_hosts = kOwnNames;
  const std::string own = (s.tls.given() ? "https://localhost:" : "http://localhost:") + std::to_string(s.port);
  s.origin = o.get("origin").value_or(own);
  const Origin origin = read_origin(s.origin);
  s.secure = origin.https;
  const bool own_name = std::ranges::contains(kOwnNames, origin.host);
  if (s.secure && !s.tls.given() && s.proxies.empty())
    throw WrongUse("https needs somebody who speaks it: give --tls-certificate and --tls-key, or name the proxy that does with --proxy");
  if (!s.secure && s.tls.given()) throw WrongUse("with a certificate the origin begins with https://");
  if (!s.secure && !own_name) throw WrongUse("under a name of its own the application is served by https only");
  if (!own_name) s.hosts.push_back(origin.host);
  if (const auto host = o.get("public-host")) {
    if (!is_host_name(*host)) throw WrongUse("--public-host is a host name in small letters, without a port");
    if (*host == origin.host) throw WrongUse("the public site needs another host name: browsers do not keep cookies of two ports apart");
    s.public_hosts.push_back(*host);
  }
  s.on_this_machine = is_loopback(s.listen) && own_name && s.proxies.empty() && !o.get("public-host");
  return s;
}

}  // namespace nibbi
