#pragma once
// What the use cases need of whoever takes images apart: bytes that a stranger chose go in, and an image of the same type, made anew from its
// pixels, comes out. It stands upright, and nothing but pixels is in it: no place, no date, no thumbnail, no text.
#include <functional>
#include <string>
#include <string_view>

#include "base/problem.hpp"

namespace nibbi::usecases {

/// Refuses not_an_image, too_large; busy or unavailable when it could not be tried. Called from any thread.
using RemakeImage = std::function<Result<std::string>(std::string_view bytes)>;

}  // namespace nibbi::usecases
