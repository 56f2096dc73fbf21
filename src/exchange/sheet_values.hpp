#pragma once
// What a number in a workbook stands for: a number, a day, a time. Only its style says it.
#include <string>
#include <string_view>

namespace nibbi::exchange {

enum class NumberKind : unsigned char { number, day, time };

/// Of a style's number format: built in (its id) or written out (its code, empty when built in).
NumberKind number_kind(int format_id, std::string_view format_code);

/// A number as text: whole numbers without exponent or point, so that a telephone number stays one; days as 2019-03-01, with the time after a T
/// where there is one; times as 14:05:00. `since_1904`: the workbook counts from 1904. Text that is no number comes back as it is, and so do
/// numbers that are no day (60 in the old count, which is a 29 February that never was).
std::string sheet_number(std::string_view text, NumberKind, bool since_1904);

/// `_x000D_` and its like, which stand for characters that XML can't hold.
std::string without_escapes(std::string_view);

/// The column of a cell's name: A is 0. npos when there is none.
std::size_t column_of(std::string_view cell_name);

}  // namespace nibbi::exchange
