#include "images/remake.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <random>
#include <set>

#include "tests/images/samples.hpp"

using namespace nibbi;
using namespace nibbi::tests;
using images::Pixels;

namespace {

bool tells(const std::string& bytes) {
  for (const char* word : {"CANARI", "Exif", "http", "xmp", "ICC", "8BIM", "PK\x03\x04"})
    if (bytes.find(word) != std::string::npos) return true;
  return false;
}

/// The segments of a JPEG up to its pixels.
std::string segments(const std::string& j) {
  std::string out;
  for (std::size_t at = 2; at + 4 < j.size();) {
    const auto marker = static_cast<std::uint8_t>(j[at + 1]);
    out += marker == 0xE0 ? "JFIF " : marker == 0xDB ? "DQT " : marker == 0xC0 ? "SOF " : marker == 0xC4 ? "DHT " : marker == 0xDA ? "SOS" : "? ";
    if (marker == 0xDA) break;
    at += 2 + (static_cast<std::uint8_t>(j[at + 2]) << 8 | static_cast<std::uint8_t>(j[at + 3]));
  }
  return out;
}

std::string chunks(const std::string& p) {
  std::string out;
  for (std::size_t at = 8; at + 8 <= p.size();) {
    const std::size_t size = static_cast<std::size_t>(static_cast<std::uint8_t>(p[at]) << 24 | static_cast<std::uint8_t>(p[at + 1]) << 16 | static_cast<std::uint8_t>(p[at + 2]) << 8 | static_cast<std::uint8_t>(p[at + 3]));
    const std::string type = p.substr(at + 4, 4);
    if (!out.ends_with(type)) out += (out.empty() ? "" : " ") + type;
    at += size + 12;
  }
  return out;
}

std::string refusal(const std::string& bytes) {
  try {
    images::remake(bytes);
    return "taken";
  } catch (const images::NoImage& no) {
    return std::string(word(no.code));
  }
}

}  // namespace

TEST_CASE("a photo comes out without a byte of where, when, by what and with what it was taken") {
  const std::string in = telling_jpeg();
  REQUIRE(tells(in));
  const std::string out = images::remake(in);
  CHECK_FALSE(tells(out));
  CHECK(segments(out).find('?') == std::string::npos);
  CHECK(segments(out).starts_with("JFIF DQT DQT SOF DHT"));
  CHECK(out.ends_with("\xFF\xD9"));
  CHECK(look(images::read_jpeg(out)) == "RG/BW");
}

TEST_CASE("a PNG comes out with its pixels and nothing else") {
  const std::string in = telling_png();
  REQUIRE(tells(in));
  const std::string out = images::remake(in);
  CHECK_FALSE(tells(out));
  CHECK(chunks(out) == "IHDR IDAT IEND");
  CHECK(look(images::read_png(out)) == "RG/BW");
}

TEST_CASE("a photo is turned upright as its EXIF says, whichever of the eight ways the telephone was held") {
  // How the four quarters stand when the stored image is shown as this orientation asks.
  const char* upright[] = {"", "RG/BW", "GR/WB", "WB/GR", "BW/RG", "RB/GW", "BR/WG", "WG/BR", "GW/RB"};
  const int orientation = GENERATE(range(1, 9));
  CAPTURE(orientation);
  const Pixels p = images::read_jpeg(images::remake(telling_jpeg(orientation)));
  CHECK(p.width == (orientation >= 5 ? 32u : 64u));
  CHECK(p.height == (orientation >= 5 ? 64u : 32u));
  CHECK(look(p) == upright[orientation]);
}

TEST_CASE("grey, transparent and coloured PNGs keep what they are") {
  for (const std::uint32_t channels : {1u, 2u, 3u, 4u}) {
    CAPTURE(channels);
    const Pixels in = quarters(17, 9, channels), out = images::read_png(images::remake(images::write_png(in)));
    CHECK(out.channels == channels);
    CHECK(out.bytes == in.bytes);
  }
}

