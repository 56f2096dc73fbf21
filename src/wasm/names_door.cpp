// The door between JavaScript and the search by names: room for the question, one call, and where the answer stands. The caller is web/src/records/names.ts.
#include <cstddef>
#include <string>

#include <emscripten/em_macros.h>

#include "wasm/find_names.hpp"

namespace {
std::string question, reply;
}

extern "C" {

/// Room for `bytes` bytes, which holds until it is asked for again.
EMSCRIPTEN_KEEPALIVE char* names_room(std::size_t bytes) {
  question.resize(bytes);
  return question.data();
}

/// How long the answer is to what stands in the room.
EMSCRIPTEN_KEEPALIVE std::size_t names_find() {
  reply = nibbi::wasm::find_names(question);
  question.clear();
  return reply.size();
}

EMSCRIPTEN_KEEPALIVE const char* names_reply() { return reply.data(); }
}
