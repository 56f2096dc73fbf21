// The only file that includes Beast. Its parser is given a whole head at once: what a head means then cannot depend on where
// packets end. Bodies are framed here.
#define BOOST_ASIO_SEPARATE_COMPILATION
#include "http/server/request_reader.hpp"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include "http/server/ascii.hpp"
#include "http/server/chunked_body.hpp"
#include "http/server/target.hpp"

namespace nibbi::http {
namespace beast = boost::beast;
namespace {

using Stage = RequestReader::Stage;

/// Fields that mean one thing only: a second one would let two programs read two requests.
constexpr auto kOnce = std::to_array<std::string_view>({
    "host", "content-length", "transfer-encoding", "content-type", "content-encoding", "authorization", "origin", "referer", "expect",
    "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "user-agent", "if-modified-since", "if-unmodified-since", "range", "upgrade",
});

Refusal malformed(const char* what, int status = 400) { return {{ProblemCode::malformed, {{"http", what}}}, status}; }

Refusal head_too_large(std::size_t bytes_max) {
  return {{ProblemCode::too_large, {{"what", "head"}, {"bytes_max", std::to_string(bytes_max)}}}, 431};
}

Refusal body_too_large(std::size_t bytes_max) {
  return {{ProblemCode::too_large, {{"what", "body"}, {"bytes_max", std::to_string(bytes_max)}}}, 413};
}

/// Digits and nothing else, below 2^63.
std::optional<std::uint64_t> length_of(std::string_view text) {
  if (text.empty() || text.size() > 18) return std::nullopt;
  std::uint64_t length = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    length = length * 10 + static_cast<unsigned>(c - '0');
  }
  return length;
}

std::string media_type_of(std::string_view content_type) { return ascii_lower(next_piece(content_type, ';')); }

/// A head, read in one go.
class Head final : public beast::http::basic_parser<true> {
 public:
  explicit Head(const ReadLimits& limits) : fields_max_(limits.head_fields_max) {
    header_limit(static_cast<std::uint32_t>(limits.head_bytes_max + 1));
    skip(true);  // the parser stops where the body begins
    eager(false);
  }

  /// `bytes` ends with the empty line.
  std::optional<Refusal> read(std::string_view bytes) {
    beast::error_code error;
    const std::size_t used = put({bytes.data(), bytes.size()}, error);
    if (refusal_) return refusal_;
    if (error || !is_header_done() || used != bytes.size()) return malformed("grammar");
    return judge();
  }

  Request request;
  bool keeps_alive = false;
  bool expects_continue = false;
  bool chunked = false;
  std::optional<std::uint64_t> announced;
  int version = 11;

 private:
  using Error = beast::error_code;
  using Text = beast::string_view;
  static std::string_view std_view(Text t) { return {t.data(), t.size()}; }

  /// What holds for the head as a whole.
  std::optional<Refusal> judge() {
    const Headers& headers = request.headers;
    if (request.method == Method::other) return malformed("method", 501);
    const auto host = headers.find("host");
    if (version >= 11 && (!host || host->empty())) return malformed("host");
    if (chunked && (announced || version < 11)) return malformed("body_length");
    auto target = read_target(target_);
    if (!target) return Refusal{target.error(), 400};
    if (!target->authority.empty() && target->authority != ascii_lower(host.value_or(std::string_view{}))) return malformed("host");
    request.target = target_;
    request.path = std::move(target->path);
    request.query = std::move(target->query);
    request.fetch_site = fetch_site_of(headers.find("sec-fetch-site"));
    request.content_type = media_type_of(headers.get("content-type"));
    if (const auto expect = headers.find("expect")) {
      if (!same_ascii_word(*expect, "100-continue")) return malformed("expect", 417);
      expects_continue = version >= 11;
    }
    keeps_alive = keep_alive();
    return std::nullopt;
  }

  void stop(Error& error, Refusal refusal) {
    refusal_ = std::move(refusal);
    error = beast::http::error::bad_value;
  }

  void on_request_impl(beast::http::verb, Text method, Text target, int sent_version, Error&) override {
    request.method = method_of(std_view(method));
    target_.assign(target.data(), target.size());
    version = sent_version;
  }

  void on_field_impl(beast::http::field, Text name_text, Text value_text, Error& error) override {
    if (++fields_ > fields_max_)
      return stop(error, {{ProblemCode::too_large, {{"what", "head_fields"}, {"count_max", std::to_string(fields_max_)}}}, 431});
    std::string name = ascii_lower(std_view(name_text));
    // An underscore becomes a hyphen in some programs: X_Forwarded_For must not pass beside X-Forwarded-For.
    if (name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos) return;
    const std::string_view value = std_view(value_text);
    const auto there = request.headers.find(name);
    if (there && std::ranges::contains(kOnce, name)) return stop(error, malformed("repeated_field"));
    if (name == "content-length" && !(announced = length_of(value))) return stop(error, malformed("body_length"));
    if (name == "transfer-encoding" && !(chunked = same_ascii_word(value, "chunked"))) return stop(error, malformed("body_length"));
    if (!there) return request.headers.add(std::move(name), std::string(value));
    request.headers.set(name, std::string(*there).append(name == "cookie" ? "; " : ", ").append(value));
  }

