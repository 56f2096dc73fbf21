#include "domain/handover.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>

#include "domain/departure.hpp"
#include "domain/names.hpp"
#include "domain/not_given_to.hpp"

namespace nibbi::domain {
namespace {

using enum ProblemCode;

bool was_withdrawn(const ChildState& s, EntryId plan) {
  return std::ranges::any_of(s.all<ReturnWithdrawn>(), [&](const auto& w) { return w.body.plan == plan; });
}

/// Two people signed one sheet: of two sides, and the same one.
Result<void> signed_on_both_sides(const HandoverSigned& sheet, PersonId giver, const HandoverReceived& receipt, PersonId receiver, UnitId of) {
  if (sheet.received_by_unit != of) return refuse(not_allowed);
  if (giver == receiver) return refuse(not_the_same_person);
  return is_of_sheet(receipt.sheet_sha256, sheet.sheet_sha256) ? Result<void>{} : refuse(sheets_differ);
}

/// The two phones met where no network is, and the receiver's came home first: the sheet that it names is still on its way. Taken from the unit
/// that the last plan names, for a child who was handed to nobody since, and from nobody who travels along.
Result<void> before_its_sheet(const ChildState& s, const Header& h, const HandoverReceived& b) {
  const auto* plan = s.last<ReturnPlanned>();
  const auto& sheets = s.all<HandoverSigned>();
  const bool none = b.sheet_sha256.empty() || !plan || std::ranges::any_of(sheets, [&](const auto& sheet) { return sheet.amended_by == 0 && sheet.n > plan->n; });
  if (none) return refuse(no_such_step, {{"field", "handover"}});
  if (refuses_to_go(s) || was_withdrawn(s, plan->id)) return refuse(child_refuses);
  if (plan->body.receiving_unit != h.unit) return refuse(not_allowed);
  if (std::ranges::contains(accompanying(plan->body), h.author)) return refuse(not_the_same_person);
  return {};
}

}  // namespace

bool is_of_sheet(std::string_view receipt, std::string_view sheet) {
  if (sheet.empty() || receipt == sheet) return true;
  std::uint32_t number = 0;
  const auto head = sheet.substr(0, 8);
  const auto read = std::from_chars(head.data(), head.data() + head.size(), number, 16);
  if (receipt.size() != 6 || read.ec != std::errc{} || read.ptr != head.data() + 8) return false;
  return receipt.starts_with(std::to_string(10'000 + number % 10'000).substr(1));
}

Result<void> may_be_signed(const ChildState& s, const Ties& ties, const Header& h, const HandoverSigned& b) {
  const auto* left = s.find<MovementDeparted>(b.departed);
  if (!left) return refuse(not_departed);
  if (refuses_to_go(s) || was_withdrawn(s, left->body.plan)) return refuse(child_refuses);
  if (b.received_by_name.empty()) return refuse(receiver_missing);
  if (is_aside(ties, b.received_by_unit)) return refuse(not_for_this_file, {{"field", "received_by_unit"}});
  if (must_not_be_given_to(s, b.received_by_name)) return refuse(ProblemCode::not_to_be_given_to);
  const auto& sheets = s.all<HandoverSigned>();
  if (std::ranges::any_of(sheets, [&](const auto& sheet) { return sheet.amended_by == 0 && sheet.id != h.amends && sheet.body.departed == b.departed; })) return refuse(already_handed_over);
  // A unit answers for who signs there. Without one, the child goes to the person whom somebody verified, and to no other.
  const auto* plan = s.find<ReturnPlanned>(left->body.plan);
  if (b.received_by_unit.is_none() && plan && !plan->body.receiver_name.empty() && words_of_name(b.received_by_name) != words_of_name(plan->body.receiver_name))
    return refuse(receiver_missing, {{"condition", "receiver"}});
  for (const auto& r : s.all<HandoverReceived>()) {
    if (r.body.handover != h.id) continue;
    const Said* receiver = s.entry(r.n);
    if (auto fits = signed_on_both_sides(b, h.author, r.body, receiver->author, receiver->unit); !fits) return fits;
  }
  return {};
}

Result<void> may_be_received(const ChildState& s, const Header& h, const HandoverReceived& b) {
  if (std::ranges::any_of(s.all<HandoverReceived>(), [&](const auto& r) { return r.body.handover == b.handover; })) return refuse(already_handed_over);
  const auto* sheet = s.find<HandoverSigned>(b.handover);
  if (!sheet) return before_its_sheet(s, h, b);
  const Said* giver = s.entry(sheet->n);
  // For a family no unit signs. They do, on the phone of who brings the child, where it is written down how.
  if (sheet->body.received_by_unit.is_none()) {
    if (!giver || giver->unit != h.unit) return refuse(not_allowed);
    return b.text.empty() ? refuse(missing_field, {{"field", "text"}}) : Result<void>{};
  }
  return signed_on_both_sides(sheet->body, giver ? giver->author : PersonId{}, b, h.author, h.unit);
}

}  // namespace nibbi::domain
