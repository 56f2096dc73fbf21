// How many plain requests the HTTP shell answers in a second, and what it costs against the least that a server could do.
//
//   http_plain [seconds = 3] [connections = 32]
//
// Server and client share the machine. The baseline is a loop that answers fixed bytes to every empty line it sees, on the
// same sockets and to the same client: the ratio to it says what parsing, workers, coroutines and the log's bookkeeping cost.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "http/server/router.hpp"
#include "http/server/server.hpp"

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::string_view kRequest = "GET /api/plain HTTP/1.1\r\nhost: localhost\r\naccept: */*\r\n\r\n";

void ensure_ok(bool ok, const char* what) {
  if (!ok) throw std::runtime_error(what);
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return at;
}

void without_delay(int socket) {
  const int one = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

/// One thread, one epoll, no thought: whatever ends with an empty line gets the same bytes.
class Baseline {
 public:
  Baseline() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    sockaddr_in at = loopback(0);
    socklen_t size = sizeof at;
    ensure_ok(::bind(listener_, reinterpret_cast<sockaddr*>(&at), size) == 0 && ::listen(listener_, 1024) == 0, "listen");
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size);
    port = ntohs(at.sin_port);
    watch(listener_);
    thread_ = std::thread([this] { run(); });
  }
  ~Baseline() {
    ended_ = true;
    thread_.join();
    ::close(listener_);
    ::close(epoll_);
  }
  std::uint16_t port = 0;

 private:
  void watch(int socket) {
    epoll_event event{.events = EPOLLIN, .data = {.fd = socket}};
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event);
  }
  void run() {
    static constexpr std::string_view kAnswer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
    std::vector<epoll_event> events(256);
    char bytes[65536];
    while (!ended_) {
      const int n = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 50);
      for (int i = 0; i < n; ++i) {
        const int socket = events[static_cast<std::size_t>(i)].data.fd;
        if (socket == listener_) {
          const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
          without_delay(client);
          watch(client);
        } else if (::recv(socket, bytes, sizeof bytes, 0) > 0) {
          [[maybe_unused]] const auto sent = ::send(socket, kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL);
        } else {
          ::close(socket);
        }
      }
    }
  }
  int listener_;
  int epoll_;
  std::atomic<bool> ended_ = false;
  std::thread thread_;
};

struct Figures {
  double per_second = 0;
  double p50_ms = 0, p99_ms = 0;
};

/// Each connection has one request under way at any time.
Figures measure(std::uint16_t port, int connections, double seconds) {
  struct One {
    int socket = -1;
    Clock::time_point asked;
    std::string got;
  };
  std::vector<One> all(static_cast<std::size_t>(connections));
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  const sockaddr_in to = loopback(port);
  const auto ask = [](One& one) {
    one.asked = Clock::now();
    ensure_ok(::send(one.socket, kRequest.data(), kRequest.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(kRequest.size()), "send");
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ensure_ok(::connect(all[i].socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0, "connect");
    without_delay(all[i].socket);
    epoll_event event{.events = EPOLLIN, .data = {.u64 = i}};
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, all[i].socket, &event);
    ask(all[i]);
  }
  std::vector<float> took_ms;
  std::vector<epoll_event> events(256);
  char bytes[65536];
  const auto start = Clock::now();
  const auto end = start + std::chrono::duration<double>(seconds);
  while (Clock::now() < end) {
    const int n = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), 1000);
    ensure_ok(n > 0, "no answer within a second");
    for (int i = 0; i < n; ++i) {
      One& one = all[events[static_cast<std::size_t>(i)].data.u64];
      const ssize_t got = ::recv(one.socket, bytes, sizeof bytes, 0);
      ensure_ok(got > 0, "the server ended a connection");
      one.got.append(bytes, static_cast<std::size_t>(got));
      if (!one.got.ends_with("\r\n\r\nok")) continue;
      ensure_ok(one.got.starts_with("HTTP/1.1 200"), "an answer that is not 200");
      one.got.clear();
      took_ms.push_back(std::chrono::duration<float, std::milli>(Clock::now() - one.asked).count());
      ask(one);
    }
  }
  const double lasted = std::chrono::duration<double>(Clock::now() - start).count();
  for (const One& one : all) ::close(one.socket);
  ::close(epoll);
  std::ranges::sort(took_ms);
  ensure_ok(!took_ms.empty(), "no answers");
  return {static_cast<double>(took_ms.size()) / lasted, took_ms[took_ms.size() / 2], took_ms[took_ms.size() * 99 / 100]};
}

}  // namespace

int main(int argc, char** argv) {
  using namespace nibbi::http;
  const double seconds = argc > 1 ? std::atof(argv[1]) : 3.0;
  const int connections = argc > 2 ? std::atoi(argv[2]) : 32;
  try {
    std::vector<Route> routes;
    routes.push_back({Method::get, "/api/plain", "plain", [](Request&, const Params&) { return text(200, "ok"); }});
    const Router router(std::move(routes));
    Server server({.log = nullptr}, [&](Request&& request) { return router.answer(request); });
    server.start();
    Baseline baseline;
    // In turn, so that both meet the same neighbours.
    std::vector<double> ratios;
    for (int round = 1; round <= 3; ++round) {
      const Figures least = measure(baseline.port, connections, seconds / 3);
      const Figures ours = measure(server.port(), connections, seconds / 3);
      ratios.push_back(ours.per_second / least.per_second);
      std::printf("round %d: shell %.0f/s (p50 %.2f ms, p99 %.2f ms), fixed bytes %.0f/s, ratio %.2f\n", round, ours.per_second, ours.p50_ms,
                  ours.p99_ms, least.per_second, ratios.back());
    }
    std::ranges::sort(ratios);
    std::printf("ratio to fixed bytes, median of 3: %.2f (%d connections)\n", ratios[1], connections);
    server.stop();
  } catch (const std::exception& e) {
    std::fprintf(stderr, "http_plain: %s\n", e.what());
    return 1;
  }
}
