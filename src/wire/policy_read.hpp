#pragma once

#include "domain/policy_rules.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace nibbi::wire {

/// Reads contract/policy/child.json (how it is written: contract/policy/schema.md).
/// Strict: an unknown word, a missing or unknown key, words in another order than the page's, a
/// missing `why`, a key used twice, two lines about one cell, a grant to a role of rule 4, or a
/// row's `also_in` that disagrees with rules 1 and 2 is refused. The refusal is a sentence for the
/// person who edits the contract: where in the file, and what is wrong there. The first one only.
std::expected<domain::PolicyRules, std::string> read_child_policy(std::string_view json_text);

}  // namespace nibbi::wire
