#pragma once
// A client that says exactly what a test tells it to, right or wrong, byte by byte. Every read has a time limit.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace nibbi::http::test {

struct Answer {
  int status = 0;  ///< 0: none came
  std::map<std::string, std::string> headers;
  std::string body;
  std::string header(const std::string& name) const { return headers.contains(name) ? headers.at(name) : std::string(); }
};

class Client {
 public:
  explicit Client(std::uint16_t port, int receive_buffer = 0) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) throw std::runtime_error("connect");
    const int one = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  }
  Client(Client&& other) noexcept : socket_(std::exchange(other.socket_, -1)), got_(std::move(other.got_)) {}
  Client& operator=(Client&&) = delete;
  ~Client() {
    if (socket_ >= 0) ::close(socket_);
  }

  int descriptor() const { return socket_; }
  /// False when the server no longer takes anything.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }
  /// One answer; status 0 when the connection ends or the time is over first.
  Answer receive(bool to_head = false, std::chrono::milliseconds at_most = std::chrono::seconds(10)) {
    const auto limit = std::chrono::steady_clock::now() + at_most;
    std::size_t head = 0;
    while ((head = got_.find("\r\n\r\n")) == std::string::npos)
      if (!more(limit)) return {};
    Answer answer;
    answer.status = std::stoi(got_.substr(9, 3));
    for (std::size_t at = got_.find("\r\n") + 2; at < head + 2;) {
      const auto end = got_.find("\r\n", at);
      const auto colon = got_.find(": ", at);
      answer.headers[got_.substr(at, colon - at)] = got_.substr(colon + 2, end - colon - 2);
      at = end + 2;
    }
    got_.erase(0, head + 4);
    const std::string length = answer.header("content-length");
    const std::size_t size = to_head || length.empty() ? 0 : std::stoul(length);
    while (got_.size() < size)
      if (!more(limit)) return {};
    answer.body = got_.substr(0, size);
    got_.erase(0, size);
    return answer;
  }
  Answer ask(std::string_view bytes, bool to_head = false) {
    send(bytes);
    return receive(to_head);
  }
  /// True when the server ends the connection within the time, without another byte.
  bool ends(std::chrono::milliseconds at_most = std::chrono::seconds(5)) {
    const auto limit = std::chrono::steady_clock::now() + at_most;
    while (more(limit)) {
    }
    return ended_ && got_.empty();
  }
  /// Closes the sending half.
  void finish() { ::shutdown(socket_, SHUT_WR); }

 private:
  bool more(std::chrono::steady_clock::time_point limit) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(limit - std::chrono::steady_clock::now()).count();
    pollfd one{.fd = socket_, .events = POLLIN, .revents = 0};
    if (left <= 0 || ::poll(&one, 1, static_cast<int>(left)) <= 0) return false;
    char bytes[65536];
    const ssize_t n = ::recv(socket_, bytes, sizeof bytes, 0);
    if (n <= 0) {
      ended_ = true;
      return false;
    }
    got_.append(bytes, static_cast<std::size_t>(n));
    return true;
  }

  int socket_;
  std::string got_;
  bool ended_ = false;
};

/// "GET /x HTTP/1.1", with a Host and whatever else is given ("name: value\r\n").
inline std::string get(std::string_view path, std::string_view fields = {}) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nhost: localhost\r\n" + std::string(fields) + "\r\n";
}
inline std::string post(std::string_view path, std::string_view body, std::string_view fields = {}) {
  return "POST " + std::string(path) + " HTTP/1.1\r\nhost: localhost\r\n" + std::string(fields) + "content-length: " + std::to_string(body.size()) +
         "\r\n\r\n" + std::string(body);
}

}  // namespace nibbi::http::test
