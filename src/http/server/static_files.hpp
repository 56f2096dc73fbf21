#pragma once
// Files that are compiled into the program: the workers' application, the public site's assets.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/server/message.hpp"

namespace nibbi::http {

/// One embedded file. All views point into the program. The build makes these tables.
struct StaticFile {
  std::string_view path = {};          ///< "/assets/app-4f1c.js"
  std::string_view content_type = {};  ///< whole, with charset where there is one
  std::string_view identity = {};
  std::string_view gzip = {};          ///< empty: there is none
  std::string_view brotli = {};        ///< empty: there is none
  /// Of the identity bytes, without quotes. Each encoding gets a tag of its own from it.
  std::string_view etag = {};
  /// Its name changes with its content: kept for a year without asking. Others are asked for again every time (304).
  bool immutable = false;
};

enum class Encoding { identity, gzip, brotli };
/// RFC 9110 §12.5.3: the smallest of those that exist and that are accepted, by q. Nullopt when nothing is (`identity;q=0`).
std::optional<Encoding> choose_encoding(std::optional<std::string_view> accept_encoding, bool has_gzip, bool has_brotli);

/// Does the Accept header ask for a page (text/html or application/xhtml+xml by name, q above 0)?
bool asks_for_html(std::string_view accept);

struct StaticOptions {
  /// Answered to any GET of an unknown path that asks for html and is not under `never_a_page`: the application's own router
  /// reads the path then. Empty: no such fallback.
  std::string page = "/index.html";
  /// First segments under which an unknown path is never a page.
  std::vector<std::string> never_a_page = {"api"};
  /// Route names for the log.
  std::string file_route = "static_file";
  std::string page_route = "page";
};

class StaticFiles {
 public:
  /// `files` must live as long as the program. Two of one path, or a page that is not among them, are faults of ours.
  StaticFiles(std::span<const StaticFile> files, StaticOptions options = {});
  /// Nullopt when it knows no such file. "/" is "/index.html", "/x/" is "/x/index.html". Writes request.route.
  /// Only GET and HEAD; another method on a known file is 405.
  std::optional<Response> try_answer(Request&) const;
  /// As try_answer, but 404 instead of nullopt.
  Response answer(Request&) const;

 private:
  const StaticFile* find(std::string_view path) const;
  Response serve(const StaticFile&, const Request&) const;
  std::vector<const StaticFile*> by_path_;
  const StaticFile* page_ = nullptr;
  StaticOptions options_;
};

}  // namespace nibbi::http
