#include "domain/leaving.hpp"

#include <algorithm>
#include <array>

#include "domain/departure.hpp"
#include "domain/not_given_to.hpp"

namespace nibbi::domain {
namespace {

constexpr std::array<std::string_view, 5> kFamily{"kin", "parents", "adult_sibling", "customary_care", "kafala"};

bool of_a_paper(const Entry& e) { return !e.telling.copied_from.empty(); }

/// Somebody signed for the child since the file was last opened.
bool was_handed_over(const ChildState& s) {
  const auto* reopened = s.last<FileReopened>();
  const auto& sheets = s.all<HandoverSigned>();
  return std::ranges::any_of(sheets, [&](const auto& sheet) { return sheet.amended_by == 0 && (!reopened || sheet.n > reopened->n); });
}

}  // namespace

bool is_with_family(const Code& placement_kind) { return std::ranges::contains(kFamily, std::string_view(placement_kind.value)); }

Result<void> may_live_with(const ChildState& s, const Entry& e, const PlacementBegun& b) {
  if (is_with_family(b.placement_kind) && b.carer_name.empty() && !of_a_paper(e)) return refuse(ProblemCode::missing_field, {{"field", "carer_name"}});
  if (must_not_be_given_to(s, b.carer_name)) return refuse(ProblemCode::not_to_be_given_to);
  return {};
}

Result<void> may_leave_with(const ChildState& s, const Entry& e, const PlacementEnded& b) {
  const bool home = b.end_reason.value == "back_to_family";
  const bool to_family = home || is_with_family(b.next_kind);
  if (to_family && b.left_with.empty() && !of_a_paper(e)) return refuse(ProblemCode::missing_field, {{"field", "left_with"}});
  if (must_not_be_given_to(s, b.left_with)) return refuse(ProblemCode::not_to_be_given_to);
  if (to_family && refuses_to_go(s)) return refuse(ProblemCode::child_refuses);
  if (home && !was_handed_over(s) && e.telling.reason.empty() && !of_a_paper(e)) return refuse(ProblemCode::reason_needed);
  return {};
}

}  // namespace nibbi::domain
