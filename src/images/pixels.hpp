#pragma once
// Internal: an image between its decoder and its encoder.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "images/remake.hpp"

namespace nibbi::images {

struct Pixels {
  std::uint32_t width = 0, height = 0;
  std::uint32_t channels = 0;   ///< 1 grey, 2 grey and alpha, 3 red green blue, 4 with alpha
  int orientation = 1;          ///< as EXIF counts them, 1 to 8
  std::vector<std::uint8_t> bytes;

  bool lies_on_its_side() const { return orientation >= 5; }
  std::uint32_t upright_width() const { return lies_on_its_side() ? height : width; }
  std::uint32_t upright_height() const { return lies_on_its_side() ? width : height; }
  /// Row `y` of the upright image. Gathered row by row, so that no second copy of a large image is needed.
  void upright_row(std::uint32_t y, std::uint8_t* into) const;
};

/// Makes room, or says that it is too much.
void make_room(Pixels&, std::uint64_t width, std::uint64_t height, std::uint32_t channels);

Pixels read_jpeg(std::string_view);
std::string write_jpeg(const Pixels&);
Pixels read_png(std::string_view);
std::string write_png(const Pixels&);

/// The orientation that an EXIF block (with its "Exif\0\0") names; 1 where it names none that makes sense.
int orientation_of(std::string_view exif);

}  // namespace nibbi::images
