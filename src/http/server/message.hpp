#pragma once
// What comes in and what goes out of the HTTP shell, in our own words. No network library shows through here, so that
// routes compile fast and are tested without a socket.
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/problem.hpp"

namespace nibbi::http {

/// `other` is a method that this server does not speak (TRACE, CONNECT, an invention): answered 501 before any handler sees it.
enum class Method { get, head, post, put, patch, del, options, other };
/// "GET", "DELETE", …; "OTHER" for any other, whatever was sent.
std::string_view word(Method);
Method method_of(std::string_view word);
/// GET, HEAD and OPTIONS: they change nothing and need no proof of where they come from.
bool is_safe(Method);

/// Header fields. Names are lower-case; order is kept.
class Headers {
 public:
  using Field = std::pair<std::string, std::string>;
  /// Nullopt when there is none; the first one when there are several.
  std::optional<std::string_view> find(std::string_view name) const;
  /// Empty when there is none.
  std::string_view get(std::string_view name) const { return find(name).value_or(std::string_view{}); }
  bool has(std::string_view name) const { return find(name).has_value(); }
  /// Replaces. An upper-case name, or a line break or NUL in the value, is a fault of ours.
  void set(std::string name, std::string value);
  /// Adds one more (Set-Cookie).
  void add(std::string name, std::string value);
  /// As set(), unless there is one already.
  void set_if_absent(std::string_view name, std::string_view value);
  void remove(std::string_view name);
  const std::vector<Field>& fields() const { return fields_; }

 private:
  std::vector<Field> fields_;
};

/// Who made the browser send this (Fetch Metadata). `absent`: no such header, as from programs and older browsers.
enum class FetchSite { absent, same_origin, same_site, cross_site, user, unknown };
FetchSite fetch_site_of(std::optional<std::string_view> sec_fetch_site);

/// A request, whole: its body has arrived and is within the limit of its route.
struct Request {
  Method method = Method::get;
  /// The path, split at "/" and decoded: /api/children/x is {"api", "children", "x"}, "/" is {}, a trailing "/" gives a last
  /// empty one. Always valid UTF-8 without control characters; never ".", ".." and never a "/" or "\" inside a segment.
  std::vector<std::string> path;
  /// Path and query as they were sent, which is what a device signs. Never for a log.
  std::string target;
  /// Decoded ("+" is a space). A key that comes twice is refused before.
  std::map<std::string, std::string, std::less<>> query;
  /// Repeated list fields are joined with ", " (cookies with "; "). X-Forwarded-* is removed.
  Headers headers;
  std::string body;
  /// The peer, or what a trusted proxy says of it. IPv4 as dotted text, also when it came mapped into IPv6.
  std::string client_address;
  /// It came over TLS, here or at a trusted proxy.
  bool secure = false;
  FetchSite fetch_site = FetchSite::absent;
  /// The media type alone, lower-case: "application/json". Empty when there is none.
  std::string content_type;
  /// Opaque, unique; also answered as X-Request-Id, and the only link between a person's report and a log line.
  std::string id;
  /// The NAME of the route that answered, for the log. The router writes it; it is never the path.
  std::string route;

  std::string_view header(std::string_view name) const { return headers.get(name); }
  /// Nullopt when absent, and when two cookies of that name differ: neither can then be believed.
  std::optional<std::string> cookie(std::string_view name) const;
  /// "/" and the segments, joined again.
  std::string path_text() const;
};

/// An answer. Content-Length, Date, Connection and X-Request-Id are the server's to write.
struct Response {
  int status = 200;
  Headers headers;
  /// Bytes of its own, or a view of bytes that live as long as the program (embedded files).
  std::variant<std::string, std::string_view> body;
  /// End the connection after this answer.
  bool close = false;

  std::string_view bytes() const;
};

using Handler = std::function<Response(Request&&)>;

Response empty(int status);
Response text(int status, std::string body);
Response html(int status, std::string body);
/// `body` is JSON already: the strict codecs made it.
Response json(int status, std::string body);
/// 303 by default: the next request is a GET.
Response redirect(std::string location, int status = 303);

/// RFC 9457: application/problem+json {type, title, status, code, details}. The title is the code's word: a person's words
/// are found in contract/messages by that code, in their own language.
Response problem(const Problem&);
/// With a status that says more than the catalogue's (405, 408, 431, …).
Response problem(const Problem&, int status);

}  // namespace nibbi::http
