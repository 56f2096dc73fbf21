#include "main/passphrase.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>

#include "crypto/master_file.hpp"
#include "main/options.hpp"

namespace nibbi {
namespace {

/// The terminal, with its echo off for as long as this lives.
class QuietTerminal {
 public:
  QuietTerminal() : fd_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {
    if (fd_ < 0 || ::tcgetattr(fd_, &before_) != 0) throw WrongUse("--ask-passphrase needs a terminal; without one: --passphrase-file FILE");
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(fd_, TCSAFLUSH, &quiet);
  }
  ~QuietTerminal() {
    ::tcsetattr(fd_, TCSAFLUSH, &before_);
    ::close(fd_);
  }
  QuietTerminal(const QuietTerminal&) = delete;
  QuietTerminal& operator=(const QuietTerminal&) = delete;

  std::string ask(const std::string& question) {
    say(question);
    std::string line;
    for (char c = 0; ::read(fd_, &c, 1) == 1 && c != '\n';) line += c;
    say("\n");
    return line;
  }

 private:
  void say(const std::string& words) {
    if (::write(fd_, words.data(), words.size()) < 0) throw std::system_error(errno, std::generic_category(), "the terminal");
  }
  int fd_;
  termios before_{};
};

/// A file that lies in memory only, by the name under which this process opens it.
std::string keep_in_memory(const std::string& secret) {
  const int fd = ::memfd_create("passphrase", MFD_CLOEXEC);
  if (fd < 0 || ::write(fd, secret.data(), secret.size()) != static_cast<ssize_t>(secret.size())) throw std::system_error(errno, std::generic_category(), "keeping the passphrase");
  return "/proc/self/fd/" + std::to_string(fd);
}

/// The value of an option that stands before all others, taken out.
std::optional<std::string> taken(std::vector<std::string>& arguments, const std::string& name, bool has_value) {
  for (auto it = arguments.begin(); it != arguments.end(); ++it) {
    if (has_value && it->starts_with(name + "=")) {
      std::string value = it->substr(name.size() + 1);
      arguments.erase(it);
      return value;
    }
    if (*it != name) continue;
    if (has_value && std::next(it) == arguments.end()) throw WrongUse(name + " needs a value");
    std::string value = has_value ? *std::next(it) : std::string{};
    arguments.erase(it, std::next(it, has_value ? 2 : 1));
    return value;
  }
  return std::nullopt;
}

bool key_is_still_to_be_made(std::vector<std::string> arguments) {
  const auto data = taken(arguments, "--data", true);
  return data && !taken(arguments, "--keys", true) && !std::filesystem::exists(*data + "/master.key");
}

}  // namespace

void take_passphrase(std::vector<std::string>& arguments) {
  const auto file = taken(arguments, "--passphrase-file", true);
  const bool asks = taken(arguments, "--ask-passphrase", false).has_value();
  if (file && asks) throw WrongUse("--passphrase-file and --ask-passphrase say the same twice");
  if (file) ::setenv(crypto::kPassphraseFile, file->c_str(), 1);
  if (!asks) return;
  QuietTerminal terminal;
  std::string secret = terminal.ask("Passphrase of the master key: ");
  if (secret.empty()) throw WrongUse("an empty passphrase protects nothing");
  if (key_is_still_to_be_made(arguments)) {
    std::string again = terminal.ask("Once more, since it makes the key: ");
    const bool same = again == secret;
    crypto::wipe(again);
    if (!same) throw WrongUse("the two differ");
  }
  ::setenv(crypto::kPassphraseFile, keep_in_memory(secret).c_str(), 1);
  crypto::wipe(secret);
}

}  // namespace nibbi
