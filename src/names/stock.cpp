#include "names/stock.hpp"

namespace nibbi::names {
namespace {
#include "names/generate_stock.inc"
}  // namespace

std::span<const Stock> stocks() { return kStocks; }

}  // namespace nibbi::names
