#include "crypto/master_file.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/problem.hpp"
#include "crypto/random.hpp"
#include "crypto/seal.hpp"
#include "crypto/sodium_ready.hpp"
#include "crypto/text_form.hpp"

namespace nibbi::crypto {
namespace {

constexpr std::string_view kClearHead = "nibbi master key 1";
constexpr std::string_view kSealedHead = "nibbi master key 1 sealed";
constexpr std::string_view kEnd = "end";
constexpr std::size_t kLargestFile = 1 << 20;
constexpr SecretCost kMostCost{64, std::size_t{2} << 30};  // a file that asks for more is refused before any work

[[noreturn]] void broken(const char* why) { throw MasterFileBroken(why); }
[[noreturn]] void failed(const char* step) { throw std::system_error(errno, std::generic_category(), step); }

class File {
 public:
  File(const std::filesystem::path& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() { if (fd_ >= 0) ::close(fd_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  explicit operator bool() const { return fd_ >= 0; }
  int fd() const { return fd_; }
  bool write(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t done = ::write(fd_, text.data(), text.size());
      if (done < 0 && errno != EINTR) return false;
      if (done > 0) text.remove_prefix(static_cast<std::size_t>(done));
    }
    return true;
  }
  bool sync() const { return ::fsync(fd_) == 0; }

 private:
  int fd_;
};

// nullopt when there is no such file.
std::optional<std::string> read_file(const std::filesystem::path& path, bool& others_can_read) {
  const File file(path, O_RDONLY);
  if (!file) {
    if (errno == ENOENT) return std::nullopt;
    failed("open the master key");
  }
  struct stat status{};
  if (::fstat(file.fd(), &status) != 0) failed("look at the master key");
  if (!S_ISREG(status.st_mode) || static_cast<std::size_t>(status.st_size) > kLargestFile) broken("the master key is not a small file");
  others_can_read = (status.st_mode & 077) != 0;
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t got = ::read(file.fd(), text.data() + at, text.size() - at);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) failed("read the master key");
    at += static_cast<std::size_t>(got);
  }
  return text;
}

// The old file's bytes are overwritten once the new one is durable. A disk that writes elsewhere keeps them all the same: that is what
// the 35 days and full-disk encryption are for. A file with another name too (a hard link) is somebody's: left alone.
void overwrite(const File& old) {
  struct stat status{};
  if (!old || ::fstat(old.fd(), &status) != 0 || status.st_nlink != 0) return;
  if (old.write(std::string(static_cast<std::size_t>(status.st_size), '\0'))) old.sync();
}

// Takes one line off the front, without its line feed.
std::string_view take_line(std::string_view& text) {
  const auto at = text.find('\n');
  if (at == std::string_view::npos) broken("the master key's file is cut short");
  const std::string_view line = text.substr(0, at);
  text.remove_prefix(at + 1);
  return line;
}

std::string_view take_word(std::string_view& line) {
  const auto at = std::min(line.find(' '), line.size());
  const std::string_view piece = line.substr(0, at);
  line.remove_prefix(std::min(at + 1, line.size()));
  return piece;
}

template <class Number>
Number number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) broken("the master key's file has a number that is none");
  return value;
}

SealContext sealed_file() { return {{}, {}, Place::master_key, {}, 0, domain::Tier::plain, 1}; }