  void on_header_impl(Error&) override {}
  void on_finish_impl(Error&) override {}
  // There is never a body here, and never a response.
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}
  std::size_t on_body_impl(Text, Error&) override { return 0; }
  void on_chunk_header_impl(std::uint64_t, Text, Error&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text, Error&) override { return 0; }
  void on_response_impl(int, Text, int, Error&) override {}

  std::size_t fields_max_;
  std::size_t fields_ = 0;
  std::string target_;
  std::optional<Refusal> refusal_;
};

}  // namespace

class RequestReader::Parser {
 public:
  explicit Parser(ReadLimits limits) : limits_(limits), head(limits) {}

  std::size_t feed_head(std::string_view bytes) {
    std::size_t skipped = 0;
    if (scanned_ == 0) {  // RFC 9112 §2.2: empty lines before a request are passed over
      while (bytes.substr(skipped).starts_with("\r\n")) skipped += 2;
      if (bytes.substr(skipped) == "\r") return skipped;
    }
    bytes.remove_prefix(skipped);
    for (; scanned_ < bytes.size(); ++scanned_) {
      const char c = bytes[scanned_];
      const char before = scanned_ > 0 ? bytes[scanned_ - 1] : '\0';
      if (scanned_ >= limits_.head_bytes_max) return refuse(head_too_large(limits_.head_bytes_max)), skipped;
      // One kind of line end, and no line that goes on in the next: programs differ about all the others.
      if ((before == '\r') != (c == '\n')) return refuse(malformed("line_end")), skipped;
      if (before == '\n' && (c == ' ' || c == '\t')) return refuse(malformed("folded_line")), skipped;
      if ((static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r' && c != '\n') || c == 0x7F) return refuse(malformed("grammar")), skipped;
      if (c != '\n' || scanned_ < 3 || bytes[scanned_ - 2] != '\n') continue;
      const std::size_t size = scanned_ + 1;
      if (auto refusal_of_head = head.read(bytes.substr(0, size))) refuse(*std::move(refusal_of_head));
      else stage = head.chunked || head.announced.value_or(0) > 0 ? Stage::body : Stage::whole;
      return skipped + size;
    }
    return skipped;
  }

  std::size_t feed_body(std::string_view bytes) {
    std::string& body = head.request.body;
    if (!chunks_) {
      const std::size_t n = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), *head.announced - body.size()));
      body.append(bytes.substr(0, n));
      if (body.size() == *head.announced) stage = Stage::whole;
      return n;
    }
    const std::size_t n = chunks_->feed(bytes, body);
    switch (chunks_->stage()) {
      case ChunkedBody::Stage::coming: break;
      case ChunkedBody::Stage::whole: stage = Stage::whole; break;
      case ChunkedBody::Stage::malformed: refuse(malformed("chunk")); break;
      case ChunkedBody::Stage::too_large: refuse(body_too_large(body_bytes_max_)); break;
    }
    return n;
  }

  void allow_body(std::size_t bytes_max) {
    if (stage != Stage::body || body_allowed) return;
    body_allowed = true;
    body_bytes_max_ = bytes_max;
    if (head.chunked) chunks_.emplace(bytes_max, limits_.head_bytes_max);
    else if (*head.announced > bytes_max) refuse(body_too_large(bytes_max));
  }

  Stage stage = Stage::head;
  Refusal refusal{};
  bool body_allowed = false;

 private:
  void refuse(Refusal why) {
    refusal = std::move(why);
    stage = Stage::refused;
  }

  ReadLimits limits_;
  std::size_t scanned_ = 0;
  std::size_t body_bytes_max_ = 0;
  std::optional<ChunkedBody> chunks_;

 public:
  Head head;
};

RequestReader::RequestReader(ReadLimits limits) : parser_(std::make_unique<Parser>(limits)) {}
RequestReader::~RequestReader() = default;

std::size_t RequestReader::feed(std::string_view bytes) {
  if (parser_->stage == Stage::head) return parser_->feed_head(bytes);
  if (parser_->stage == Stage::body && parser_->body_allowed) return parser_->feed_body(bytes);
  return 0;
}

RequestReader::Stage RequestReader::stage() const { return parser_->stage; }
const Refusal& RequestReader::refusal() const { return parser_->refusal; }
Request& RequestReader::request() { return parser_->head.request; }
bool RequestReader::keep_alive() const { return parser_->head.keeps_alive; }
bool RequestReader::is_http_1_0() const { return parser_->head.version < 11; }
bool RequestReader::expects_continue() const { return parser_->head.expects_continue; }
std::optional<std::uint64_t> RequestReader::announced_bytes() const { return parser_->head.announced; }
void RequestReader::allow_body(std::size_t bytes_max) { parser_->allow_body(bytes_max); }

}  // namespace nibbi::http
