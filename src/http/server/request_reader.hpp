#pragma once
// One HTTP/1.1 request out of bytes, without a socket: the door for the server, for tests and for a fuzzer.
// Boost.Beast's parser does the head's grammar (RFC 9112); what it leaves open is closed here, always towards refusing.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "http/server/message.hpp"

namespace nibbi::http {

struct ReadLimits {
  std::size_t head_bytes_max = 16 * 1024;
  std::size_t head_fields_max = 100;
};

/// Why a request is not read on. The connection ends after the answer: where the next request would begin is not known.
struct Refusal {
  Problem problem;
  int status = 400;
};

class RequestReader {
 public:
  /// `head`: not all of the head is here. `body`: it is, and allow_body() is awaited or the body is coming.
  /// `whole`: the request is complete. `refused`: see refusal().
  enum class Stage { head, body, whole, refused };

  explicit RequestReader(ReadLimits);
  ~RequestReader();
  RequestReader(const RequestReader&) = delete;
  RequestReader& operator=(const RequestReader&) = delete;

  /// Takes bytes from the front and says how many it has used; the rest must be given again, with more behind it.
  /// Stops at the end of the head, so that the caller can decide about the body, and at the end of the request: what follows is the next.
  std::size_t feed(std::string_view bytes);
  Stage stage() const;
  const Refusal& refusal() const;

  /// From the end of the head on.
  Request& request();
  bool keep_alive() const;
  bool is_http_1_0() const;
  /// The client waits for "100 Continue" before it sends the body.
  bool expects_continue() const;
  /// Content-Length; nullopt for a chunked body.
  std::optional<std::uint64_t> announced_bytes() const;
  /// Refuses 413 at once when more is announced, and later when more comes. Before this call no body is taken.
  void allow_body(std::size_t bytes_max);

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace nibbi::http