TEST_CASE("an EXIF block that lies about itself turns nothing") {
  const std::string sound = exif(6);
  REQUIRE(images::orientation_of(sound) == 6);
  for (std::size_t cut = 0; cut < 10; ++cut) CHECK(images::orientation_of(sound.substr(0, cut)) == 1);
  for (const std::string& odd : {exif(0), exif(9), exif(65535), std::string("Exif\0\0MM\0\x2A\xFF\xFF\xFF\xFF", 14), std::string("Exif\0\0II*\0\xFE\xFF\xFF\xFF\x01\0", 16)}) CHECK(images::orientation_of(odd) == 1);
  std::mt19937 chance(7);
  for (int i = 0; i < 20'000; ++i) {
    std::string wild = sound.substr(0, chance() % sound.size());
    for (int k = 0; k < 4 && wild.size() > 6; ++k) wild[6 + chance() % (wild.size() - 6)] = static_cast<char>(chance());
    const int o = images::orientation_of(wild);
    REQUIRE((o >= 1 && o <= 8));
  }
}

TEST_CASE("what is no image, or only the beginning of one, is refused") {
  const std::string jpeg = images::write_jpeg(quarters(64, 32)), png = images::write_png(quarters(64, 32));
  for (const std::string& no : {std::string(), std::string("GIF89a"), std::string("<svg xmlns='http://www.w3.org/2000/svg'/>"), std::string("%PDF-1.7"), std::string("\xFF\xD8\xFF\xD9"), std::string(100'000, '\xFF'),
                                std::string("RIFF....WEBP"), std::string("\xFF\xD8\xFF") + std::string(5000, '\0')})
    CHECK(refusal(no) == "not_an_image");
  for (const std::string& whole : {jpeg, png})
    for (std::size_t cut = 3; cut + 4 < whole.size(); cut += 1 + whole.size() / 60) CHECK(refusal(whole.substr(0, cut)) == "not_an_image");
}

TEST_CASE("a header that claims more pixels than we take is refused before any is made") {
  std::string jpeg = images::write_jpeg(quarters(64, 32));
  const std::size_t frame = jpeg.find("\xFF\xC0");
  jpeg.replace(frame + 5, 4, "\xF0\x00\xF0\x00", 4);
  CHECK(refusal(jpeg) == "too_large");
  std::string png = images::write_png(quarters(64, 32));
  png.replace(8, 25, chunk("IHDR", std::string("\x00\x00\x75\x30\x00\x00\x75\x30\x08\x02\x00\x00\x00", 13)));
  CHECK(refusal(png) == "too_large");
  CHECK(refusal("\xFF\xD8\xFF" + std::string(images::kBytesMax, 'x')) == "too_large");
}

TEST_CASE("a progressive image of some scans is one, and of thousands of scans none") {
  using namespace std::string_literals;
  // Eight by eight grey pixels: one table of each kind, a progressive frame, and scans that each say the same of its one block.
  const std::string head = "\xFF\xD8\xFF\xDB\x00\x43\x00"s + std::string(64, '\x01') + "\xFF\xC2\x00\x0B\x08\x00\x08\x00\x08\x01\x01\x11\x00"s + "\xFF\xC4\x00\x14\x00\x01"s + std::string(15, '\0') + "\x00"s;
  const std::string scan = "\xFF\xDA\x00\x08\x01\x01\x00\x00\x00\x00\x7F"s;
  auto with = [&](int scans) {
    std::string j = head;
    for (int i = 0; i < scans; ++i) j += scan;
    return j + "\xFF\xD9";
  };
  CHECK(refusal(with(1)) == "taken");
  CHECK(refusal(with(20)) == "taken");
  CHECK(refusal(with(5000)) == "not_an_image");
}

TEST_CASE("bytes changed at random give an image or a refusal, and nothing else") {
  std::mt19937 chance(11);
  const std::string wholes[] = {telling_jpeg(6), telling_png()};
  std::set<std::string> seen;
  for (int i = 0; i < 3000; ++i) {
    std::string wild = wholes[i % 2];
    for (unsigned k = 0, n = 1 + chance() % 6; k < n; ++k) wild[4 + chance() % (wild.size() - 4)] = static_cast<char>(chance());
    seen.insert(refusal(wild));
  }
  CHECK(seen.contains("taken"));
  CHECK(seen.contains("not_an_image"));
}
