#pragma once
// Single names of the region, from free lists (generate_stock.inc says which): what people are invented from, and what is known to be a name at all.
#include <span>
#include <string_view>

namespace nibbi::names {

struct Stock {
  std::string_view country, women, men, families;  ///< names parted by spaces; "_" is a space within a name
};
std::span<const Stock> stocks();

/// The names of one list.
template <class Take>
void each_name(std::string_view list, const Take& take) {
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t end = list.find(' ', at) == std::string_view::npos ? list.size() : list.find(' ', at);
    if (end > at) take(list.substr(at, end - at));
    at = end + 1;
  }
}

}  // namespace nibbi::names
