#pragma once
// What contract/entries says of each kind of entry, made from the descriptions in wire/: JSON Schema (2020-12) for whoever writes or reads entries
// without our code. Titles and field names are explained in the English words of contract/messages and contract/forms.
#include <map>
#include <string>

namespace nibbi::tests {

/// File name -> text: `KIND.VERSION.json` for each kind, and what they share: `header.json`, `values.json`, `questions.json`.
std::map<std::string, std::string> entry_schemas();

}  // namespace nibbi::tests
