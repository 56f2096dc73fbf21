#pragma once
// What must not be seen: keys and passphrases. These types wipe themselves, can't be printed, can't be compared by ==, and can't
// be copied without saying so.
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace nibbi::crypto {

using Bytes = std::span<const std::uint8_t>;
inline Bytes bytes_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }
inline std::string_view text_of(Bytes b) { return {reinterpret_cast<const char*>(b.data()), b.size()}; }

/// Time depends on the lengths, never on the contents. False at once when the lengths differ.
bool equal_in_constant_time(Bytes a, Bytes b);
inline bool equal_in_constant_time(std::string_view a, std::string_view b) { return equal_in_constant_time(bytes_of(a), bytes_of(b)); }

/// Overwrites with zeros in a way that the optimiser keeps.
void wipe(std::span<std::uint8_t> memory);
/// Wipes what a text holds (its whole capacity) and empties it.
void wipe(std::string& text);

/// A secret of any length that lives long: guarded pages, locked in memory where the system allows (libsodium does not fail when it
/// does not), left out of core dumps, wiped at the end. Costs some pages and system calls each: for the few, not for record keys.
class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(std::size_t size);  ///< all zero
  static SecretBytes copy_of(Bytes from);
  static SecretBytes copy_of(std::string_view from) { return copy_of(bytes_of(from)); }
  /// Copies, then wipes where it came from.
  static SecretBytes take(std::string& from);
  ~SecretBytes();
  SecretBytes(SecretBytes&& other) noexcept;
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  SecretBytes clone() const { return copy_of(bytes()); }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  Bytes bytes() const { return {data_, size_}; }
  std::span<std::uint8_t> writable() { return {data_, size_}; }
  bool operator==(const SecretBytes&) const = delete;  ///< use equal_in_constant_time

 private:
  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
};

/// A symmetric key, 32 bytes, held in place so that a record's keys cost no allocation; wiped at the end. Its page is locked only
/// when its owner's is: see keep_memory_private().
class Key {
 public:
  static constexpr std::size_t kSize = 32;
  Key() = default;  ///< all zero: to be filled
  static Key random();
  static Key copy_of(std::span<const std::uint8_t, kSize> from);
  ~Key() { wipe(bytes_); }
  Key(Key&& other) noexcept;
  Key& operator=(Key&& other) noexcept;
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  Key clone() const { return copy_of(bytes_); }

  std::span<const std::uint8_t, kSize> bytes() const { return bytes_; }
  std::span<std::uint8_t, kSize> writable() { return bytes_; }
  bool operator==(const Key&) const = delete;  ///< use equal_in_constant_time

 private:
  std::array<std::uint8_t, kSize> bytes_{};
};

/// Streaming a secret does not compile (tests/crypto/does_not_compile.sh holds that).
template <class Stream>
Stream& operator<<(Stream&, const SecretBytes&) = delete;
template <class Stream>
Stream& operator<<(Stream&, const Key&) = delete;

/// For main(), before any key is read: no core dumps, not readable by a debugger of the same user, and pages locked if the limit
/// on locked memory allows all of them. Returns whether the pages are locked; the caller tells the administrator when not.
bool keep_memory_private();

}  // namespace nibbi::crypto
