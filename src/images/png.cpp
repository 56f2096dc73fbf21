// The only file that includes libpng.
#include <png.h>

#include <cstring>

#include "images/pixels.hpp"

namespace nibbi::images {
namespace {

[[noreturn]] void stop(png_structp, png_const_charp) { throw NoImage{ProblemCode::not_an_image}; }
void hear(png_structp, png_const_charp) {}

constexpr png_uint_32 kSideMax = 1'000'000;
constexpr int kTextChunksMax = 16;
constexpr png_alloc_size_t kChunkMax = 4'000'000;

struct Source {
  std::string_view left;
};
void take(png_structp png, png_bytep into, std::size_t n) {
  auto* source = static_cast<Source*>(png_get_io_ptr(png));
  if (n > source->left.size()) png_error(png, "ends before its end");
  std::memcpy(into, source->left.data(), n);
  source->left.remove_prefix(n);
}
void put(png_structp png, png_bytep bytes, std::size_t n) { static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<const char*>(bytes), n); }

struct Reader {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, stop, hear);
  png_infop info = png ? png_create_info_struct(png) : nullptr;
  ~Reader() { png_destroy_read_struct(&png, &info, nullptr); }
};
struct Writer {
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, stop, hear);
  png_infop info = png ? png_create_info_struct(png) : nullptr;
  ~Writer() { png_destroy_write_struct(&png, &info); }
};

}  // namespace

Pixels read_png(std::string_view bytes) {
  Reader r;
  if (!r.png || !r.info) throw std::bad_alloc();
  Source source{bytes};
  png_set_read_fn(r.png, &source, take);
  png_set_user_limits(r.png, kSideMax, kSideMax);
  png_set_chunk_cache_max(r.png, kTextChunksMax);
  png_set_chunk_malloc_max(r.png, kChunkMax);
  // Everything that is no pixel is passed over unread, but the palette's transparency.
  png_set_keep_unknown_chunks(r.png, PNG_HANDLE_CHUNK_NEVER, nullptr, 0);
  png_read_info(r.png, r.info);

  const auto width = png_get_image_width(r.png, r.info), height = png_get_image_height(r.png, r.info);
  const auto colour = png_get_color_type(r.png, r.info);
  if (colour == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(r.png);
  if (colour == PNG_COLOR_TYPE_GRAY && png_get_bit_depth(r.png, r.info) < 8) png_set_expand_gray_1_2_4_to_8(r.png);
  if (png_get_valid(r.png, r.info, PNG_INFO_tRNS)) png_set_tRNS_to_alpha(r.png);
  png_set_scale_16(r.png);
  const int passes = png_set_interlace_handling(r.png);
  png_read_update_info(r.png, r.info);

  Pixels p;
  make_room(p, width, height, png_get_channels(r.png, r.info));
  if (png_get_rowbytes(r.png, r.info) != std::size_t{p.width} * p.channels) throw NoImage{ProblemCode::not_an_image};
  for (int pass = 0; pass < passes; ++pass)
    for (std::uint32_t y = 0; y < p.height; ++y) png_read_row(r.png, p.bytes.data() + std::size_t{y} * p.width * p.channels, nullptr);
  png_read_end(r.png, nullptr);
  return p;
}

std::string write_png(const Pixels& p) {
  static constexpr int kColours[] = {0, PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
  if (p.channels < 1 || p.channels > 4) throw NoImage{ProblemCode::not_an_image};
  Writer w;
  if (!w.png || !w.info) throw std::bad_alloc();
  std::string out;
  png_set_write_fn(w.png, &out, put, nullptr);
  png_set_compression_level(w.png, 6);
  png_set_IHDR(w.png, w.info, p.upright_width(), p.upright_height(), 8, kColours[p.channels], PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(w.png, w.info);
  std::vector<std::uint8_t> row(std::size_t{p.upright_width()} * p.channels);
  for (std::uint32_t y = 0; y < p.upright_height(); ++y) {
    p.upright_row(y, row.data());
    png_write_row(w.png, row.data());
  }
  png_write_end(w.png, nullptr);
  return out;
}

}  // namespace nibbi::images
