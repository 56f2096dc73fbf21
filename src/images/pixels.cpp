#include "images/pixels.hpp"

#include <cstring>

namespace nibbi::images {
namespace {

/// Numbers out of a TIFF block, which says itself in which order its bytes stand. What lies outside reads as 0.
class Tiff {
 public:
  explicit Tiff(std::string_view bytes) : bytes_(bytes), little_(bytes.starts_with("II")) {}
  bool sound() const { return (bytes_.starts_with("II") || bytes_.starts_with("MM")) && two(2) == 42; }
  std::uint32_t two(std::size_t at) const {
    if (at + 2 < at || at + 2 > bytes_.size()) return 0;
    return little_ ? byte(at) | byte(at + 1) << 8 : byte(at) << 8 | byte(at + 1);
  }
  std::uint32_t four(std::size_t at) const { return little_ ? two(at) | two(at + 2) << 16 : two(at) << 16 | two(at + 2); }

 private:
  std::uint32_t byte(std::size_t at) const { return static_cast<unsigned char>(bytes_[at]); }
  std::string_view bytes_;
  bool little_;
};

constexpr std::uint32_t kOrientation = 0x0112;
constexpr std::uint32_t kFieldsMax = 200;

}  // namespace

int orientation_of(std::string_view exif) {
  using namespace std::string_view_literals;
  if (!exif.starts_with("Exif\0\0"sv)) return 1;
  const Tiff tiff(exif.substr(6));
  if (!tiff.sound()) return 1;
  const std::size_t directory = tiff.four(4);
  const std::uint32_t fields = tiff.two(directory);
  for (std::uint32_t i = 0; i < fields && i < kFieldsMax; ++i) {
    const std::size_t field = directory + 2 + std::size_t{i} * 12;
    if (tiff.two(field) != kOrientation) continue;
    const std::uint32_t value = tiff.two(field + 8);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

void make_room(Pixels& p, std::uint64_t width, std::uint64_t height, std::uint32_t channels) {
  if (width == 0 || height == 0) throw NoImage{ProblemCode::not_an_image};
  if (width > kPixelsMax || height > kPixelsMax || width * height > kPixelsMax) throw NoImage{ProblemCode::too_large};
  p.width = static_cast<std::uint32_t>(width);
  p.height = static_cast<std::uint32_t>(height);
  p.channels = channels;
  p.bytes.resize(static_cast<std::size_t>(width * height) * channels);
}

void Pixels::upright_row(std::uint32_t y, std::uint8_t* into) const {
  const std::size_t w = width, h = height, c = channels;
  if (orientation == 1) {
    std::memcpy(into, bytes.data() + y * w * c, w * c);
    return;
  }
  for (std::size_t x = 0; x < upright_width(); ++x) {
    std::size_t from_x = x, from_y = y;
    switch (orientation) {
      case 2: from_x = w - 1 - x; break;
      case 3: from_x = w - 1 - x, from_y = h - 1 - y; break;
      case 4: from_y = h - 1 - y; break;
      case 5: from_x = y, from_y = x; break;
      case 6: from_x = y, from_y = h - 1 - x; break;
      case 7: from_x = w - 1 - y, from_y = h - 1 - x; break;
      case 8: from_x = w - 1 - y, from_y = x; break;
      default: break;
    }
    std::memcpy(into + x * c, bytes.data() + (from_y * w + from_x) * c, c);
  }
}

std::string remake(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.size() > kBytesMax) throw NoImage{ProblemCode::too_large};
  if (bytes.starts_with("\xFF\xD8\xFF"sv)) return write_jpeg(read_jpeg(bytes));
  if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) return write_png(read_png(bytes));
  throw NoImage{ProblemCode::not_an_image};
}

}  // namespace nibbi::images
