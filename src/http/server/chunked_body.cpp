#include "http/server/chunked_body.hpp"

#include <algorithm>

#include "http/server/ascii.hpp"

namespace nibbi::http {

std::size_t ChunkedBody::feed(std::string_view bytes, std::string& body) {
  std::size_t used = 0;
  while (used < bytes.size() && stage_ == Stage::coming) {
    if (expects_ != Expects::content) {
      take(bytes[used++]);
      continue;
    }
    const std::size_t n = static_cast<std::size_t>(std::min<std::uint64_t>(size_, bytes.size() - used));
    body.append(bytes.substr(used, n));
    used += n;
    size_ -= n;
    if (size_ == 0) expects_ = Expects::content_return;
  }
  return used;
}

void ChunkedBody::take(char c) {
  const bool control = (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
  switch (expects_) {
    case Expects::size: {
      const int digit = hex_digit(c);
      if (digit >= 0) {
        if (++size_digits_ > 16) return fail();
        size_ = size_ * 16 + static_cast<unsigned>(digit);
      } else if (size_digits_ == 0) {
        fail();
      } else if (c == '\r') {
        expects_ = Expects::size_line_feed;
      } else if (c == ';') {
        expects_ = Expects::extension;
        extension_begun_ = false;
      } else {
        fail();
      }
      return;
    }
    case Expects::extension:
      // What an extension says is nobody's business here; a line break inside it would be two lines to another program.
      if (c == '\r' && extension_begun_) expects_ = Expects::size_line_feed;
      else if (control || !count_framing()) fail();
      else extension_begun_ = true;
      return;
    case Expects::size_line_feed: return c == '\n' ? end_of_size_line() : fail();
    case Expects::content: return;
    case Expects::content_return:
      if (c != '\r') return fail();
      expects_ = Expects::content_line_feed;
      return;
    case Expects::content_line_feed:
      if (c != '\n') return fail();
      expects_ = Expects::size;
      size_digits_ = 0;
      return;
    case Expects::trailer:
      if (c == '\r') expects_ = Expects::trailer_line_feed;
      else if (control || !count_framing()) fail();
      else trailer_ += c;
      return;
    case Expects::trailer_line_feed: return c == '\n' ? end_of_trailer_line() : fail();
  }
}

void ChunkedBody::end_of_size_line() {
  if (size_ == 0) {
    expects_ = Expects::trailer;
    return;
  }
  if (size_ > body_bytes_max_ - body_bytes_) {
    stage_ = Stage::too_large;
    return;
  }
  body_bytes_ += static_cast<std::size_t>(size_);
  expects_ = Expects::content;
}

void ChunkedBody::end_of_trailer_line() {
  if (trailer_.empty()) {
    stage_ = Stage::whole;
    return;
  }
  const auto colon = trailer_.find(':');
  if (colon == std::string::npos || colon == 0 || !std::ranges::all_of(trailer_.substr(0, colon), is_token)) return fail();
  trailer_.clear();
  expects_ = Expects::trailer;
}

bool ChunkedBody::count_framing() { return ++framing_bytes_ <= framing_bytes_max_; }

}  // namespace nibbi::http
