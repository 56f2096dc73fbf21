// The server as a client meets it: real sockets on loopback, ports that the system chooses.
#include "http/server/server.hpp"

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <latch>
#include <mutex>
#include <set>
#include <thread>

#include "client.hpp"
#include "http/server/router.hpp"

using namespace nibbi;
using namespace nibbi::http;
using namespace nibbi::http::test;
using namespace std::chrono_literals;

namespace {

struct WroteAName : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A server with a few routes and a log that can be read.
struct House {
  std::mutex mutex;
  std::vector<LogLine> lines;
  Router router;
  Server server;

  explicit House(ServerOptions options = {})
      : router(routes()), server(with_log(std::move(options)), [this](Request&& request) { return router.answer(request); }) {
    server.start();
  }
  ServerOptions with_log(ServerOptions options) {
    options.log = [this](const LogLine& line) {
      const std::lock_guard lock(mutex);
      lines.push_back(line);
    };
    if (!options.body_bytes_max) options.body_bytes_max = [this](Method m, const std::vector<std::string>& p) { return router.body_bytes_max(m, p); };
    return options;
  }
  /// The lines so far, once there are `count` of them.
  std::vector<LogLine> log(std::size_t count) {
    for (int i = 0; i < 500; ++i) {
      {
        const std::lock_guard lock(mutex);
        if (lines.size() >= count) return lines;
      }
      std::this_thread::sleep_for(10ms);
    }
    return lines;
  }
  Client client() { return Client(server.port()); }

  static std::vector<Route> routes() {
    std::vector<Route> out;
    out.push_back({Method::get, "/hello", "hello", [](Request&, const Params&) { return text(200, "hello"); }});
    out.push_back({Method::post, "/echo", "echo", [](Request& r, const Params&) { return text(200, std::move(r.body)); }});
    out.push_back({Method::post, "/large", "large", [](Request& r, const Params&) { return text(200, std::to_string(r.body.size())); }, 8'000'000});
    out.push_back({Method::get, "/number/{n}", "number", [](Request&, const Params& p) { return text(200, p["n"]); }});
    out.push_back({Method::get, "/who", "who", [](Request& r, const Params&) { return text(200, r.client_address + (r.secure ? " secure" : " plain") + (r.headers.has("x-forwarded-for") ? " told" : "")); }});
    out.push_back({Method::get, "/nothing", "nothing", [](Request&, const Params&) { return empty(204); }});
    out.push_back({Method::get, "/fault", "fault", [](Request&, const Params&) -> Response { throw OurFault("shelf_is_straight"); }});
    out.push_back({Method::get, "/nameless", "nameless", [](Request&, const Params&) -> Response { throw OurFault(""); }});
    out.push_back({Method::get, "/throw", "throw", [](Request&, const Params&) -> Response { throw WroteAName("Canary Diop"); }});
    out.push_back({Method::get, "/throw-int", "throw_int", [](Request&, const Params&) -> Response { throw 7; }});
    out.push_back({Method::get, "/bad-status", "bad_status", [](Request&, const Params&) { return empty(42); }});
    out.push_back({Method::get, "/close", "close", [](Request&, const Params&) { Response r = text(200, "bye"); r.close = true; return r; }});
    out.push_back({Method::get, "/own", "own", [](Request&, const Params&) {
      Response r = text(200, "own");
      r.headers.set("content-length", "99");
      r.headers.set("connection", "upgrade");
      return r;
    }});
    out.push_back({Method::get, "/megabytes", "megabytes", [](Request&, const Params&) { return text(200, std::string(30'000'000, 'x')); }});
    out.push_back({Method::get, "/slow", "slow", [](Request&, const Params&) { std::this_thread::sleep_for(300ms); return text(200, "slow"); }});
    return out;
  }
};

std::string code_of(const Answer& answer) {
  const auto at = answer.body.find(R"("code":")");
  return at == std::string::npos ? answer.body : answer.body.substr(at + 8, answer.body.find('"', at + 8) - at - 8);
}

}  // namespace

