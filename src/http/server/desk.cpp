#include "http/server/desk.hpp"

#include <arpa/inet.h>
#include <cxxabi.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <random>
#include <typeinfo>
#include <utility>

#include "http/server/ascii.hpp"
#include "http/server/headers.hpp"

namespace nibbi::http {
namespace {

constexpr std::uint64_t kRefusalLinesPerSecond = 20;

std::string_view host_alone(std::string_view host) {
  if (host.starts_with('[')) return host.substr(0, std::min(host.find(']'), host.size() - 1) + 1);
  return host.substr(0, host.find(':'));
}

std::uint64_t microseconds_since(Clock::time_point at) {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - at).count());
}

}  // namespace

std::string type_in_flight() {
  const std::type_info* type = abi::__cxa_current_exception_type();
  if (type == nullptr) return "unknown";
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(abi::__cxa_demangle(type->name(), nullptr, nullptr, &status), &std::free);
  return status == 0 && name ? name.get() : type->name();
}

Response busy_answer() {
  Response response = problem({ProblemCode::busy, {}});
  response.headers.set("retry-after", "1");
  apply_bare_headers(response);
  return response;
}

std::string address_text(const std::string& given) {
  const std::string text = given.substr(0, given.find('%'));  // "fe80::1%eth0": the interface is ours, not the client's
  std::array<unsigned char, 16> bytes{};
  std::array<char, INET6_ADDRSTRLEN> out{};
  if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) return inet_ntop(AF_INET, bytes.data(), out.data(), out.size());
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return {};
  static constexpr std::array<unsigned char, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  const bool mapped = std::equal(kMapped.begin(), kMapped.end(), bytes.begin());
  return mapped ? inet_ntop(AF_INET, bytes.data() + 12, out.data(), out.size()) : inet_ntop(AF_INET6, bytes.data(), out.data(), out.size());
}

Desk::Desk(const ServerOptions& o, Handler h)
    : options_(o), handler_(std::move(h)), id_seed_(std::random_device{}() | std::uint64_t{std::random_device{}()} << 32) {
  ensure(handler_ != nullptr, "server_has_a_handler");
}

std::string Desk::next_id() {
  // splitmix64: each count gives another number, and one id does not tell how many there were.
  std::uint64_t x = id_seed_ + id_count_.fetch_add(1) * 0x9E3779B97F4A7C15u;
  x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
  x = (x ^ x >> 27) * 0x94D049BB133111EBu;
  x ^= x >> 31;
  std::string out(16, '0');
  for (std::size_t i = 16; i-- > 0; x >>= 4) out[i] = "0123456789abcdef"[x & 15];
  return out;
}

void Desk::write_log(LogLine line) noexcept {
  if (!options_.log) return;
  line.left_out = lines_left_out_.exchange(0);
  try {
    options_.log(line);
  } catch (...) {
    // A log that cannot be written must not end a request.
  }
}

void Desk::log_refusal(Method method, const std::string& id, int status, std::size_t bytes) {
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(Clock::now().time_since_epoch()).count();
  if (refusal_second_.exchange(now) != now) refusal_lines_ = 0;
  if (refusal_lines_.fetch_add(1) >= kRefusalLinesPerSecond) {
    lines_left_out_.fetch_add(1);
    return;
  }
  write_log({.method = method, .status = status, .bytes = bytes, .request_id = id});
}

Response Desk::answer(Request& request, Clock::time_point asked) noexcept {
  LogLine line{.method = request.method, .status = 500, .request_id = request.id};
  Response response;
  bool failed = true;
  try {
    response = handler_(std::move(request));
    ensure(response.status >= 200 && response.status <= 599, "handler_answers_with_a_final_status");
    for (const auto* ours : {"content-length", "transfer-encoding", "date", "connection", "x-request-id"}) response.headers.remove(ours);
    failed = false;
  } catch (const OurFault& fault) {
    line.fault = fault.what();  // the invariant's name, which is ours
  } catch (...) {
    line.fault = type_in_flight();
  }
  if (failed) response = problem({ProblemCode::our_fault, {}});
  apply_bare_headers(response);
  line.route = request.route;
  line.status = response.status;
  line.bytes = line.method == Method::head ? 0 : response.bytes().size();
  line.microseconds = microseconds_since(asked);
  write_log(std::move(line));
  return response;
}

std::optional<Refusal> Desk::refusal_of_head(const Request& request) const {
  if (options_.hosts.empty()) return std::nullopt;
  const std::string_view host = host_alone(request.header("host"));
  for (const std::string& ours : options_.hosts)
    if (same_ascii_word(ours, host)) return std::nullopt;
  return Refusal{{ProblemCode::malformed, {{"http", "host"}}}, 421};
}

void Desk::say_who_asks(Request& request, const std::string& peer) const {
  request.client_address = peer;
  request.secure = options_.tls.given();
  const auto trusted = [&](std::string_view address) { return std::ranges::contains(options_.trusted_proxies, address); };
  if (trusted(peer)) {
    request.secure = request.secure || request.header("x-forwarded-proto") == "https";
    // From the right: each proxy adds whom it saw. The first that is not one of ours is the client; what stands further left is hearsay.
    std::string_view seen = request.header("x-forwarded-for");
    while (!seen.empty()) {
      const auto comma = seen.rfind(',');
      const std::string_view last = trimmed(comma == std::string_view::npos ? seen : seen.substr(comma + 1));
      seen = comma == std::string_view::npos ? std::string_view{} : seen.substr(0, comma);
      std::string address = address_text(std::string(last));
      if (address.empty()) break;
      request.client_address = std::move(address);
      if (!trusted(request.client_address)) break;
    }
  }
  for (const auto* name : {"forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port", "x-real-ip"})
    request.headers.remove(name);
}

}  // namespace nibbi::http
