#include "tests/images/samples.hpp"

#include <zlib.h>

namespace nibbi::tests {
namespace {

using images::Pixels;

std::string two(unsigned v) { return {static_cast<char>(v >> 8), static_cast<char>(v)}; }
std::string four(unsigned v) { return two(v >> 16) + two(v & 0xFFFF); }
/// One field of a TIFF directory, big-endian, its value in place.
std::string field(unsigned tag, unsigned type, unsigned count, const std::string& value) { return two(tag) + two(type) + four(count) + value; }

char name_of(const std::uint8_t* p, std::uint32_t channels) {
  if (channels < 3) return p[0] > 128 ? 'W' : 'K';
  const bool r = p[0] > 128, g = p[1] > 128, b = p[2] > 128;
  return r && g && b ? 'W' : r ? 'R' : g ? 'G' : b ? 'B' : 'K';
}

}  // namespace

Pixels quarters(std::uint32_t width, std::uint32_t height, std::uint32_t channels) {
  Pixels p;
  images::make_room(p, width, height, channels);
  for (std::uint32_t y = 0; y < height; ++y)
    for (std::uint32_t x = 0; x < width; ++x) {
      const bool right = x >= width / 2, below = y >= height / 2;
      std::uint8_t* at = p.bytes.data() + (std::size_t{y} * width + x) * channels;
      if (channels < 3) {
        at[0] = right != below ? 255 : 0;
        if (channels == 2) at[1] = 200;
        continue;
      }
      at[0] = (!right && !below) || (right && below) ? 255 : 0;
      at[1] = right ? 255 : 0;
      at[2] = below ? 255 : 0;
      if (channels == 4) at[3] = 200;
    }
  return p;
}

std::string look(const Pixels& p) {
  auto at = [&](std::uint32_t x, std::uint32_t y) { return name_of(p.bytes.data() + (std::size_t{y} * p.width + x) * p.channels, p.channels); };
  const std::uint32_t w = p.width, h = p.height;
  return {at(w / 4, h / 4), at(w * 3 / 4, h / 4), '/', at(w / 4, h * 3 / 4), at(w * 3 / 4, h * 3 / 4)};
}

std::string exif(int orientation) {
  const std::string camera("CANARI-APPAREIL\0", 16);
  const std::string place("CANARI-GPS 14.69 N 17.44 O");
  std::string tiff = std::string("MM\0\x2A", 4) + four(8) + two(4);
  tiff += field(0x010F, 2, 16, four(8 + 2 + 4 * 12 + 4));
  tiff += field(0x0112, 3, 1, two(static_cast<unsigned>(orientation)) + two(0));
  tiff += field(0x8825, 4, 1, four(90));
  tiff += field(0x0201, 4, 1, four(120));
  return std::string("Exif\0\0", 6) + tiff + four(0) + camera + place + std::string("\xFF\xD8\xFF", 3) + "CANARI-VIGNETTE";
}

std::string with_segment(const std::string& jpeg, std::uint8_t marker, const std::string& content) {
  return jpeg.substr(0, 2) + '\xFF' + static_cast<char>(marker) + two(static_cast<unsigned>(content.size()) + 2) + content + jpeg.substr(2);
}

std::string telling_jpeg(int orientation) {
  std::string j = images::write_jpeg(quarters(64, 32));
  j = with_segment(j, 0xFE, "CANARI-COMMENTAIRE <script>alert(1)</script>");
  j = with_segment(j, 0xED, std::string("Photoshop 3.0\0", 14) + "8BIM CANARI-IPTC");
  j = with_segment(j, 0xE2, std::string("ICC_PROFILE\0\x01\x01", 14) + "CANARI-PROFIL");
  j = with_segment(j, 0xE1, std::string("http://ns.adobe.com/xap/1.0/\0", 29) + "<x:xmpmeta>CANARI-XMP</x:xmpmeta>");
  j = with_segment(j, 0xE1, exif(orientation));
  return j + "PK\x03\x04 CANARI-ZIP";
}

std::string chunk(const std::string& type, const std::string& content) {
  const std::string body = type + content;
  const auto crc = crc32(0, reinterpret_cast<const unsigned char*>(body.data()), static_cast<unsigned>(body.size()));
  return four(static_cast<unsigned>(content.size())) + body + four(static_cast<unsigned>(crc));
}

std::string telling_png() {
  const std::string plain = images::write_png(quarters(64, 32));
  const std::string extra = chunk("tEXt", std::string("Author\0CANARI-AUTEUR", 20)) + chunk("iTXt", std::string("XML:com.adobe.xmp\0\0\0\0\0CANARI-XMP", 32)) +
                            chunk("eXIf", exif(1).substr(6)) + chunk("tIME", std::string("\x07\xEA\x0B\x18\x0C\x00\x00", 7)) + chunk("caNa", "CANARI-PRIVE");
  const std::size_t behind_head = 8 + 25;
  return plain.substr(0, behind_head) + extra + plain.substr(behind_head) + "PK\x03\x04 CANARI-ZIP";
}

std::string packed(const std::string& content) {
  uLongf size = compressBound(content.size());
  std::string out(size, '\0');
  compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(content.data()), content.size(), 9);
  out.resize(size);
  return out;
}

std::string png_around(std::uint32_t width, std::uint32_t height, const std::string& packed_rows, const std::string& chunks_before) {
  return std::string("\x89PNG\r\n\x1A\n", 8) + chunk("IHDR", four(width) + four(height) + std::string("\x08\x02\0\0\0", 5)) + chunks_before + chunk("IDAT", packed_rows) + chunk("IEND", "");
}

}  // namespace nibbi::tests
