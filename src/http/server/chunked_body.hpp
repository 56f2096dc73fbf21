#pragma once
// The chunked coding of RFC 9112 §7.1, taken off. Not Beast's: in 1.83 a last chunk that arrives in pieces meets an assertion.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace nibbi::http {

class ChunkedBody {
 public:
  enum class Stage { coming, whole, malformed, too_large };

  /// `body_bytes_max` of content, `framing_bytes_max` of extensions and trailers, which are read for their grammar and dropped.
  ChunkedBody(std::size_t body_bytes_max, std::size_t framing_bytes_max)
      : body_bytes_max_(body_bytes_max), framing_bytes_max_(framing_bytes_max) {}

  /// Takes bytes, appends content to `body`, says how many it used: all, unless it came to an end of one kind or another.
  std::size_t feed(std::string_view bytes, std::string& body);
  Stage stage() const { return stage_; }

 private:
  enum class Expects { size, extension, size_line_feed, content, content_return, content_line_feed, trailer, trailer_line_feed };
  void take(char c);
  void end_of_size_line();
  void end_of_trailer_line();
  bool count_framing();
  void fail() { stage_ = Stage::malformed; }

  std::size_t body_bytes_max_;
  std::size_t framing_bytes_max_;
  std::size_t body_bytes_ = 0;
  std::size_t framing_bytes_ = 0;
  Stage stage_ = Stage::coming;
  Expects expects_ = Expects::size;
  std::uint64_t size_ = 0;
  int size_digits_ = 0;
  bool extension_begun_ = false;
  std::string trailer_;
};

}  // namespace nibbi::http
