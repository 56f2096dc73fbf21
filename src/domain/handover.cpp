#include "domain/handover.hpp"

#include <charconv>
#include <cstdint>
#include <string>

namespace nibbi::domain {

bool is_of_sheet(std::string_view receipt, std::string_view sheet) {
  if (sheet.empty() || receipt == sheet) return true;
  std::uint32_t number = 0;
  const auto head = sheet.substr(0, 8);
  const auto read = std::from_chars(head.data(), head.data() + head.size(), number, 16);
  if (receipt.size() != 6 || read.ec != std::errc{} || read.ptr != head.data() + 8) return false;
  return receipt.starts_with(std::to_string(10'000 + number % 10'000).substr(1));
}

}  // namespace nibbi::domain
