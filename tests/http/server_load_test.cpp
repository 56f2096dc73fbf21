// The server when it is busy, when clients are slow, and when it stops. Times are short; what is checked is who is cut off
// and who is not.
#include "http/server/server.hpp"

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "client.hpp"

using namespace nibbi;
using namespace nibbi::http;
using namespace nibbi::http::test;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

/// Handlers wait here until the test opens it.
class Gate {
 public:
  void pass() {
    std::unique_lock lock(mutex_);
    ++inside_;
    changed_.notify_all();
    changed_.wait_for(lock, 10s, [&] { return open_; });
    --inside_;
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void await_inside(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, 5s, [&] { return inside_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
  int inside_ = 0;
};

Response answer(Gate& gate, Request& request) {
  if (request.path == std::vector<std::string>{"wait"}) gate.pass();
  if (request.path == std::vector<std::string>{"megabytes"}) return text(200, std::string(30'000'000, 'x'));
  return text(200, "size " + std::to_string(request.body.size()));
}

struct House {
  Gate gate;
  Server server;
  explicit House(ServerOptions options) : server(quiet(std::move(options)), [this](Request&& r) { return answer(gate, r); }) { server.start(); }
  ~House() { gate.open(); }
  static ServerOptions quiet(ServerOptions options) {
    options.log = nullptr;
    return options;
  }
  Client client() { return Client(server.port()); }
  bool counts_become(auto wanted) {
    for (int i = 0; i < 500; ++i) {
      if (wanted(server.counts())) return true;
      std::this_thread::sleep_for(10ms);
    }
    return false;
  }
};

std::chrono::milliseconds time_of(auto what) {
  const auto start = Clock::now();
  what();
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
}

}  // namespace

TEST_CASE("when all workers are taken and the queue is full, the next is told so at once") {
  House house({.workers = 2, .queue_max = 2});
  std::vector<Client> waiting;
  for (int i = 0; i < 4; ++i) {
    waiting.push_back(house.client());
    waiting.back().send(get("/wait"));
  }
  house.gate.await_inside(2);
  REQUIRE(house.counts_become([](const ServerCounts& c) { return c.requests == 4; }));
  std::this_thread::sleep_for(20ms);
  Client late = house.client();
  Answer refused;
  const auto took = time_of([&] { refused = late.ask(get("/hello")); });
  CHECK(refused.status == 503);
  CHECK(refused.body.contains(R"("code":"busy")"));
  CHECK(refused.header("retry-after") == "1");
  CHECK(took < 2s);
  house.gate.open();
  for (Client& client : waiting) CHECK(client.receive().status == 200);
  CHECK(late.ask(get("/hello")).status == 200);  // the connection has outlived the refusal
}

TEST_CASE("a head that comes too slowly is ended, whatever drips in") {
  House house({.head_timeout = 200ms, .idle_timeout = 5s});
  Client client = house.client();
  client.send("GET / HTTP/1.1\r\nhost: h\r\n");
  const auto took = time_of([&] {
    for (int i = 0; i < 100 && client.send("x: y\r\n"); ++i) {
      if (!client.ends(20ms) && house.server.counts().timed_out > 0) break;
    }
  });
  CHECK(took < 2s);
  CHECK(client.receive(false, 2s).status == 408);
  CHECK(house.counts_become([](const ServerCounts& c) { return c.connections == 0; }));
  // Who connects and says nothing is not waited for longer.
  Client silent = house.client();
  CHECK(silent.ends(3s));
}

TEST_CASE("an idle connection is closed without a word") {
  House house({.head_timeout = 5s, .idle_timeout = 200ms});
  Client client = house.client();
  CHECK(client.ask(get("/")).status == 200);
  CHECK(client.ends(3s));
}

TEST_CASE("a body may be slow, but not slower than the least rate") {
  House house({.transfer_grace = 300ms, .transfer_bytes_per_second_min = 10'000});
  {
    // 40 kB at some 20 kB/s take 2 s, far over the grace, and are welcome.
    Client client = house.client();
    client.send("POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 40000\r\n\r\n");
    for (int i = 0; i < 20; ++i) {
      client.send(std::string(2000, 'x'));
      std::this_thread::sleep_for(50ms);
    }
    CHECK(client.receive().body == "size 40000");
  }
  {
    // A byte now and then is not.
    Client client = house.client();
    client.send("POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 40000\r\n\r\n");
    for (int i = 0; i < 100 && house.server.counts().timed_out == 0; ++i) {
      client.send("x");
      std::this_thread::sleep_for(20ms);
    }
    CHECK(client.receive(false, 3s).status == 408);
    CHECK(house.server.counts().timed_out == 1);
  }
}

TEST_CASE("who does not read an answer is not waited for") {
  House house({.transfer_grace = 300ms, .transfer_bytes_per_second_min = 100'000'000});
  Client client(house.server.port(), 4096);
  client.send(get("/megabytes"));
  CHECK(house.counts_become([](const ServerCounts& c) { return c.timed_out == 1 && c.connections == 0; }));
}

TEST_CASE("300 slow connections do not keep an honest client waiting") {
  House house({.connections_max = 200, .head_timeout = 5s});
  std::vector<Client> slow;
  for (int i = 0; i < 300; ++i) {
    slow.push_back(house.client());
    slow.back().send("GET / HTTP/1.1\r\nhost: h\r\nx: ");
  }
  REQUIRE(house.counts_become([](const ServerCounts& c) { return c.accepted == 300; }));
  const auto took = time_of([&] {
    for (int i = 0; i < 50; ++i) {
      Client honest = house.client();
      CHECK(honest.ask(get("/")).status == 200);
    }
  });
  CHECK(took < 5s);
  CHECK(house.server.counts().evicted >= 100);
  CHECK(house.counts_become([](const ServerCounts& c) { return c.connections <= 201; }));
}

TEST_CASE("connections at work are not closed to make room") {
  House house({.workers = 2, .connections_max = 2});
  Client one = house.client(), two = house.client();
  one.send(get("/wait"));
  two.send(get("/wait"));
  house.gate.await_inside(2);
  Client three = house.client();
  CHECK(three.ends(3s));
  house.gate.open();
  CHECK(one.receive().status == 200);
  CHECK(two.receive().status == 200);
}

TEST_CASE("all bodies together have a limit, and give their room back") {
  House house({.bodies_bytes_max = 1'000'000});
  Client holder = house.client();
  holder.send("POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 900000\r\n\r\n" + std::string(800'000, 'x'));
  REQUIRE(house.counts_become([](const ServerCounts& c) { return c.body_bytes == 800'000; }));
  Client second = house.client();
  CHECK(second.ask(post("/", std::string(500'000, 'x'))).status == 503);
  holder.send(std::string(100'000, 'x'));
  CHECK(holder.receive().body == "size 900000");
  CHECK(house.counts_become([](const ServerCounts& c) { return c.body_bytes == 0; }));
  CHECK(house.client().ask(post("/", std::string(500'000, 'x'))).status == 200);
}

TEST_CASE("stopping lets requests under way end, and takes no new ones") {
  House house({.workers = 1});
  Client working = house.client(), queued = house.client(), idle = house.client();
  CHECK(idle.ask(get("/")).status == 200);
  working.send(get("/wait"));
  house.gate.await_inside(1);
  queued.send(get("/wait"));
  REQUIRE(house.counts_become([](const ServerCounts& c) { return c.requests == 3; }));
  const std::uint16_t port = house.server.port();
  std::thread stopper([&] { house.server.stop(); });
  CHECK(idle.ends(3s));
  CHECK_THROWS([&] { Client(port).ask(get("/")).status == 200 ? void() : throw std::runtime_error("refused"); }());
  house.gate.open();
  const Answer last = working.receive();
  CHECK(last.status == 200);
  CHECK(last.header("connection") == "close");
  CHECK(queued.receive().status == 200);
  CHECK(working.ends());
  CHECK(queued.ends());
  const auto took = time_of([&] { stopper.join(); });
  CHECK(took < 5s);
  house.server.stop();  // again, for nothing
  CHECK(house.server.counts().connections == 0);
}

TEST_CASE("stopping does not wait for clients longer than its grace; who is still queued is told") {
  House house({.workers = 1, .stop_grace = 200ms});
  Client working = house.client(), queued = house.client(), dripping = house.client();
  dripping.send("GET / HTTP/1.1\r\n");
  working.send(get("/wait"));
  house.gate.await_inside(1);
  queued.send(get("/wait"));
  REQUIRE(house.counts_become([](const ServerCounts& c) { return c.requests == 2; }));
  std::thread opener([&] {
    std::this_thread::sleep_for(500ms);
    house.gate.open();
  });
  const auto took = time_of([&] { house.server.stop(); });
  opener.join();
  CHECK(took < 5s);
  CHECK(working.receive().status == 200);
  CHECK(queued.receive().status == 503);
  CHECK(dripping.ends());
}

TEST_CASE("a server that was never started, or started for nobody, ends at once") {
  const auto took = time_of([] {
    Server never({}, [](Request&&) { return empty(204); });
    Server nobody({.io_threads = 3, .log = nullptr}, [](Request&&) { return empty(204); });
    nobody.start();
  });
  CHECK(took < 2s);
}
