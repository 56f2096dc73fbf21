#pragma once
// Random questions to the browser's door, from a seed: whole histories of a child's file above all, and everything else that can be asked.
#include <functional>
#include <string>

#include "tests/support/histories.hpp"

namespace nibbi::parity {

/// Takes one question and gives the answer that this machine has for it.
using Ask = std::function<std::string(const std::string& call, const std::string& input)>;

/// What is written in the fields of invented entries: every script, marks, quotation marks, controls, long texts.
class ManyVoices : public tests::Voice {
 public:
  using Voice::Voice;
  std::string text(wire::At, const wire::Rule&) override;
};

/// An entry as a line of the call `fold`.
std::string line_of(const domain::Entry&, const domain::Rules&);

/// Each golden entry of contract/examples, as it travels.
void ask_about_golden_entries(const Ask&);

/// Asks for one history and what belongs to it: the fold, the same in two halves, one entry checked as it is and damaged, advice on the last
/// entry, a form, a text, a case code. Also holds this machine's answers to what the domain says without the door; throws OurFault when they differ.
void ask_about_one_history(tests::Chance&, const Ask&);

}  // namespace nibbi::parity
