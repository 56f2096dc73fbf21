// What the module offers to JavaScript: `ask(call, input)`, both texts; the answer is a JSON text (src/wasm/calls.hpp lists the calls).
// A trap inside the core (memory, stack) leaves it in an unknown state: from then on every call is `our_fault`, and whoever holds the
// module makes a new one.
const to_bytes = new TextEncoder(), to_text = new TextDecoder();
let trapped = false;
Module["ask"] = (call, input = "") => {
  if (!trapped) {
    try {
      const name = to_bytes.encode(call), question = to_bytes.encode(input);
      const room = _nibbi_room(name.length + question.length);
      if (room) {
        HEAPU8.set(name, room);
        HEAPU8.set(question, room + name.length);
        const length = _nibbi_call(name.length), reply = _nibbi_reply();
        return to_text.decode(HEAPU8.subarray(reply, reply + length));
      }
    } catch {
      trapped = true;
    }
  }
  return '{"problem":"our_fault"}';
};
