#pragma once
// Random histories of one child's file: every kind of entry, with bodies that point to each other, written by people of three units of whom
// some had not seen what others wrote. One seed gives one history, in every build.
#include <vector>

#include "domain/relations.hpp"
#include "tests/support/invent.hpp"

namespace nibbi::tests {

struct Author {
  domain::Actor actor;
  DeviceId device;
};

/// Five people of three units; the second has two devices.
const std::vector<Author>& authors();
/// The units of `authors()` and two more.
const std::vector<UnitId>& history_units();

/// `length` entries as they stand in their record, the first of them the opening. Places (`n`) have gaps, as quarantined entries leave them.
std::vector<domain::Entry> history(Voice&, std::size_t length);

/// An answer to two of a few questions (two of each merge class, the first that the contract has), or now and then somebody's decision about one: few
/// enough that people who did not see each other answer the same.
domain::Body contested_answer(Voice&);

domain::ChildState fold(const domain::Rules&, const std::vector<domain::Entry>&);

/// A record of answers alone, cut into rounds. Within a round nobody saw what the others wrote, but may see the ends of earlier rounds; one's own
/// entries on one's own device one always knows. `order_of_arrival` mixes each round anew and numbers the places again: the same
/// history, told in another order that respects what was seen.
struct Rounds {
  std::vector<std::vector<domain::Entry>> of;
};
Rounds answer_rounds(Voice&, std::size_t rounds);
std::vector<domain::Entry> order_of_arrival(const Rounds&, Chance&);

}  // namespace nibbi::tests
