#pragma once
// Compressing an answer, where a route asks for it. Not for every answer: what is secret and what somebody else chose shrink each other, and their
// length then tells (BREACH). A route may ask for it where nothing of the request stands in the answer but ids, and where the length is blurred.
#include "http/server/message.hpp"

namespace nibbi::http {

/// Compresses the body where the client takes gzip and it becomes smaller. A comment of 0 to 63 bytes by chance in gzip's own header blurs the length.
void compress(const Request&, Response&);

}  // namespace nibbi::http
