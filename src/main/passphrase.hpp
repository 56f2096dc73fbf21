#pragma once
// The passphrase of the master key, for every command: --passphrase-file FILE, or --ask-passphrase, which asks at the terminal. Either way
// crypto::secret_from_outside finds it, as often as the command opens the key: what was typed lies in a file in memory that ends with the process.
#include <string>
#include <vector>

namespace nibbi {

/// Takes these options out of `arguments`. Where the key of --data is still to be made, it is asked for twice. Throws WrongUse for both options, no
/// terminal, an empty passphrase, two that differ.
void take_passphrase(std::vector<std::string>& arguments);

}  // namespace nibbi
