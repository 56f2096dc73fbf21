#include "http/server/router.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace nibbi::http {

/// One segment of the table: fixed words lead on, and at most one {name}.
struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> fixed;
  std::unique_ptr<Node> any;
  std::map<Method, const Route*> routes;
  std::map<Method, std::vector<std::string>> names;  ///< of this route's params, in the order of the path
};

struct Router::Match {
  const Route* route = nullptr;
  const Node* node = nullptr;  ///< of the route, or of the path that is known with other methods
  std::vector<std::string> values;
};

namespace {

bool is_name(std::string_view segment) { return segment.size() > 2 && segment.front() == '{' && segment.back() == '}'; }

std::vector<std::string_view> segments_of(std::string_view pattern) {
  ensure(pattern.starts_with('/'), "route_pattern_begins_with_a_slash");
  std::vector<std::string_view> out;
  if (pattern == "/") return out;
  for (std::size_t at = 1;;) {
    const auto end = pattern.find('/', at);
    const auto segment = pattern.substr(at, end == std::string_view::npos ? end : end - at);
    ensure(is_name(segment) || segment.find_first_of("{}%?#") == std::string_view::npos, "route_pattern_is_readable");
    ensure(!segment.empty() || end == std::string_view::npos, "route_pattern_has_no_empty_segment");
    out.push_back(segment);
    if (end == std::string_view::npos) return out;
    at = end + 1;
  }
}

}  // namespace

const std::string& Params::operator[](std::string_view name) const {
  const auto found = std::ranges::find(values_, name, &std::pair<std::string, std::string>::first);
  ensure(found != values_.end(), "route_has_this_param");
  return found->second;
}

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)), root_(std::make_unique<Node>()) {
  std::set<std::string_view> names;
  for (const Route& route : routes_) {
    ensure(!route.name.empty() && names.insert(route.name).second, "route_name_is_unique");
    ensure(route.handler != nullptr && route.method != Method::other, "route_can_be_answered");
    Node* node = root_.get();
    std::vector<std::string> params;
    for (const std::string_view segment : segments_of(route.pattern)) {
      std::unique_ptr<Node>& next = is_name(segment) ? node->any : node->fixed[std::string(segment)];
      if (is_name(segment)) {
        params.emplace_back(segment.substr(1, segment.size() - 2));
        ensure(std::ranges::count(params, params.back()) == 1, "route_param_is_named_once");
      }
      if (!next) next = std::make_unique<Node>();
      node = next.get();
    }
    ensure(node->routes.emplace(route.method, &route).second, "one_route_per_method_and_pattern");
    node->names[route.method] = std::move(params);
  }
}

Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

Router::Match Router::find(const std::vector<std::string>& path, Method method) const {
  Match best;
  std::vector<std::string> values;
  // Depth first, fixed before {name}: a fixed branch that ends nowhere, or without the method, gives way to the other.
  auto walk = [&](auto& self, const Node& node, std::size_t depth) -> bool {
    if (depth == path.size()) {
      auto route = node.routes.find(method);
      if (route == node.routes.end() && method == Method::head) route = node.routes.find(Method::get);
      if (route == node.routes.end()) {
        if (best.node == nullptr && !node.routes.empty()) best.node = &node;
        return false;
      }
      best = {route->second, &node, values};
      return true;
    }
    const std::string& segment = path[depth];
    if (const auto fixed = node.fixed.find(segment); fixed != node.fixed.end() && self(self, *fixed->second, depth + 1)) return true;
    if (!node.any || segment.empty()) return false;
    values.push_back(segment);
    if (self(self, *node.any, depth + 1)) return true;
    values.pop_back();
    return false;
  };
  walk(walk, *root_, 0);
  return best;
}

std::optional<Response> Router::try_answer(Request& request) const {
  Match match = find(request.path, request.method);
  if (match.node == nullptr) return std::nullopt;
  if (match.route == nullptr) {
    std::string allow;
    auto add = [&](Method m) { allow.append(allow.empty() ? "" : ", ").append(word(m)); };
    for (const auto& [method, route] : match.node->routes) {
      add(method);
      if (method == Method::get && !match.node->routes.contains(Method::head)) add(Method::head);
    }
    Response response = problem({ProblemCode::not_allowed, {{"allow", allow}}}, 405);
    response.headers.set("allow", allow);
    return response;
  }
  const std::vector<std::string>& names = match.node->names.at(match.route->method);
  std::vector<std::pair<std::string, std::string>> values;
  for (std::size_t i = 0; i < names.size(); ++i) values.emplace_back(names[i], std::move(match.values[i]));
  request.route = match.route->name;
  return match.route->handler(request, Params(std::move(values)));
}

Response Router::answer(Request& request) const {
  if (auto response = try_answer(request)) return *std::move(response);
  return problem({ProblemCode::not_found, {}});
}

std::size_t Router::body_bytes_max(Method method, const std::vector<std::string>& path) const {
  const Match match = find(path, method);
  return match.route == nullptr ? kBodyBytesDefault : match.route->body_bytes_max;
}

}  // namespace nibbi::http
