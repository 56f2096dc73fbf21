#pragma once
// Bits as whole numbers, and the limits that scoring and its bound share. Only for the tracing.
#include <cstdint>

namespace nibbi::names {

inline constexpr std::int32_t kTraceBit = 1024;
constexpr std::int32_t bits(double b) { return static_cast<std::int32_t>(b * kTraceBit + (b < 0 ? -0.5 : 0.5)); }
inline constexpr int kBornSpread = 18, kPartedSpread = 5;  ///< years over which children's births, and partings, are spread
inline constexpr double kPartedLeast = -3;                 ///< when somebody was lost is remembered less well than a birth
inline constexpr std::int32_t kStep = kTraceBit / 16;      ///< of a bound
inline constexpr std::uint16_t kIsFamily = 0x8000;         ///< in Trace::most_
// The odds are calibrated on invented people (100,000 of seed 103, 1,250 inquiries): a line through their logarithm.
inline constexpr double kSlope = 0.80, kShift = 0.0;
inline constexpr std::int32_t kSameSex = bits(0.95), kOtherSex = bits(-3.3);

}  // namespace nibbi::names
