#pragma once
// An entry: who said what, when, having seen what. A record is an append-only log of entries.
#include <optional>
#include <string_view>
#include <variant>

#include "base/id.hpp"
#include "base/problem.hpp"
#include "base/time.hpp"
#include "domain/entries/consent.hpp"
#include "domain/entries/file.hpp"
#include "domain/entries/house.hpp"
#include "domain/entries/protection.hpp"
#include "domain/entries/referral.hpp"
#include "domain/entries/return.hpp"
#include "domain/policy_words.hpp"

namespace nibbi::domain {

enum class RecordKind : std::uint8_t { child, family, inquiry, unit, event, movement, training, grant, artwork, alert, person, setting, place };
std::string_view word(RecordKind);
std::optional<RecordKind> record_kind_of(std::string_view);

enum class Kind : std::uint8_t {
#define NIBBI_KIND(kind, word, record, Body) kind,
#include "domain/kinds.inc"
#undef NIBBI_KIND
};
inline constexpr std::size_t kind_count = 0
#define NIBBI_KIND(kind, word, record, Body) +1
#include "domain/kinds.inc"
#undef NIBBI_KIND
    ;
std::string_view word(Kind);
std::optional<Kind> kind_of(std::string_view);
/// The kind of record that an entry of this kind can stand in.
RecordKind record_of(Kind);
/// True for the kinds that begin a record (`child.opened`, `unit.registered`, …).
bool opens(Kind);
/// True for records that a child's file names beside itself: what opened them may be corrected.
bool is_beside(RecordKind);

/// What is said. The index of the alternative is the Kind.
using Body = std::variant<
#define NIBBI_KIND(kind, word, record, Body) , Body
    std::monostate
#include "domain/kinds.inc"
#undef NIBBI_KIND
    >;
/// `std::monostate` stands first, so that a Body by default says nothing.
inline Kind kind_of(const Body& body) { return static_cast<Kind>(body.index() - 1); }

/// The header in clear, as the author's device wrote it (blueprint §3).
struct Header {
  EntryId id;
  RecordId record;
  Kind kind{};
  std::int64_t version = 1;
  std::int64_t seen = 0;  ///< the `n` of the record in the view that the author had before them
  PersonId author;        ///< none for entries of the system
  Role role = Role::street_worker;
  UnitId unit;
  DeviceId device;
  std::int64_t device_seq = 0;
  Instant claimed_at;     ///< the device's clock: evidence, never an order
  EntryId cause;          ///< the entry that this one follows from
  EntryId amends;         ///< the entry that this one corrects
  bool by_system() const { return author.is_none(); }
};

/// An accepted entry at its place in its record.
struct Entry {
  Header header;
  Telling telling;
  Body body;
  std::int64_t n = 0;
  Instant received_at;
};

/// `later` had seen `earlier`: it stood in the view before the author, or the same person wrote both on the same device.
/// Two entries are concurrent when neither had seen the other.
template <class Later, class Said>
bool had_seen(const Later& later, const Said& earlier) {
  return earlier.n <= later.seen || (earlier.author == later.author && earlier.device == later.device && !later.author.is_none());
}

}  // namespace nibbi::domain
