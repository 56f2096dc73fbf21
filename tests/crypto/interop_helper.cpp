// The C++ side of hpke_interop.mjs: answers each line of standard input with one line. Words are apart by spaces, bytes are base64url
// ("-" for none). Made for tests: it prints private keys.
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "crypto/digest.hpp"
#include "crypto/envelope.hpp"
#include "crypto/signature.hpp"
#include "crypto/text_form.hpp"

using namespace nibbi::crypto;

namespace {

std::string bytes(const std::string& word) { return word == "-" ? std::string() : from_base64url(word).value(); }
std::string word(std::string_view bytes) { return bytes.empty() ? "-" : base64url(bytes); }
std::string word_or_refused(const std::optional<std::string>& b) { return b ? word(*b) : "refused"; }

Salt salt_of(const std::string& text) {
  Salt salt{};
  text.copy(reinterpret_cast<char*>(salt.data()), salt.size());
  return salt;
}

std::string answer(const std::vector<std::string>& w) {
  const std::string& verb = w.at(0);
  if (verb == "new_envelope_keys") {
    const auto keys = EnvelopeKeys::generate();
    return word(text_of(keys.private_bytes().bytes())) + ' ' + word(keys.public_key());
  }
  if (verb == "seal") return word_or_refused(seal_to(bytes(w.at(1)), bytes(w.at(2)), bytes(w.at(3)), bytes(w.at(4))));
  if (verb == "open")
    return word_or_refused(EnvelopeKeys::from_private_bytes(bytes_of(bytes(w.at(1)))).open(bytes(w.at(2)), bytes(w.at(3)), bytes(w.at(4))));
  if (verb == "sign") {
    const auto key = SigningKey::generate();
    return word(key.public_spki()) + ' ' + word(key.sign(bytes(w.at(1))));
  }
  if (verb == "verify") {
    const auto key = VerifyKey::from_spki(bytes(w.at(1)));
    return key && key->verify(bytes(w.at(2)), bytes(w.at(3))) ? "right" : "wrong";
  }
  if (verb == "signed_text") {  // header, then salt and part for each tier; a tier without a part is "- -"
    Commitments c;
    for (std::size_t i = 0; i < c.of.size(); ++i)
      if (w.at(2 + 2 * i) != "-") c.of[i] = commitment(salt_of(bytes(w.at(2 + 2 * i))), bytes(w.at(3 + 2 * i)));
    return word(signed_text(bytes(w.at(1)), c));
  }
  return "unknown";
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream in(line);
    std::vector<std::string> words;
    for (std::string w; in >> w;) words.push_back(w);
    if (!words.empty()) std::cout << answer(words) << std::endl;
  }
}
