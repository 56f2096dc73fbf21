#pragma once
// Images for tests, made by our own encoders and then filled with what a telephone would hide in them.
#include <cstdint>
#include <string>

#include "images/pixels.hpp"

namespace nibbi::tests {

/// Four coloured quarters: red and green above, blue and white below; so that one sees which way up it is.
images::Pixels quarters(std::uint32_t width, std::uint32_t height, std::uint32_t channels = 3);
/// The colours of the four quarters, by their middle: "RG/BW".
std::string look(const images::Pixels&);

/// An EXIF block with an orientation, a place, a camera, a thumbnail. Everything that must not come out contains "CANARI".
std::string exif(int orientation);
/// A JPEG with segments put in behind its beginning.
std::string with_segment(const std::string& jpeg, std::uint8_t marker, const std::string& content);
/// The same with everything at once: EXIF, XMP, IPTC, a colour profile, a comment, and a ZIP behind its end.
std::string telling_jpeg(int orientation = 1);
std::string chunk(const std::string& type, const std::string& content);
std::string telling_png();
/// As zlib packs it: what a few kilobytes of a PNG can hide.
std::string packed(const std::string& content);
/// A PNG of these dimensions, 24 bits a pixel, around data that may be something else.
std::string png_around(std::uint32_t width, std::uint32_t height, const std::string& packed_rows, const std::string& chunks_before = {});

}  // namespace nibbi::tests
