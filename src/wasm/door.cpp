// The door between JavaScript and the core: one buffer for the question, one for the answer, and one call.
//
// The caller asks for room, writes the name of the call and then the input there as UTF-8, calls, and copies the answer out before it
// asks again. core.post.js does that; nobody else should need to.
#include <cstddef>
#include <string>

#include <emscripten/em_macros.h>

#include "wasm/calls.hpp"

namespace {
std::string question, reply;
}

extern "C" {

/// Room for `bytes` bytes, or null when there is no memory for them. It holds until it is asked for again.
EMSCRIPTEN_KEEPALIVE char* nibbi_room(std::size_t bytes) noexcept {
  try {
    question.resize(bytes);
    return question.data();
  } catch (...) {
    return nullptr;
  }
}

/// Answers the call whose name is the first `name_bytes` of the room and whose input is the rest. Returns how long the answer is.
EMSCRIPTEN_KEEPALIVE std::size_t nibbi_call(std::size_t name_bytes) noexcept {
  const std::string_view whole = question;
  name_bytes = name_bytes < whole.size() ? name_bytes : whole.size();
  reply = nibbi::wasm::answer(whole.substr(0, name_bytes), whole.substr(name_bytes));
  return reply.size();
}

EMSCRIPTEN_KEEPALIVE const char* nibbi_reply() noexcept { return reply.data(); }
}
