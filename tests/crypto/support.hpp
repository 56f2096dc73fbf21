#pragma once
// What the tests of src/crypto share: invented ids, bytes from hex, a folder that goes away.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "base/time.hpp"
#include "crypto/secret.hpp"
#include "crypto/text_form.hpp"

namespace nibbi::crypto::test {

inline std::string unhex(std::string_view text) { return from_hex(text).value(); }
inline std::string hexed(std::string_view bytes) { return hex(bytes_of(bytes)); }

template <class SomeId>
SomeId id(std::string_view text) { return SomeId::parse(text).value(); }

inline const auto kInstallation = id<InstallationId>("00112233-4455-6677-8899-aabbccddeeff");
inline const auto kRecord = id<RecordId>("01234567-89ab-cdef-0123-456789abcdef");
inline const auto kOtherRecord = id<RecordId>("11111111-2222-3333-4444-555555555555");
inline const auto kEntry = id<EntryId>("fedcba98-7654-3210-fedc-ba9876543210");
inline constexpr Instant kNow{1'790'000'000'000};

/// 32 bytes: first, first + 1, …
inline Key counting_key(std::uint8_t first) {
  Key key;
  for (auto& b : key.writable()) b = first++;
  return key;
}

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "nibbi-crypto-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace nibbi::crypto::test
