#pragma once
// A table of routes. Built once at start, then only read: safe from any number of threads.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/server/message.hpp"

namespace nibbi::http {

inline constexpr std::size_t kBodyBytesDefault = 1'000'000;

/// What stood where a pattern has {name}: decoded, never empty.
class Params {
 public:
  explicit Params(std::vector<std::pair<std::string, std::string>> values) : values_(std::move(values)) {}
  /// Asking for a name that the pattern does not have is a fault of ours.
  const std::string& operator[](std::string_view name) const;

 private:
  std::vector<std::pair<std::string, std::string>> values_;
};

using RouteHandler = std::function<Response(Request&, const Params&)>;

struct Route {
  Method method = Method::get;
  /// "/api/children/{id}": fixed segments and {names}. A fixed segment wins over a {name}.
  std::string pattern;
  /// What logs, the policy map and openapi's operationId call it. Unique.
  std::string name;
  RouteHandler handler;
  std::size_t body_bytes_max = kBodyBytesDefault;
};

class Router {
 public:
  /// Refuses, as a fault of ours: two routes of one name, two for one method and pattern, a pattern that cannot be read.
  explicit Router(std::vector<Route> routes);
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  /// Nullopt when no pattern has this path: someone else (the embedded files) may know it.
  /// A known path with another method is answered 405 with Allow. HEAD is answered by the GET route where there is none of its own.
  std::optional<Response> try_answer(Request&) const;
  /// As try_answer, but 404 instead of nullopt.
  Response answer(Request&) const;

  /// For ServerOptions::body_bytes_max; the default where no route is found.
  std::size_t body_bytes_max(Method, const std::vector<std::string>& path) const;

  /// All of them, in the order given: a test compares them with openapi and with the policy map.
  const std::vector<Route>& routes() const { return routes_; }

 private:
  struct Node;
  struct Match;
  Match find(const std::vector<std::string>& path, Method) const;
  std::vector<Route> routes_;
  std::unique_ptr<Node> root_;
};

}  // namespace nibbi::http
