#include "domain/entry.hpp"

#include <array>

namespace nibbi::domain {
namespace {

struct KindRow { std::string_view word; RecordKind record; };
constexpr auto kKinds = std::to_array<KindRow>({
#define NIBBI_KIND(kind, word, record, Body) {word, RecordKind::record},
#include "domain/kinds.inc"
#undef NIBBI_KIND
});

constexpr std::array<std::string_view, 13> kRecords{"child", "family", "inquiry", "unit", "event", "movement", "training",
                                                    "grant", "artwork", "alert", "person", "setting", "place"};

}  // namespace

std::string_view word(RecordKind k) { return kRecords[static_cast<std::size_t>(k)]; }
std::optional<RecordKind> record_kind_of(std::string_view w) {
  for (std::size_t i = 0; i < kRecords.size(); ++i)
    if (kRecords[i] == w) return static_cast<RecordKind>(i);
  return std::nullopt;
}

std::string_view word(Kind k) { return kKinds[static_cast<std::size_t>(k)].word; }
std::optional<Kind> kind_of(std::string_view w) {
  for (std::size_t i = 0; i < kKinds.size(); ++i)
    if (kKinds[i].word == w) return static_cast<Kind>(i);
  return std::nullopt;
}
RecordKind record_of(Kind k) { return kKinds[static_cast<std::size_t>(k)].record; }

bool opens(Kind k) {
  switch (k) {
    case Kind::child_opened: case Kind::unit_registered: case Kind::person_registered: case Kind::event_opened:
    case Kind::family_opened: case Kind::inquiry_opened: case Kind::place_opened: case Kind::movement_opened: return true;
    default: return false;
  }
}

bool is_beside(RecordKind k) {
  switch (k) {
    case RecordKind::event: case RecordKind::family: case RecordKind::inquiry: case RecordKind::place: case RecordKind::movement: return true;
    default: return false;
  }
}

}  // namespace nibbi::domain
