#pragma once
// What a child's file, and what relatives who look for a child, tell the matching engine (names/trace). Only the plain and the identity part of a file are
// read: whoever is shown why two agree sees nothing that identity does not show.
#include <string>
#include <string_view>

#include "domain/child_state.hpp"
#include "names/trace.hpp"
#include "usecases/spoken_places.hpp"

namespace nibbi::usecases {

names::Known known_of(const SpokenPlaces&, const domain::ChildState&);
names::Known known_of(const SpokenPlaces&, const domain::InquiryOpened&);

/// How many facts of its own a file tells, of those by which a child can be known again: names, parents, brothers and sisters, others, birth, village,
/// languages. Sex and the band of the age are told of nearly every child and do not count.
std::size_t facts_told(const domain::ChildState&);

/// The last entry that gave one of the facts by which a child can be known again; 0 where the file tells none.
std::int64_t facts_told_at(const domain::ChildState&);

/// What the child, or whoever answers for them, said about looking for the family.
enum class Wish : std::uint8_t { unasked, agrees, cannot_answer, not_now };
std::string_view word(Wish);
Wish wish_to_be_traced(const domain::ChildState&);

/// Whether relatives' words may be held against this file: it is open, it is no duplicate of another, and the child did not say "not now".
bool takes_part_in_tracing(const domain::ChildState&);

}  // namespace nibbi::usecases
