#include "http/server/static_files.hpp"

#include <algorithm>

#include "http/server/ascii.hpp"

namespace nibbi::http {
namespace {

/// "gzip;q=0.5" → thousandths; 1000 without a q; a q that cannot be read counts as 0, since guessing could send what was refused.
int quality_of(std::string_view parameters) {
  while (!parameters.empty()) {
    const std::string_view parameter = next_piece(parameters, ';');
    if (parameter.size() < 2 || ascii_lower(parameter[0]) != 'q' || parameter[1] != '=') continue;
    const std::string_view digits = parameter.substr(2);
    if (digits.empty() || digits.size() > 5 || (digits[0] != '0' && digits[0] != '1')) return 0;
    if (digits.size() > 1 && digits[1] != '.') return 0;
    int value = (digits[0] - '0') * 1000;
    int place = 100;
    for (const char c : digits.substr(std::min<std::size_t>(2, digits.size()))) {
      if (c < '0' || c > '9') return 0;
      value += (c - '0') * place;
      place /= 10;
    }
    return std::min(value, 1000);
  }
  return 1000;
}

std::string tag_of(const StaticFile& file, Encoding encoding) {
  std::string tag = "\"" + std::string(file.etag);
  if (encoding == Encoding::gzip) tag += "-gz";
  if (encoding == Encoding::brotli) tag += "-br";
  return tag + '"';
}

/// RFC 9110 §13.1.2: weak comparison; "*" matches whatever there is.
bool names_tag(std::string_view if_none_match, std::string_view tag) {
  while (!if_none_match.empty()) {
    std::string_view one = next_piece(if_none_match, ',');
    if (one == "*") return true;
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == tag) return true;
  }
  return false;
}

}  // namespace

std::optional<Encoding> choose_encoding(std::optional<std::string_view> accept, bool has_gzip, bool has_brotli) {
  if (!accept) return Encoding::identity;
  int gzip = -1, brotli = -1, identity = -1, rest_of_them = -1;
  std::string_view list = *accept;
  while (!list.empty()) {
    std::string_view item = next_piece(list, ',');
    const std::string_view name = next_piece(item, ';');
    const int quality = quality_of(item);
    if (same_ascii_word(name, "br")) brotli = quality;
    if (same_ascii_word(name, "gzip") || same_ascii_word(name, "x-gzip")) gzip = quality;
    if (same_ascii_word(name, "identity")) identity = quality;
    if (name == "*") rest_of_them = quality;
  }
  if (gzip < 0) gzip = std::max(rest_of_them, 0);
  if (brotli < 0) brotli = std::max(rest_of_them, 0);
  // Identity is acceptable unless refused, by its name or by "*;q=0"; unnamed, it is the last choice.
  const bool identity_refused = identity == 0 || (identity < 0 && rest_of_them == 0);
  if (!has_gzip) gzip = 0;
  if (!has_brotli) brotli = 0;
  const int best = std::max(gzip, brotli);
  if (best > 0 && (identity_refused || best >= identity)) return brotli == best ? Encoding::brotli : Encoding::gzip;
  if (identity_refused) return std::nullopt;
  return Encoding::identity;
}

bool asks_for_html(std::string_view accept) {
  while (!accept.empty()) {
    std::string_view item = next_piece(accept, ',');
    const std::string_view type = next_piece(item, ';');
    if ((same_ascii_word(type, "text/html") || same_ascii_word(type, "application/xhtml+xml")) && quality_of(item) > 0) return true;
  }
  return false;
}

StaticFiles::StaticFiles(std::span<const StaticFile> files, StaticOptions options) : options_(std::move(options)) {
  for (const StaticFile& file : files) by_path_.push_back(&file);
  std::ranges::sort(by_path_, {}, &StaticFile::path);
  ensure(std::ranges::adjacent_find(by_path_, {}, &StaticFile::path) == by_path_.end(), "static_file_path_is_unique");
  ensure(std::ranges::all_of(by_path_, [](const StaticFile* f) { return !f->etag.empty(); }), "static_file_has_an_etag");
  if (options_.page.empty()) return;
  page_ = find(options_.page);
  ensure(page_ != nullptr, "static_page_is_among_the_files");
}

const StaticFile* StaticFiles::find(std::string_view path) const {
  const auto at = std::ranges::lower_bound(by_path_, path, {}, &StaticFile::path);
  return at != by_path_.end() && (*at)->path == path ? *at : nullptr;
}

std::optional<Response> StaticFiles::try_answer(Request& request) const {
  std::string path = request.path_text();
  if (path.ends_with('/')) path += "index.html";
  const bool reads = request.method == Method::get || request.method == Method::head;
  if (const StaticFile* file = find(path)) {
    request.route = options_.file_route;
    if (reads) return serve(*file, request);
    Response response = problem({ProblemCode::not_allowed, {{"allow", "GET, HEAD"}}}, 405);
    response.headers.set("allow", "GET, HEAD");
    return response;
  }
  const bool never = !request.path.empty() && std::ranges::contains(options_.never_a_page, request.path.front());
  if (page_ == nullptr || !reads || never || !asks_for_html(request.header("accept"))) return std::nullopt;
  request.route = options_.page_route;
  Response response = serve(*page_, request);
  // The same path answers 404 to who does not ask for a page: a cache between must know.
  response.headers.set("vary", "Accept-Encoding, Accept");
  return response;
}

Response StaticFiles::answer(Request& request) const {
  if (auto response = try_answer(request)) return *std::move(response);
  return problem({ProblemCode::not_found, {}});
}

Response StaticFiles::serve(const StaticFile& file, const Request& request) const {
  const bool varies = !file.gzip.empty() || !file.brotli.empty();
  auto encoding = choose_encoding(request.headers.find("accept-encoding"), !file.gzip.empty(), !file.brotli.empty());
  // Nothing acceptable: identity all the same (RFC 9110 §12.5.3 allows it); 406 would help nobody.
  if (!encoding) encoding = Encoding::identity;
  const std::string tag = tag_of(file, *encoding);

  Response response;
  response.headers.set("etag", tag);
  response.headers.set("cache-control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (varies) response.headers.set("vary", "Accept-Encoding");
  if (names_tag(request.header("if-none-match"), tag)) {
    response.status = 304;
    return response;
  }
  response.headers.set("content-type", std::string(file.content_type));
  switch (*encoding) {
    case Encoding::identity: response.body = file.identity; break;
    case Encoding::gzip:
      response.headers.set("content-encoding", "gzip");
      response.body = file.gzip;
      break;
    case Encoding::brotli:
      response.headers.set("content-encoding", "br");
      response.body = file.brotli;
      break;
  }
  return response;
}

}  // namespace nibbi::http