TEST_CASE("an answer has its length, its date, its id, and the least that a browser must be told") {
  House house;
  const Answer answer = house.client().ask(get("/hello"));
  CHECK(answer.status == 200);
  CHECK(answer.body == "hello");
  CHECK(answer.header("content-length") == "5");
  CHECK(answer.header("content-type") == "text/plain; charset=utf-8");
  CHECK(answer.header("date").ends_with(" GMT"));
  CHECK(answer.header("x-request-id").size() == 16);
  CHECK(answer.header("x-content-type-options") == "nosniff");
  CHECK(answer.header("cache-control") == "no-store");
  CHECK_FALSE(answer.headers.contains("server"));
  CHECK_FALSE(answer.headers.contains("connection"));
  CHECK(house.server.port() != 0);
}

TEST_CASE("a thousand requests go over one connection, each with an id of its own") {
  House house;
  Client client = house.client();
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) {
    const std::string n = std::to_string(i);
    const Answer answer = client.ask(get("/number/" + n));
    REQUIRE(answer.body == n);
    ids.insert(answer.header("x-request-id"));
  }
  CHECK(ids.size() == 1000);
  CHECK(house.server.counts().accepted == 1);
  CHECK(house.server.counts().requests == 1000);
}

TEST_CASE("64 clients at once each get their own answers") {
  House house({.io_threads = 2, .workers = 4});
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 64; ++t)
    threads.emplace_back([&, t] {
      Client client = house.client();
      for (int i = 0; i < 20; ++i) {
        const std::string n = std::to_string(t * 1000 + i);
        if (client.ask(i % 2 == 0 ? get("/number/" + n) : post("/echo", n)).body == n) ++right;
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(right == 64 * 20);
  for (int i = 0; i < 500 && house.server.counts().connections > 0; ++i) std::this_thread::sleep_for(10ms);
  CHECK(house.server.counts().connections == 0);
  CHECK(house.server.counts().body_bytes == 0);
}

TEST_CASE("pipelined requests are answered in their order, in whatever pieces they come") {
  House house;
  std::string many;
  for (int i = 0; i < 50; ++i) many += i % 3 == 0 ? post("/echo", "b" + std::to_string(i)) : get("/number/" + std::to_string(i));
  for (const std::size_t piece : {many.size(), std::size_t{97}}) {
    Client client = house.client();
    for (std::size_t at = 0; at < many.size(); at += piece) client.send(std::string_view(many).substr(at, piece));
    for (int i = 0; i < 50; ++i) CHECK(client.receive().body == (i % 3 == 0 ? "b" : "") + std::to_string(i));
  }
}

TEST_CASE("the connection stays or ends as the client and the handler say") {
  House house;
  {
    Client client = house.client();
    const Answer answer = client.ask(get("/hello", "connection: close\r\n"));
    CHECK(answer.header("connection") == "close");
    CHECK(client.ends());
  }
  {
    Client client = house.client();
    CHECK(client.ask(get("/close")).header("connection") == "close");
    CHECK(client.ends());
  }
  {
    Client client = house.client();
    CHECK(client.ask("GET /hello HTTP/1.0\r\n\r\n").body == "hello");
    CHECK(client.ends());
  }
  {
    Client client = house.client();
    CHECK(client.ask("GET /hello HTTP/1.0\r\nconnection: keep-alive\r\n\r\n").header("connection") == "keep-alive");
    CHECK(client.ask(get("/hello")).status == 200);
  }
  {
    // A client that has closed its sending half still gets its answer.
    Client client = house.client();
    client.send(get("/slow"));
    client.finish();
    CHECK(client.receive().body == "slow");
    CHECK(client.ends());
  }
}

TEST_CASE("HEAD has the head of GET and no body; 204 has neither length nor body") {
  House house;
  Client client = house.client();
  const Answer head = client.ask("HEAD /hello HTTP/1.1\r\nhost: h\r\n\r\n", true);
  CHECK(head.status == 200);
  CHECK(head.header("content-length") == "5");
  const Answer nothing = client.ask(get("/nothing"));
  CHECK(nothing.status == 204);
  CHECK_FALSE(nothing.headers.contains("content-length"));
  CHECK(client.ask(get("/hello")).body == "hello");
}

TEST_CASE("what is unknown is 404, 405 or 501, as a Problem") {
  House house;
  Client client = house.client();
  const Answer lost = client.ask(get("/nowhere"));
  CHECK(lost.status == 404);
  CHECK(lost.header("content-type") == "application/problem+json");
  CHECK(code_of(lost) == "not_found");
  const Answer wrong = client.ask(post("/hello", "x"));
  CHECK(wrong.status == 405);
  CHECK(wrong.header("allow") == "GET, HEAD");
  CHECK(client.ask(get("/hello")).status == 200);
  const Answer unknown = client.ask("BREW /hello HTTP/1.1\r\nhost: h\r\n\r\n");
  CHECK(unknown.status == 501);
  CHECK(code_of(unknown) == "malformed");
  CHECK(client.ends());
}

TEST_CASE("the server's own fields cannot be taken over by a handler") {
  House house;
  Client client = house.client();
  const Answer answer = client.ask(get("/own"));
  CHECK(answer.header("content-length") == "3");
  CHECK_FALSE(answer.headers.contains("connection"));
  CHECK(client.ask(get("/hello")).status == 200);
}

TEST_CASE("a handler that throws is our fault, named by invariant or type, never by its words") {
  House house;
  Client client = house.client();
  for (const char* path : {"/fault", "/throw", "/throw-int", "/bad-status", "/nameless"}) {
    const Answer answer = client.ask(get(path));
    CHECK(answer.status == 500);
    CHECK(code_of(answer) == "our_fault");
    CHECK_FALSE(answer.body.contains("Canary"));
  }
  CHECK(client.ask(get("/hello")).status == 200);
  const auto lines = house.log(6);
  REQUIRE(lines.size() == 6);
  CHECK(lines[0].fault == "shelf_is_straight");
  CHECK(lines[0].route == "fault");
  CHECK(lines[1].fault.ends_with("WroteAName"));
  CHECK(lines[2].fault == "int");
  CHECK(lines[3].fault == "handler_answers_with_a_final_status");
  CHECK(lines[4].status == 500);
  CHECK(lines[5].fault.empty());
  for (const LogLine& line : lines) CHECK_FALSE(log_text(line).contains("Canary"));
}

TEST_CASE("the log knows the route, and nothing of what was sent") {
  House house;
  Client client = house.client();
  const Answer found = client.ask(get("/number/canary-path?q=canary-query", "x-any: canary-field\r\ncookie: c=canary-cookie\r\n"));
  client.ask(post("/echo", "canary-body"));
  client.ask(get("/canary-lost"));
  client.ask("CANARY /canary HTTP/1.1\r\nhost: canary\r\n\r\n");
  const auto lines = house.log(4);
  REQUIRE(lines.size() == 4);
  CHECK(lines[0].route == "number");
  CHECK(lines[0].method == Method::get);
  CHECK(lines[0].status == 200);
  CHECK(lines[0].bytes == 11);
  CHECK(lines[0].request_id == found.header("x-request-id"));
  CHECK(lines[1].route == "echo");
  CHECK(lines[2].status == 404);
  CHECK(lines[2].route.empty());
  CHECK(lines[3].status == 501);
  for (const LogLine& line : lines) CHECK_FALSE(log_text(line).contains("anary"));
}

TEST_CASE("a flood of nonsense leaves a few lines and a count") {
  House house;
  for (int i = 0; i < 100; ++i) house.client().ask("nonsense\r\n\r\n");
  std::this_thread::sleep_for(1100ms);
  house.client().ask(get("/hello"));
  const auto lines = house.log(1);
  std::uint64_t told = 0;
  for (const LogLine& line : lines) told += 1 + line.left_out;
  CHECK(told == 101);
  CHECK(lines.size() < 101);
  CHECK(house.server.counts().refused == 100);
}

TEST_CASE("nonsense is told so as a Problem, and the connection ends") {
  House house;
  for (const char* bytes : {"nonsense\r\n\r\n", "GET /hello HTTP/1.1\r\n\r\n", "GET /%zz HTTP/1.1\r\nhost: h\r\n\r\n", "\x16\x03\x01\x02"}) {
    Client client = house.client();
    const Answer answer = client.ask(bytes);
    CHECK(answer.status == 400);
    CHECK(answer.header("content-type") == "application/problem+json");
    CHECK(answer.header("connection") == "close");
    CHECK(answer.header("x-content-type-options") == "nosniff");
    CHECK(code_of(answer) == "malformed");
    CHECK(client.ends());
  }
}

TEST_CASE("a request smuggled behind another is never answered") {
  House house;
  for (const char* fields : {"content-length: 4\r\ntransfer-encoding: chunked\r\n", "transfer-encoding: chunked\r\ncontent-length: 4\r\n",
                             "content-length: 4\r\ncontent-length: 40\r\n", "transfer-encoding: chunked, identity\r\n", "transfer-encoding : chunked\r\n"}) {
    INFO(fields);
    Client client = house.client();
    client.send("POST /echo HTTP/1.1\r\nhost: h\r\n" + std::string(fields) + "\r\n0\r\n\r\n" + get("/number/7") + get("/number/7"));
    CHECK(client.receive().status == 400);
    CHECK(client.ends());
  }
  CHECK(house.server.counts().requests == 0);
}

TEST_CASE("a head over 16 kB is refused") {
  House house;
  CHECK(house.client().ask(get("/hello", "x: " + std::string(16'000, 'a') + "\r\n")).status == 200);
  Client client = house.client();
  const Answer answer = client.ask(get("/hello", "x: " + std::string(40'000, 'a') + "\r\n"));
  CHECK(answer.status == 431);
  CHECK(code_of(answer) == "too_large");
  CHECK(client.ends());
}

TEST_CASE("two gigabytes are refused as soon as they are announced, and nothing is kept") {
  House house;
  {
    Client client = house.client();
    const Answer answer = client.ask("POST /echo HTTP/1.1\r\nhost: h\r\ncontent-length: 2147483648\r\n\r\n");
    CHECK(answer.status == 413);
    CHECK(code_of(answer) == "too_large");
    CHECK(answer.header("connection") == "close");
    CHECK(client.ends());
  }
  {
    // A client that does not listen and goes on sending is cut off, and the answer still reaches it.
    Client client = house.client();
    client.send("POST /echo HTTP/1.1\r\nhost: h\r\ncontent-length: 2147483648\r\n\r\n");
    const std::string piece(64 * 1024, 'x');
    std::size_t sent = 0;
    while (sent < 64'000'000 && client.send(piece)) sent += piece.size();
    CHECK(sent < 64'000'000);
  }
  {
    Client client = house.client();
    client.send("POST /echo HTTP/1.1\r\nhost: h\r\ncontent-length: 2147483648\r\n\r\n" + std::string(500'000, 'x'));
    CHECK(client.receive().status == 413);
  }
  {
    Client client = house.client();
    CHECK(client.ask("POST /echo HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n80000000\r\n").status == 413);
  }
  CHECK(house.server.counts().requests == 0);
  CHECK(house.server.counts().body_bytes == 0);
}

TEST_CASE("the limit of a body is the route's") {
  House house;
  Client client = house.client();
  CHECK(client.ask(post("/large", std::string(5'000'000, 'x'))).body == "5000000");
  CHECK(client.ask(post("/echo", std::string(1'000'000, 'x'))).body.size() == 1'000'000);
  CHECK(client.ask(post("/echo", std::string(1'000'001, 'x'))).status == 413);
}

TEST_CASE("a chunked body arrives whole, and the next request after it") {
  House house;
  Client client = house.client();
  std::string body = "POST /echo HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n";
  for (int i = 0; i < 100; ++i) body += "a\r\n0123456789\r\n";
  CHECK(client.ask(body + "0\r\n\r\n" + get("/hello")).body.size() == 1000);
  CHECK(client.receive().body == "hello");
}

TEST_CASE("who asks before sending is invited, or refused before anything is sent") {
  House house;
  {
    Client client = house.client();
    const Answer invited = client.ask("POST /echo HTTP/1.1\r\nhost: h\r\nexpect: 100-continue\r\ncontent-length: 5\r\n\r\n");
    CHECK(invited.status == 100);
    CHECK(client.ask("hello").body == "hello");
    // Who does not wait is not invited any more.
    CHECK(client.ask("POST /echo HTTP/1.1\r\nhost: h\r\nexpect: 100-continue\r\ncontent-length: 5\r\n\r\nhello").status == 200);
  }
  {
    Client client = house.client();
    CHECK(client.ask("POST /echo HTTP/1.1\r\nhost: h\r\nexpect: 100-continue\r\ncontent-length: 5000000\r\n\r\n").status == 413);
    CHECK(client.ends());
  }
  CHECK(house.client().ask("POST /echo HTTP/1.1\r\nhost: h\r\nexpect: wonders\r\ncontent-length: 5\r\n\r\n").status == 417);
}

TEST_CASE("only our own host names are answered, when they are given") {
  House house({.hosts = {"nibbi.example", "[::1]"}});
  const auto status = [&](std::string host) { return house.client().ask("GET /hello HTTP/1.1\r\nhost: " + host + "\r\n\r\n").status; };
  CHECK(status("nibbi.example") == 200);
  CHECK(status("NIBBI.example:8443") == 200);
  CHECK(status("[::1]:80") == 200);
  CHECK(status("evil.example") == 421);
  CHECK(status("nibbi.example.evil") == 421);
  CHECK(house.client().ask("GET /hello HTTP/1.0\r\n\r\n").status == 421);
}

TEST_CASE("a proxy is believed only when it is trusted, and only for the last hop") {
  const std::string told = get("/who", "x-forwarded-for: 9.9.9.9, 10.1.2.3\r\nx-forwarded-proto: https\r\n");
  CHECK(House().client().ask(told).body == "127.0.0.1 plain");
  House house({.trusted_proxies = {"127.0.0.1", "10.1.2.3"}});
  CHECK(house.client().ask(told).body == "9.9.9.9 secure");
  CHECK(house.client().ask(get("/who", "x-forwarded-for: 9.9.9.9\r\nx-forwarded-for: ::ffff:8.8.8.8\r\n")).body == "8.8.8.8 plain");
  CHECK(house.client().ask(get("/who", "x-forwarded-for: nonsense\r\n")).body == "127.0.0.1 plain");
  CHECK(house.client().ask(get("/who")).body == "127.0.0.1 plain");
}

TEST_CASE("without TLS the server stays at home") {
  const Handler handler = [](Request&&) { return empty(204); };
  CHECK_THROWS_AS(Server({.address = "0.0.0.0"}, handler), std::runtime_error);
  CHECK_NOTHROW(Server({.address = "0.0.0.0", .plain_beyond_loopback = true}, handler));
  CHECK_THROWS(Server({.address = "not an address"}, handler));
}

TEST_CASE("a port that is taken is not taken twice") {
  House house;
  Server second({.port = house.server.port()}, [](Request&&) { return empty(204); });
  CHECK_THROWS(second.start());
  second.stop();
}
