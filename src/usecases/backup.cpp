#include "usecases/backup.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <system_error>

#include "crypto/digest.hpp"
#include "crypto/random.hpp"
#include "crypto/text_form.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using crypto::SealContext;
using domain::Tier;
using wire::Json;

constexpr std::string_view kFirstLine = "nibbi backup 1\n", kEnd = "nibbi backup end ";
constexpr std::size_t kPiece = std::size_t{1} << 20, kLongestHeader = 4096, kLongestPiece = kPiece + crypto::kSealOverhead;

[[noreturn]] void failed(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

class File {
 public:
  File(const std::string& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
    if (fd_ < 0) failed("the copy of the database can't be opened");
  }
  ~File() { ::close(fd_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

void write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) failed("can't write");
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

/// As many bytes as there are, up to `most`.
std::string read_some(int fd, std::size_t most) {
  std::string bytes(most, '\0');
  std::size_t got = 0;
  while (got < most) {
    const ssize_t n = ::read(fd, bytes.data() + got, most - got);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) failed("can't read");
    if (n == 0) break;
    got += static_cast<std::size_t>(n);
  }
  bytes.resize(got);
  return bytes;
}

std::string four_bytes(std::size_t n) {
  return {static_cast<char>(n >> 24), static_cast<char>(n >> 16), static_cast<char>(n >> 8), static_cast<char>(n)};
}
std::size_t number(std::string_view four) {
  std::size_t n = 0;
  for (const char c : four) n = n << 8 | static_cast<unsigned char>(c);
  return n;
}

/// The checksum so far, and where one is.
class Sum {
 public:
  void begin(std::string_view everything_before) { sum_ = crypto::sha256(everything_before); }
  void add(std::string_view length, std::string_view sealed) {
    text_.assign(reinterpret_cast<const char*>(sum_.data()), sum_.size());
    text_.append(length).append(sealed);
    sum_ = crypto::sha256(text_);
  }
  std::string_view bytes() const { return {reinterpret_cast<const char*>(sum_.data()), sum_.size()}; }

 private:
  Digest sum_{};
  std::string text_;
};

std::string write_header(const BackupAbout& a) {
  Json j(jsoncons::json_object_arg);
  j["backup"] = a.id.text();
  j["bytes"] = a.bytes;
  j["chain"] = crypto::hex(a.head.chain);
  j["created"] = a.created.text();
  j["engine"] = a.engine;
  j["epoch"] = a.head.epoch;
  j["installation"] = a.installation.text();
  j["key"] = crypto::base64url(a.wrapped_key);
  j["key_version"] = a.key_version;
  j["pos"] = a.head.pos;
  return wire::write_json(j);
}

BackupAbout read_header(std::string_view text) {
  const BackupBroken damaged("the backup's header is damaged");
  const auto json = wire::read_json(text, {.bytes = kLongestHeader, .depth = 2});
  if (!json || !json->is_object() || wire::write_json(*json) != text) throw damaged;
  const auto word = [&](const char* name) {
    if (!json->contains(name) || !(*json)[name].is_string()) throw damaged;
    return (*json)[name].as<std::string>();
  };
  const auto whole = [&](const char* name) {
    if (!json->contains(name) || !(*json)[name].is_int64()) throw damaged;
    return (*json)[name].as<std::int64_t>();
  };
  BackupAbout a;
  const auto id = Uuid::parse(word("backup"));
  const auto installation = InstallationId::parse(word("installation"));
  const auto chain = crypto::from_hex(word("chain"));
  const auto created = Instant::parse(word("created"));
  const auto key = crypto::from_base64url(word("key"));
  if (!id || !installation || !chain || chain->size() != a.head.chain.size() || !created || !key) throw damaged;
  a.id = *id;
  a.installation = *installation;
  std::copy(chain->begin(), chain->end(), a.head.chain.begin());
  a.head.epoch = whole("epoch");
  a.head.pos = whole("pos");
  a.created = *created;
  a.engine = word("engine");
  a.bytes = whole("bytes");
  a.key_version = whole("key_version");
  a.wrapped_key = *key;
  return a;
}

SealContext context(const BackupAbout& a, std::int64_t index, bool last) {
  SealContext c = SealContext::chunk(a.installation, {}, a.id, index, Tier::plain);
  if (last) c.version = 2;
  return c;
}

struct Beginning {
  BackupAbout about;
  std::string header, bytes;  ///< exact; `bytes` is all that stands before the first piece
};

Beginning read_beginning(int in) {
  Beginning b;
  b.bytes = read_some(in, kFirstLine.size() + 4);
  if (!b.bytes.starts_with(kFirstLine)) throw BackupBroken(b.bytes.starts_with("nibbi backup ") ? "this backup was written by another version of nibbi" : "this is not a backup of nibbi");
  const std::size_t length = number(std::string_view(b.bytes).substr(kFirstLine.size()));
  if (b.bytes.size() != kFirstLine.size() + 4 || length > kLongestHeader) throw BackupBroken("the backup's header is damaged");
  b.header = read_some(in, length);
  if (b.header.size() != length) throw BackupBroken("the backup ends in its header");
  b.bytes += b.header;
  b.about = read_header(b.header);
  return b;
}

/// Reads piece after piece; `each` is given its index and what is sealed. Ends where the file must end, and holds it to its checksum.
void read_pieces(int in, const Beginning& b, const std::function<void(std::int64_t, const std::string&)>& each) {
  Sum sum;
  sum.begin(b.bytes);
  for (std::int64_t index = 0;; ++index) {
    const std::string at = "after piece " + std::to_string(index);
    const std::string length = read_some(in, 4);
    if (length.size() != 4) throw BackupBroken("the backup ends " + at + ": the rest of it is missing");
    const std::size_t size = number(length);
    if (size == 0) break;
    if (size > kLongestPiece) throw BackupBroken("the backup is damaged " + at);
    const std::string sealed = read_some(in, size);
    if (sealed.size() != size) throw BackupBroken("the backup ends " + at + ": the rest of it is missing");
    sum.add(length, sealed);
    each(index, sealed);
  }
  const std::string kept = read_some(in, sizeof(Digest));
  if (kept.size() != sizeof(Digest)) throw BackupBroken("the backup's checksum is missing");
  if (kept != sum.bytes()) throw BackupBroken("the backup doesn't match its checksum: it was altered or badly copied");
  if (!read_some(in, 1).empty()) throw BackupBroken("something follows the backup's end");
}

void from_the_beginning(int in) {
  if (::lseek(in, 0, SEEK_SET) != 0) failed("can't read the backup from its beginning");
}

}  // namespace

BackupAbout seal_backup(const crypto::Keyring& keyring, BackupAbout about, const std::string& copy, int out, const BytesDone& done) {
  const File in(copy, O_RDONLY);
  struct stat found{};
  if (::fstat(in.fd(), &found) != 0) failed("the copy of the database can't be read");
  about.bytes = found.st_size;
  about.id = crypto::new_uuid(about.created);
  crypto::RecordKeys keys;
  keys.put(Tier::identity, crypto::Key::random());
  const auto wrapped = keyring.wrap(RecordId{about.id}, keys);
  about.key_version = wrapped.version;
  about.wrapped_key = wrapped.keys[Tier::identity];
  const crypto::Key& key = keys.of(Tier::identity);

  const std::string header = write_header(about);
  std::string beginning = std::string(kFirstLine) + four_bytes(header.size()) + header;
  Sum sum;
  sum.begin(beginning);
  write_all(out, beginning);
  std::int64_t index = 0;
  const auto put = [&](std::string_view plain, bool last) {
    const std::string sealed = crypto::seal(key, context(about, index++, last), plain);
    const std::string length = four_bytes(sealed.size());
    sum.add(length, sealed);
    write_all(out, length);
    write_all(out, sealed);
  };
  put(header, false);
  std::int64_t bytes = 0;
  for (std::string piece = read_some(in.fd(), kPiece); !piece.empty(); piece = read_some(in.fd(), kPiece)) {
    put(piece, false);
    bytes += static_cast<std::int64_t>(piece.size());
    done(bytes, about.bytes);
  }
  if (bytes != about.bytes) throw BackupBroken("the copy of the database changed while it was sealed");
  put(std::string(kEnd) + std::to_string(index), true);
  write_all(out, four_bytes(0));
  write_all(out, sum.bytes());
  if (::fsync(out) != 0 && errno != EINVAL && errno != EROFS) failed("can't make the backup durable");  // a pipe has nothing to sync
  return about;
}

BackupAbout read_backup_header(int in) { return read_beginning(in).about; }

BackupAbout check_backup(int in, const BytesDone& done) {
  from_the_beginning(in);
  const Beginning b = read_beginning(in);
  std::int64_t bytes = 0;
  read_pieces(in, b, [&](std::int64_t, const std::string& sealed) { done(bytes += static_cast<std::int64_t>(sealed.size()), b.about.bytes); });
  return b.about;
}

BackupAbout unseal_backup(const crypto::Keyring& keyring, int in, const std::string& to, const BytesDone& done) {
  from_the_beginning(in);
  const Beginning b = read_beginning(in);
  const BackupAbout& about = b.about;
  std::optional<crypto::Key> key;
  try {
    key = keyring.unwrap_one(RecordId{about.id}, {about.key_version, {.of = {"", about.wrapped_key, "", ""}}}, Tier::identity);
  } catch (const crypto::MasterKeyMissing&) {
    throw BackupBroken("the backup was made under version " + std::to_string(about.key_version) + " of the master key, which this keys file doesn't have");
  } catch (const crypto::SealBroken&) {
  }
  if (!key) throw BackupBroken("the backup's key doesn't open: its header is damaged, or the keys file is another installation's");

  {
    const File out(to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
    std::int64_t bytes = 0;
    bool ended = false;
    try {
      read_pieces(in, b, [&](std::int64_t index, const std::string& sealed) {
        if (ended) throw BackupBroken("something follows the last piece of the backup");
        if (auto piece = crypto::try_open(*key, context(about, index, false), sealed)) {
          if (index == 0) {
            if (*piece != b.header) throw BackupBroken("the backup's header was altered");
            return;
          }
          write_all(out.fd(), *piece);
          bytes += static_cast<std::int64_t>(piece->size());
          done(bytes, about.bytes);
        } else if (auto end = crypto::try_open(*key, context(about, index, true), sealed)) {
          if (*end != std::string(kEnd) + std::to_string(index)) throw BackupBroken("pieces of the backup are missing");
          ended = true;
        } else {
          throw BackupBroken("piece " + std::to_string(index) + " of the backup is damaged");
        }
      });
      if (!ended) throw BackupBroken("the backup's last piece is missing");
      if (bytes != about.bytes) throw BackupBroken("the backup holds " + std::to_string(bytes) + " bytes of the database instead of " + std::to_string(about.bytes));
      if (::fsync(out.fd()) != 0) failed("can't make the restored database durable");
    } catch (...) {
      ::unlink(to.c_str());
      throw;
    }
  }
  return about;
}

}  // namespace nibbi::usecases
