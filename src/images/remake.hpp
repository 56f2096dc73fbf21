#pragma once
// An image taken apart into pixels and put together anew. Runs only where nothing can be lost: in the child process of sandbox.hpp, and in the
// fuzzer. libjpeg-turbo and libpng, nothing else: each further format is a further parser for what strangers send.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/problem.hpp"

namespace nibbi::images {

inline constexpr std::uint64_t kPixelsMax = 24'000'000;
inline constexpr std::size_t kBytesMax = 10'000'000;

/// It is no image, or more of one than we take: `code` is not_an_image or too_large.
struct NoImage {
  ProblemCode code;
};

/// JPEG in, JPEG out; PNG in, PNG out. A JPEG is turned upright as its EXIF says, and the EXIF is left behind with everything else that is
/// no pixel. Throws NoImage, std::bad_alloc.
std::string remake(std::string_view bytes);

}  // namespace nibbi::images
