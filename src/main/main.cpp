// nibbi: one binary, one file. Results go to standard output, messages to standard error; exit code 2 for wrong use, 1 for a finding.
#include <algorithm>
#include <cstdio>
#include <exception>

#include "crypto/secret.hpp"
#include "images/sandbox.hpp"
#include "main/commands.hpp"
#include "main/options.hpp"
#include "main/passphrase.hpp"
#include "main/version.hpp"

namespace {

void print_help(std::FILE* to) {
  std::fputs("nibbi: children who were trafficked find their way home.\n\n", to);
  for (const auto& c : nibbi::commands()) std::fprintf(to, "  nibbi %-8s  %s\n", std::string(c.name).c_str(), std::string(c.summary).c_str());
  std::fputs("\nnibbi COMMAND --help says more; nibbi --version, which one this is.\n"
             "Where the master key is sealed under a passphrase, every command takes one of\n"
             "  --passphrase-file FILE   the passphrase is the content of FILE, without a line end\n"
             "  --ask-passphrase         it is asked for at the terminal\n", to);
}

bool asks_for_help(const std::string& word) { return word == "--help" || word == "-h" || word == "help"; }

}  // namespace

int main(int count, char** words) {
  const std::vector<std::string> arguments(words + 1, words + count);
  if (arguments.size() == 1 && arguments[0] == nibbi::images::kWord) return nibbi::images::be_the_child();
  if (arguments.empty() || asks_for_help(arguments[0])) {
    print_help(arguments.empty() ? stderr : stdout);
    return arguments.empty() ? 2 : 0;
  }
  if (arguments.size() == 1 && (arguments[0] == "--version" || arguments[0] == "version")) {
    std::printf("nibbi %s\n", nibbi::kVersion);
    return 0;
  }
  for (const auto& command : nibbi::commands()) {
    if (command.name != arguments[0]) continue;
    std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
    const bool lost = std::any_of(rest.begin(), rest.end(), [](const std::string& word) { return word == "--help" || word == "-h"; });
    if (lost || (!rest.empty() && asks_for_help(rest[0]))) {
      std::printf("%s\n", std::string(command.help).c_str());
      return 0;
    }
    try {
      nibbi::crypto::keep_memory_private();
      nibbi::take_passphrase(rest);
      return command.run(rest);
    } catch (const nibbi::WrongUse& wrong) {
      std::fprintf(stderr, "nibbi %s: %s\n\n%s\n", arguments[0].c_str(), wrong.what(), std::string(command.help).c_str());
      return 2;
    } catch (const std::exception& failed) {
      std::fprintf(stderr, "nibbi %s: %s\n", arguments[0].c_str(), failed.what());
      return 1;
    }
  }
  std::fprintf(stderr, "nibbi: there is no command %s\n\n", arguments[0].c_str());
  print_help(stderr);
  return 2;
}
