#pragma once
// A file, or a part of it, given to somebody: an assignment, a cover, a search. The page on who sees what says who may give it; to another organisation
// it is shared all the same, and wants a basis like any sharing.
#include "domain/directory.hpp"
#include "domain/relations.hpp"

namespace nibbi::domain {

struct Entrusted {
  PersonId to;
  UnitId unit;               ///< for which unit; none: any of this person's
  std::string_view service;  ///< list service_type, where a consent may cover it; empty: the whole file, which no consent covers
};

/// Within the organisations that have the file (the author's, and that of whoever has it) always. To another one with its unit's yes to a referral, which
/// had a basis of its own; with a consent that covers the service; or with the reason of the entry. Refuses no_basis {missing: why}.
Result<void> may_be_entrusted(const ChildState&, const Ties&, const Entry&, const Directory&, Date today, const Entrusted&);

}  // namespace nibbi::domain
