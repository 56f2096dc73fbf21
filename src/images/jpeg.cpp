// The only file that includes libjpeg. Its errors leave as exceptions: what it had is given back by the object that held it.
#include <cstddef>
#include <cstdio>
#include <cstdlib>
// After cstdio: the header takes FILE for granted.
#include <jpeglib.h>
#include <jerror.h>

#include "images/pixels.hpp"

namespace nibbi::images {
namespace {

constexpr int kQuality = 85;
constexpr int kScansMax = 200;  ///< a progressive image of thousands of scans is an attack

[[noreturn]] void stop(j_common_ptr) { throw NoImage{ProblemCode::not_an_image}; }

/// Most warnings are the bad habits of some camera. An image that ends before its end is a broken one.
void hear(j_common_ptr c, int level) {
  if (level < 0 && (c->err->msg_code == JWRN_JPEG_EOF || c->err->msg_code == JWRN_HIT_MARKER)) stop(c);
}

/// Called while the scans come in, which for a progressive image is before the first row goes out.
void count_scans(j_common_ptr c) {
  if (reinterpret_cast<j_decompress_ptr>(c)->input_scan_number > kScansMax) stop(c);
}

jpeg_error_mgr errors() {
  jpeg_error_mgr e;
  jpeg_std_error(&e);
  e.error_exit = stop;
  e.emit_message = hear;
  e.output_message = [](j_common_ptr) {};
  return e;
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : errors_(errors()) {
    c.err = &errors_;
    jpeg_create_decompress(&c);
    progress_.progress_monitor = count_scans;
    c.progress = &progress_;
    jpeg_mem_src(&c, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    jpeg_save_markers(&c, JPEG_APP0 + 1, 0xFFFF);
  }
  ~Reader() { jpeg_destroy_decompress(&c); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  int orientation() const {
    for (const auto* m = c.marker_list; m; m = m->next)
      if (m->marker == JPEG_APP0 + 1)
        if (const int o = orientation_of({reinterpret_cast<const char*>(m->data), m->data_length}); o != 1) return o;
    return 1;
  }
  jpeg_decompress_struct c{};

 private:
  jpeg_error_mgr errors_;
  jpeg_progress_mgr progress_{};
};

/// Four inks, kept inverted as Adobe does.
void ink_to_light(const std::uint8_t* inks, std::size_t pixels, bool inverted, std::uint8_t* into) {
  for (std::size_t i = 0; i < pixels; ++i)
    for (std::size_t k = 0; k < 3; ++k) {
      const unsigned ink = inverted ? inks[i * 4 + k] : 255u - inks[i * 4 + k];
      const unsigned black = inverted ? inks[i * 4 + 3] : 255u - inks[i * 4 + 3];
      into[i * 3 + k] = static_cast<std::uint8_t>(ink * black / 255);
    }
}

}  // namespace

Pixels read_jpeg(std::string_view bytes) {
  Reader r(bytes);
  if (jpeg_read_header(&r.c, TRUE) != JPEG_HEADER_OK) throw NoImage{ProblemCode::not_an_image};
  const bool inks = r.c.jpeg_color_space == JCS_CMYK || r.c.jpeg_color_space == JCS_YCCK;
  r.c.out_color_space = inks ? JCS_CMYK : r.c.num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
  Pixels p;
  p.orientation = r.orientation();
  make_room(p, r.c.image_width, r.c.image_height, r.c.num_components == 1 ? 1 : 3);
  jpeg_start_decompress(&r.c);
  std::vector<std::uint8_t> ink_row(inks ? std::size_t{p.width} * 4 : 0);
  while (r.c.output_scanline < r.c.output_height) {
    std::uint8_t* row = p.bytes.data() + std::size_t{r.c.output_scanline} * p.width * p.channels;
    JSAMPROW into = inks ? ink_row.data() : row;
    if (jpeg_read_scanlines(&r.c, &into, 1) != 1) throw NoImage{ProblemCode::not_an_image};
    if (inks) ink_to_light(ink_row.data(), p.width, r.c.saw_Adobe_marker, row);
  }
  jpeg_finish_decompress(&r.c);
  return p;
}

std::string write_jpeg(const Pixels& p) {
  struct Writer {
    jpeg_compress_struct c{};
    jpeg_error_mgr e = errors();
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    Writer() {
      c.err = &e;
      jpeg_create_compress(&c);
    }
    ~Writer() {
      jpeg_destroy_compress(&c);
      std::free(bytes);
    }
  } w;
  jpeg_mem_dest(&w.c, &w.bytes, &w.size);
  w.c.image_width = p.upright_width();
  w.c.image_height = p.upright_height();
  w.c.input_components = static_cast<int>(p.channels);
  w.c.in_color_space = p.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&w.c);
  jpeg_set_quality(&w.c, kQuality, TRUE);
  jpeg_start_compress(&w.c, TRUE);
  std::vector<std::uint8_t> row(std::size_t{p.upright_width()} * p.channels);
  JSAMPROW from = row.data();
  while (w.c.next_scanline < w.c.image_height) {
    p.upright_row(w.c.next_scanline, row.data());
    jpeg_write_scanlines(&w.c, &from, 1);
  }
  jpeg_finish_compress(&w.c);
  return {reinterpret_cast<const char*>(w.bytes), w.size};
}

}  // namespace nibbi::images
