#include "tests/usecases/proposal.hpp"

#include "crypto/envelope.hpp"
#include "crypto/text_form.hpp"
#include "wire/json.hpp"

namespace nibbi::tests {

usecases::Proposal proposal_of(const usecases::House& house, const usecases::ReadyEntry& e) {
  usecases::Proposal p;
  p.header = e.header_text;
  p.signature = e.signature;
  wire::Json plain(jsoncons::json_object_arg);
  for (domain::Tier t : domain::kTiers) {
    if (!e.parts[t]) continue;
    p.commitments[t] = crypto::commitment(*e.salts[t], *e.parts[t]);
    wire::Json part(jsoncons::json_object_arg);
    part["salt"] = crypto::base64url(std::string_view(reinterpret_cast<const char*>(e.salts[t]->data()), 32));
    part["text"] = *e.parts[t];
    plain[std::string(word(t))] = std::move(part);
  }
  p.envelope = crypto::seal_to(house.vault.own().envelope.public_key(), crypto::kEntryEnvelopeInfo, e.header.id.text(), wire::write_json(plain)).value();
  return p;
}

}  // namespace nibbi::tests
