#include "http/gzip.hpp"

#include <zlib.h>

#include <random>

#include "http/server/static_files.hpp"

namespace nibbi::http {
namespace {

constexpr std::size_t kWorthIt = 512;

std::string gzipped(std::string_view bytes) {
  z_stream z{};
  ensure(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK, "zlib starts");
  thread_local std::random_device chance;
  std::string comment(chance() % 64, '-');
  gz_header head{};
  head.os = 255;  // unknown: nobody's business
  head.comment = reinterpret_cast<Bytef*>(comment.data());
  deflateSetHeader(&z, &head);
  std::string out(deflateBound(&z, static_cast<uLong>(bytes.size())) + comment.size() + 32, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  const int ended = deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  ensure(ended == Z_STREAM_END, "what fits is compressed at once");
  return out;
}

}  // namespace

void compress(const Request& request, Response& response) {
  response.headers.set("vary", "accept-encoding");
  if (choose_encoding(request.headers.find("accept-encoding"), true, false) != Encoding::gzip) return;
  const std::string_view plain = response.bytes();
  if (plain.size() < kWorthIt) return;
  response.body = gzipped(plain);
  response.headers.set("content-encoding", "gzip");
}

}  // namespace nibbi::http
