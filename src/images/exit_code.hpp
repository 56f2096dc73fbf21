#pragma once
// Internal: what the child tells by ending.
namespace nibbi::images {

inline constexpr int kDone = 0;
inline constexpr int kNoImage = 33;
inline constexpr int kTooLarge = 34;
/// Its limits could not be set: it has not looked at the image, and says nothing of it.
inline constexpr int kCouldNotShutIn = 35;

}  // namespace nibbi::images