Key key_from_secret(const SecretBytes& secret, const SecretCost& cost, Bytes salt) {
  sodium_ready();
  Key key;
  if (salt.size() != crypto_pwhash_SALTBYTES) broken("the master key's file has a wrong salt");
  if (crypto_pwhash(key.writable().data(), Key::kSize, text_of(secret.bytes()).data(), secret.size(), salt.data(), cost.ops, cost.memory_bytes,
                    crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::bad_alloc();
  return key;
}

std::string sealed_text(std::string clear, const SecretBytes& secret, const SecretCost& cost) {
  const auto salt = random_bytes<crypto_pwhash_SALTBYTES>();
  const Key key = key_from_secret(secret, cost, salt);
  std::string text = std::string(kSealedHead) + "\nargon2id " + std::to_string(cost.ops) + ' ' + std::to_string(cost.memory_bytes) + ' ' +
                     base64url(salt) + '\n' + base64url(seal(key, sealed_file(), clear)) + '\n' + std::string(kEnd) + '\n';
  wipe(clear);
  return text;
}

// The text in clear. `cost` becomes what the file was written with.
std::string unsealed_text(std::string_view text, const std::optional<SecretBytes>& secret, SecretCost& cost) {
  if (!secret) throw MasterSecretWrong("the master key is sealed: its passphrase or credential is needed");
  std::string_view parameters = take_line(text);
  if (take_word(parameters) != "argon2id") broken("the master key's file is sealed in an unknown way");
  cost.ops = number<unsigned long long>(take_word(parameters));
  cost.memory_bytes = number<std::size_t>(take_word(parameters));
  if (cost.ops > kMostCost.ops || cost.memory_bytes > kMostCost.memory_bytes) broken("the master key's file asks for too much work");
  const auto salt = from_base64url(parameters);
  const auto sealed = from_base64url(take_line(text));
  if (!salt || !sealed || take_line(text) != kEnd || !text.empty()) broken("the master key's file is not as it was written");
  auto clear = try_open(key_from_secret(*secret, cost, bytes_of(*salt)), sealed_file(), *sealed);
  if (!clear) throw MasterSecretWrong("the passphrase or credential does not open the master key, or its file was altered");
  return std::move(*clear);
}

std::filesystem::path new_file_beside(const std::filesystem::path& path) { return path.native() + ".new"; }

}  // namespace

std::string_view text(MasterWarning warning) {
  switch (warning) {
    case MasterWarning::created_in_clear:
      return "A master key was made, in the file master.key. It opens everything in this installation.\n"
             "Copy it now to a place apart from the backups of the database (a safe, a sealed envelope): without it no backup can be read,\n"
             "and whoever holds it beside a copy of the database can read every file. A passphrase or a systemd credential seals it.\n";
    case MasterWarning::created_sealed:
      return "A master key was made, in the file master.key, sealed under the passphrase or credential that was given.\n"
             "Keep both, in two places apart from the backups of the database: if either is lost, no backup can ever be read.\n";
    case MasterWarning::secret_not_used:
      return "A passphrase or credential was given, but the master key's file is in clear and was opened without it.\n"
             "Seal the file, or take the secret away, so that nobody believes it protected.\n";
    case MasterWarning::readable_by_others:
      return "The master key's file can be read by other users of this machine. Set its mode to 600.\n";
  }
  std::unreachable();
}

MasterFile::Opened MasterFile::open_existing(std::filesystem::path path, std::optional<SecretBytes> secret, SecretCost cost) {
  Opened opened{MasterFile(std::move(path), std::move(secret), cost), false, {}};
  MasterFile& file = opened.file;
  ::unlink(new_file_beside(file.path_).c_str());  // left by a kill between writing and renaming: it must not outlive a dropped key
  bool others_can_read = false;
  auto text = read_file(file.path_, others_can_read);
  if (!text) broken("the master key's file is not there");
  const bool had_secret = file.secret_.has_value();
  file.read(*text);
  if (had_secret && !file.secret_) opened.warnings.push_back(MasterWarning::secret_not_used);
  if (others_can_read) opened.warnings.push_back(MasterWarning::readable_by_others);
  return opened;
}

MasterFile::Opened MasterFile::open_or_create(std::filesystem::path path, std::optional<SecretBytes> secret, Instant now, SecretCost cost) {
  if (std::filesystem::exists(path)) return open_existing(std::move(path), std::move(secret), cost);
  Opened opened{MasterFile(std::move(path), std::move(secret), cost), true, {}};
  opened.file.keys_.push_front({1, now, Key::random()});
  opened.file.write(true);
  opened.warnings.push_back(opened.file.secret_ ? MasterWarning::created_sealed : MasterWarning::created_in_clear);
  return opened;
}

// A secret that was not needed is let go, so that secret_ says how the file is written.
void MasterFile::read(std::string& text) {
  std::string clear;
  std::string_view rest = text;
  const std::string_view head = take_line(rest);
  if (head == kSealedHead) {
    clear = unsealed_text(rest, secret_, cost_);
    wipe(text);
    rest = clear;
    if (take_line(rest) != kClearHead) broken("the master key's file is not as it was written");
  } else if (head == kClearHead) {
    secret_.reset();
  } else {
    broken("this is not a master key's file, or one of a newer version");
  }
  for (std::string_view line = take_line(rest); line != kEnd; line = take_line(rest)) {
    const auto version = number<std::int64_t>(take_word(line));
    const auto created = number<std::int64_t>(take_word(line));
    auto bytes = from_base64url(line);
    if (!bytes || bytes->size() != Key::kSize || version < 1 || (!keys_.empty() && version >= keys_.back().version))
      broken("the master key's file is not as it was written");
    keys_.push_back({version, Instant{created}, Key::copy_of(bytes_of(*bytes).first<Key::kSize>())});
    wipe(*bytes);
  }
  if (keys_.empty() || !rest.empty()) broken("the master key's file is not as it was written");
  wipe(clear);
  wipe(text);
}

std::string MasterFile::clear_text() const {
  std::string text;
  text.reserve(64 + keys_.size() * 96);  // so that no outgrown copy stays behind
  text += kClearHead;
  text += '\n';
  for (const Held& held : keys_) {
    std::string key = base64url(held.key.bytes());
    text += std::to_string(held.version) + ' ' + std::to_string(held.created.unix_ms) + ' ';
    text += key;
    text += '\n';
    wipe(key);
  }
  text += kEnd;
  text += '\n';
  return text;
}

void MasterFile::write(bool must_be_new) const {
  std::string text = secret_ ? sealed_text(clear_text(), *secret_, cost_) : clear_text();
  const auto beside = new_file_beside(path_);
  ::unlink(beside.c_str());
  const File old(path_, O_WRONLY);
  {
    const File file(beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
    if (!file || ::fchmod(file.fd(), 0600) != 0) failed("create the master key");
    if (!file.write(text) || !file.sync()) failed("write the master key");
  }
  wipe(text);
  if (must_be_new) {  // two first starts at once: one of them gets an error, and no key is lost
    if (::link(beside.c_str(), path_.c_str()) != 0) failed("put the master key in its place");
    ::unlink(beside.c_str());
  } else if (::rename(beside.c_str(), path_.c_str()) != 0) {
    failed("put the master key in its place");
  }
  const File directory(path_.has_parent_path() ? path_.parent_path() : ".", O_RDONLY | O_DIRECTORY);
  if (!directory || !directory.sync()) failed("sync the master key's folder");
  overwrite(old);
}

const Key* MasterFile::find(std::int64_t version) const {
  const auto found = std::ranges::find(keys_, version, &Held::version);
  return found == keys_.end() ? nullptr : &found->key;
}

std::vector<MasterVersion> MasterFile::versions() const {
  std::vector<MasterVersion> out;
  for (const Held& held : keys_) out.push_back({held.version, held.created});
  return out;
}

std::int64_t MasterFile::add(Instant now) {
  keys_.push_front({newest() + 1, now, Key::random()});
  try {
    write(false);
  } catch (...) {
    keys_.pop_front();  // not durable: nothing may be wrapped under it
    throw;
  }
  return newest();
}

bool MasterFile::drop(std::int64_t version) {
  ensure(version != newest(), "the newest master key is never dropped");
  const auto found = std::ranges::find(keys_, version, &Held::version);
  if (found == keys_.end()) return false;
  std::list<Held> dropped;
  const auto after = std::next(found);
  dropped.splice(dropped.begin(), keys_, found);
  try {
    write(false);
  } catch (...) {
    keys_.splice(after, dropped);
    throw;
  }
  return true;
}

void MasterFile::change_secret(std::optional<SecretBytes> secret) {
  std::swap(secret_, secret);
  try {
    write(false);
  } catch (...) {
    std::swap(secret_, secret);
    throw;
  }
}

std::optional<SecretBytes> secret_from_outside() {
  bool others_can_read = false;
  auto line_in = [&](const std::filesystem::path& path, const char* if_empty) -> std::optional<SecretBytes> {
    auto text = read_file(path, others_can_read);
    if (!text) return std::nullopt;
    if (text->ends_with('\n')) text->pop_back();
    if (text->empty()) broken(if_empty);
    return SecretBytes::take(*text);
  };
  if (const char* directory = std::getenv("CREDENTIALS_DIRECTORY"); directory && *directory)
    if (auto secret = line_in(std::filesystem::path(directory) / "nibbi-master", "the credential nibbi-master is empty")) return secret;
  const char* file = std::getenv(kPassphraseFile);
  if (!file || !*file) return std::nullopt;
  auto secret = line_in(file, "the passphrase file is empty");
  if (!secret) broken("there is no passphrase file where one was named");
  return secret;
}

}  // namespace nibbi::crypto
