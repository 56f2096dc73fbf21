#pragma once
// The cells of lists made even, before they are compared: one word for each sex, dates as digits, phones without their prefixes, and nothing
// where a list says that it does not know.
#include <string>
#include <string_view>

#include "names/dates.hpp"
#include "names/link.hpp"

namespace nibbi::names {

bool is_name(Meaning);
bool is_kin(Meaning);
/// Names and places: read as words, by their sounds.
bool is_read_aloud(Meaning);

/// What is compared of a cell; empty when it says nothing: "unknown", "n/a", "-". A name may well be "Null" or "None".
std::string even_text(Meaning, std::string_view cell, DayOrder);

}  // namespace nibbi::names
