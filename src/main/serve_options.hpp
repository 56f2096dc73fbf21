#pragma once
// Where an installation is served: under which names, to which address it listens, and who speaks TLS in front of it.
#include <cstdint>
#include <string>
#include <vector>

#include "http/server/server.hpp"
#include "main/options.hpp"

namespace nibbi {

struct ServeOptions {
  std::uint16_t port = 8080, public_port = 8081;
  std::string listen = "127.0.0.1";
  std::string origin;                  ///< "https://nibbi.example.org": what the workers' browsers show, and unsafe requests must come from
  bool secure = false;                 ///< the origin is https
  std::vector<std::string> hosts, public_hosts;
  http::TlsFiles tls;
  std::vector<std::string> proxies;    ///< addresses of proxies that are believed
  bool on_this_machine = true;         ///< loopback, under no name but its own: what a demonstration needs

  /// For how many seconds browsers are to insist on https under our name; 0 where the name is not ours alone.
  long strict_transport() const;
  /// What both sites have in common.
  http::ServerOptions site(std::uint16_t at, std::vector<std::string> under) const;
};

/// The options of `nibbi serve`, beside --data and --database.
inline constexpr const char* kServeOptions[] = {"port", "public-port", "listen", "origin", "public-host", "tls-certificate", "tls-key", "proxy"};

/// Throws WrongUse where something would be served that nobody can use safely: https without anybody who speaks it, a name without https, an
/// address beyond this machine in plain, both sites under one name.
ServeOptions serve_options(const Options&);

}  // namespace nibbi
