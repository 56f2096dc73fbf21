#pragma once
// Identifiers. Every kind of thing has a type of its own, so that a unit can't be passed where a person is meant.
#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace nibbi {

/// A 128-bit identifier, written as a lower-case UUID (RFC 9562). The all-zero value means "none".
struct Uuid {
  std::array<std::uint8_t, 16> bytes{};
  auto operator<=>(const Uuid&) const = default;
  bool is_nil() const { return *this == Uuid{}; }
  std::string text() const;
  /// Accepts only the 36-character lower-case form; anything else is nullopt.
  static std::optional<Uuid> parse(std::string_view text);
};

/// UUIDv7: 48 bits of Unix milliseconds, then the given chance (RFC 9562 §5.7). Time and chance are arguments: the domain has neither.
Uuid uuid_v7(std::int64_t unix_ms, const std::array<std::uint8_t, 10>& chance);
/// UUIDv8 derived from a name (the first half of SHA-256 is the caller's): for entries of the system, so that written twice they are there once.
Uuid uuid_v8(const std::array<std::uint8_t, 16>& digest);

template <class Tag>
struct Id {
  Uuid uuid;
  auto operator<=>(const Id&) const = default;
  bool is_none() const { return uuid.is_nil(); }
  std::string text() const { return uuid.text(); }
  static std::optional<Id> parse(std::string_view text) {
    if (auto u = Uuid::parse(text)) return Id{*u};
    return std::nullopt;
  }
};

using EntryId = Id<struct EntryTag>;
using RecordId = Id<struct RecordTag>;  ///< a child's file, a unit, a person, a movement: every log has one
using DeviceId = Id<struct DeviceTag>;
using InstallationId = Id<struct InstallationTag>;
/// People and units are records too; their ids say what they are.
using PersonId = Id<struct PersonTag>;
using UnitId = Id<struct UnitTag>;

template <class To, class From>
To same_record(From id) { return To{id.uuid}; }

}  // namespace nibbi

template <>
struct std::hash<nibbi::Uuid> {
  std::size_t operator()(const nibbi::Uuid& u) const noexcept {
    std::uint64_t h = 0;
    for (int i = 8; i < 16; ++i) h = h << 8 | u.bytes[static_cast<std::size_t>(i)];
    for (int i = 0; i < 8; ++i) h ^= std::uint64_t{u.bytes[static_cast<std::size_t>(i)]} << (8 * i);
    return h;
  }
};
template <class Tag>
struct std::hash<nibbi::Id<Tag>> {
  std::size_t operator()(const nibbi::Id<Tag>& id) const noexcept { return std::hash<nibbi::Uuid>{}(id.uuid); }
};
