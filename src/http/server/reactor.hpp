#pragma once
// Internal to server.cpp: one thread, its connections, and the clock that ends slow ones.
#include <algorithm>
#include <atomic>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <chrono>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "http/server/answer_bytes.hpp"
#include "http/server/desk.hpp"
#include "http/server/wire.hpp"

namespace nibbi::http {

using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;

/// What a connection is doing. Only `working` has no deadline: a handler is never interrupted.
enum class Doing { opening, waiting, head, body, working, writing, closing };

/// Bytes that came and are not read yet. Small while a connection is idle: thousands may be.
class Inbox {
 public:
  std::string_view unread() const { return {bytes_.data() + begin_, end_ - begin_}; }
  void used(std::size_t n) {
    begin_ += n;
    if (begin_ == end_) begin_ = end_ = 0;
  }
  std::span<char> room(std::size_t bytes_min) {
    if (begin_ > 0) {
      std::copy(bytes_.begin() + static_cast<std::ptrdiff_t>(begin_), bytes_.begin() + static_cast<std::ptrdiff_t>(end_), bytes_.begin());
      end_ -= begin_;
      begin_ = 0;
    }
    if (bytes_.size() - end_ < bytes_min) bytes_.resize(end_ + bytes_min);
    return std::span(bytes_).subspan(end_);
  }
  void filled(std::size_t n) { end_ += n; }
  void shrink() {
    if (begin_ == end_ && bytes_.size() > 8192) bytes_ = {};
  }

 private:
  std::vector<char> bytes_;
  std::size_t begin_ = 0, end_ = 0;
};

/// Lives in the frame of the coroutine that serves it; used only on its reactor's thread.
struct Connection {
  std::unique_ptr<Wire> wire;
  std::string peer;
  Inbox inbox;
  Doing doing = Doing::opening;
  Clock::time_point since = Clock::now();
  Clock::time_point deadline = Clock::time_point::max();
  bool too_slow = false;  ///< its deadline passed while a request was coming: it is told so

  void begin(Doing what, Clock::duration at_most) {
    doing = what;
    since = Clock::now();
    deadline = since + at_most;
  }
  void begin_working() {
    doing = Doing::working;
    deadline = Clock::time_point::max();
  }
};

struct ReactorCounts {
  std::atomic<std::uint64_t>& connections;
  std::atomic<std::uint64_t>& timed_out;
  std::atomic<std::uint64_t>& evicted;
};

class Reactor {
 public:
  Reactor(ReactorCounts counts, Clock::duration tick) : counts_(counts), tick_(tick), timer_(context.get_executor()) {}

  asio::io_context context{1};

  void start() {
    await_tick();
    thread_ = std::thread([this] { context.run(); });
  }
  /// After the last connection has gone.
  void end() {
    asio::post(context, [this] { ended_ = true; timer_.cancel(); });
    guard_.reset();
    if (thread_.joinable()) thread_.join();
  }

  /// Registers for as long as it lives.
  class Membership {
   public:
    Membership(Reactor& reactor, Connection& c) : reactor_(reactor), at_(reactor.connections_.insert(reactor.connections_.end(), &c)) {}
    ~Membership() {
      reactor_.connections_.erase(at_);
      reactor_.counts_.connections.fetch_sub(1);
    }
    Membership(const Membership&) = delete;
    Membership& operator=(const Membership&) = delete;

   private:
    Reactor& reactor_;
    std::list<Connection*>::iterator at_;
  };

  std::size_t connection_count() const { return connections_.size(); }

  /// Makes room: closes whoever has waited longest without a whole request. False when all are at work.
  bool evict() {
    Connection* oldest = nullptr;
    for (Connection* c : connections_) {
      const bool waits = c->doing == Doing::opening || c->doing == Doing::waiting || c->doing == Doing::head || c->doing == Doing::closing;
      if (waits && c->deadline != Clock::time_point::max() && (oldest == nullptr || c->since < oldest->since)) oldest = c;
    }
    if (oldest == nullptr) return false;
    end_now(*oldest);
    counts_.evicted.fetch_add(1);
    return true;
  }
  void end_waiting() {
    for (Connection* c : connections_)
      if (c->doing == Doing::opening || c->doing == Doing::waiting || c->doing == Doing::closing) end_now(*c);
  }
  void end_all() {
    for (Connection* c : connections_) end_now(*c);
  }

  /// The Date field, made anew once a second.
  std::string_view date() {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()).time_since_epoch().count();
    if (now != date_second_) date_ = http_date(date_second_ = now);
    return date_;
  }

 private:
  static void end_now(Connection& c) {
    c.deadline = Clock::time_point::max();
    c.wire->close();
  }
  /// One clock for all: what a deadline costs does not depend on how often it moves.
  void await_tick() {
    timer_.expires_after(tick_);
    timer_.async_wait([this](boost::system::error_code) {
      if (ended_) return;
      const auto now = Clock::now();
      for (Connection* c : connections_) {
        if (now < c->deadline) continue;
        if (!c->too_slow && c->doing != Doing::closing) counts_.timed_out.fetch_add(1);
        if (!c->too_slow && (c->doing == Doing::head || c->doing == Doing::body)) {
          c->too_slow = true;
          c->deadline = now + std::chrono::seconds(2);
          c->wire->cancel();
        } else {
          end_now(*c);
        }
      }
      await_tick();
    });
  }

  ReactorCounts counts_;
  Clock::duration tick_;
  asio::executor_work_guard<Executor> guard_{context.get_executor()};
  Timer timer_;
  std::list<Connection*> connections_;
  std::thread thread_;
  std::int64_t date_second_ = -1;
  std::string date_;
  bool ended_ = false;
};

}  // namespace nibbi::http
