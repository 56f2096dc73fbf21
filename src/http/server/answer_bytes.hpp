#pragma once
// The head of an answer as bytes (RFC 9112 §4, §5).
#include <cstdint>
#include <string>
#include <string_view>

#include "http/server/message.hpp"

namespace nibbi::http {

/// "Tue, 24 Nov 2026 14:57:32 GMT" (RFC 9110 §5.6.7).
std::string http_date(std::int64_t unix_seconds);

struct AnswerFacts {
  bool keep_alive = true;
  bool http_1_0 = false;
  std::string_view request_id;
  std::string_view date;
};

/// Status line, fields, empty line. Content-Length is the body's also when the body will not be sent (HEAD); none for 204 and 304.
std::string head_bytes(const Response&, const AnswerFacts&);

/// 204 and 304 have no body, whatever the handler put there.
bool may_have_body(int status);

}  // namespace nibbi::http
