#pragma once
// Internal to the server: what happens to a request between its reading and the writing of its answer. No sockets here.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "http/server/request_reader.hpp"
#include "http/server/server.hpp"

namespace nibbi::http {

using Clock = std::chrono::steady_clock;

/// Used by all reactors and workers at once.
class Desk {
 public:
  /// The options must outlive it.
  Desk(const ServerOptions&, Handler);

  /// Sixteen hexadecimal digits that were not given before, and do not tell how many were.
  std::string next_id();
  /// Client address and TLS, from the peer or from a proxy that is trusted; X-Forwarded-* and its kin go.
  void say_who_asks(Request&, const std::string& peer) const;
  /// A host that is not ours.
  std::optional<Refusal> refusal_of_head(const Request&) const;
  /// Calls the handler, turns what it throws into 500 our_fault, dresses the answer, writes the log line.
  Response answer(Request&, Clock::time_point asked) noexcept;
  /// The line of an answer that no handler gave. In a flood only some are written, and the others counted.
  void log_refusal(Method, const std::string& id, int status, std::size_t bytes);
  void write_log(LogLine) noexcept;

 private:
  const ServerOptions& options_;
  const Handler handler_;
  const std::uint64_t id_seed_;
  std::atomic<std::uint64_t> id_count_ = 0;
  std::atomic<std::int64_t> refusal_second_ = 0;
  std::atomic<std::uint64_t> refusal_lines_ = 0, lines_left_out_ = 0;
};

/// 503 with Retry-After.
Response busy_answer();
/// The name of the exception in flight, by its type: what() may quote what somebody wrote.
std::string type_in_flight();
/// As the system writes it, IPv4 dotted also when mapped into IPv6; empty for what is no address.
std::string address_text(const std::string& given);

}  // namespace nibbi::http
