#pragma once
// The sockets. One thread per reactor reads and writes; handlers run on a bounded pool of workers and never there.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "http/server/log.hpp"
#include "http/server/message.hpp"

namespace nibbi::http {

/// TLS 1.3 only. Files in PEM: the certificate with its chain, and its key.
struct TlsFiles {
  std::string certificate_chain = {};
  std::string private_key = {};
  bool given() const { return !certificate_chain.empty() || !private_key.empty(); }
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: the system chooses; port() tells
  TlsFiles tls = {};
  /// Without TLS the server binds to loopback only, unless this says that something in front of it speaks TLS.
  bool plain_beyond_loopback = false;
  /// Host names (without port) that this installation answers to; others get 421. Empty: any. Against DNS rebinding.
  std::vector<std::string> hosts = {};
  /// Addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.
  std::vector<std::string> trusted_proxies = {};

  std::size_t io_threads = 1;
  std::size_t workers = 0;  ///< 0: one per core
  std::size_t queue_max = 256;  ///< requests waiting for a worker; one more is answered 503 busy

  std::size_t connections_max = 4096;  ///< when full, the connection that has waited longest between requests is closed
  std::size_t head_bytes_max = 16 * 1024;
  std::size_t head_fields_max = 100;
  /// Asked once the head is read. Empty: 1 MB for every route.
  std::function<std::size_t(Method, const std::vector<std::string>& path)> body_bytes_max = {};
  /// All bodies that are being received or wait for a worker, together; more is answered 503 busy.
  std::size_t bodies_bytes_max = 256 * 1024 * 1024;

  std::chrono::milliseconds handshake_timeout{10'000};
  std::chrono::milliseconds head_timeout{10'000};  ///< from the first byte of a request to the end of its head
  std::chrono::milliseconds idle_timeout{30'000};  ///< between requests
  /// A body or an answer may take this long, and longer by what has passed at `transfer_bytes_per_second_min`.
  std::chrono::milliseconds transfer_grace{20'000};
  std::size_t transfer_bytes_per_second_min = 1000;
  std::chrono::milliseconds stop_grace{10'000};  ///< stop() lets requests under way end for so long

  LogSink log = log_to_stderr;
};

struct ServerCounts {
  std::uint64_t connections = 0;   ///< open now
  std::uint64_t accepted = 0;
  std::uint64_t requests = 0;      ///< handed to the workers
  std::uint64_t refused = 0;       ///< answered by the shell itself
  std::uint64_t timed_out = 0;     ///< connections closed for being slow
  std::uint64_t evicted = 0;       ///< connections closed to make room
  std::uint64_t body_bytes = 0;    ///< held now
};

class Server {
 public:
  /// Reads the TLS files; throws std::runtime_error when they cannot be used, or when the address may not be bound in plain.
  /// `handler` is called from many threads at once. What it throws becomes 500 our_fault.
  Server(ServerOptions, Handler handler);
  /// Stops.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds and listens; requests are answered when it returns. Throws when the address is taken. Once.
  void start();
  /// The port that it listens on.
  std::uint16_t port() const;
  /// Not from a handler. No new connections; requests under way are answered (up to `stop_grace`); then everything is closed. Waits for handlers
  /// that are running: a handler that never returns keeps stop() from returning. Safe to call twice.
  void stop();
  ServerCounts counts() const;

  struct Inside;  ///< sockets, threads: only the .cpp knows

 private:
  std::unique_ptr<Inside> inside_;
};

}  // namespace nibbi::http
