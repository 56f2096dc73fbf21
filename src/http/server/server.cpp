// The only file that includes Asio (through wire.hpp and reactor.hpp). One coroutine per connection reads a request, has a
// worker answer it, writes the answer, and begins again: pipelined requests wait in the socket, in their order.
#define BOOST_ASIO_SEPARATE_COMPILATION
#include "http/server/server.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <mutex>
#include <optional>
#include <stdexcept>

#include "http/server/desk.hpp"
#include "http/server/headers.hpp"
#include "http/server/reactor.hpp"
#include "http/server/request_reader.hpp"
#include "http/server/router.hpp"
#include "http/server/workers.hpp"

namespace nibbi::http {
namespace {

using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using namespace std::chrono_literals;

/// Of what somebody goes on sending after they were refused, so much is read and thrown away, so that they come to read the answer: a socket closed
/// over unread bytes takes its answer with it. More, or for longer, and the connection is cut.
constexpr std::size_t kDiscardedBytesMax = 32'000'000;
constexpr auto kDiscardedFor = 3s;
/// And not as fast as it comes: a sender on the same machine would be through all of it before they look up.
constexpr std::size_t kDiscardedAtOnce = 256 * 1024;
constexpr auto kDiscardingRests = 10ms;

/// Counts body bytes against the house's limit, and gives them back.
class BodyHold {
 public:
  explicit BodyHold(std::atomic<std::uint64_t>& held) : held_(&held) {}
  BodyHold(BodyHold&& other) noexcept : held_(std::exchange(other.held_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
  BodyHold& operator=(BodyHold&&) = delete;
  ~BodyHold() { give_back(); }
  void give_back() {
    if (held_ != nullptr) held_->fetch_sub(std::exchange(bytes_, 0));
  }
  /// False, and nothing is counted, when all bodies together would be more than `all_max`.
  bool grow_to(std::uint64_t bytes, std::uint64_t all_max) {
    const std::uint64_t more = bytes - bytes_;
    if (held_->fetch_add(more) + more > all_max) {
      held_->fetch_sub(more);
      return false;
    }
    bytes_ = bytes;
    return true;
  }

 private:
  std::atomic<std::uint64_t>* held_;
  std::uint64_t bytes_ = 0;
};

int choose_http_1_1(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* in, unsigned in_size, void*) {
  static constexpr unsigned char kOurs[] = "\x08http/1.1";
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, out_size, kOurs, sizeof kOurs - 1, in, in_size) != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_ALERT_FATAL;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

}  // namespace

struct Server::Inside {
  Inside(ServerOptions o, Handler h);

  // What other threads read and write
  std::atomic<std::uint64_t> connections = 0, accepted = 0, requests = 0, refused = 0, timed_out = 0, evicted = 0, body_bytes = 0;
  std::atomic<bool> stopping = false;

  const ServerOptions options;
  Desk desk;
  std::optional<asio::ssl::context> tls;
  std::vector<std::unique_ptr<Reactor>> reactors;
  std::optional<Acceptor> acceptor;
  std::uint16_t port = 0;
  std::optional<Workers> workers;
  std::mutex stop_mutex;
  bool stopped = false;
};

namespace {

using Inside = Server::Inside;

/// Sends all of it, as long as the other side takes it at a bearable pace.
Task<bool> send(Inside* in, Connection* c, std::string head, std::string_view body) {
  c->begin(Doing::writing, in->options.transfer_grace);
  std::array<asio::const_buffer, 2> rest = {asio::buffer(head), asio::buffer(body.data(), body.size())};
  std::size_t sent = 0;
  const std::size_t all = head.size() + body.size();
  while (sent < all) {
    const std::size_t n = co_await c->wire->write(rest);
    if (n == 0) co_return false;
    sent += n;
    const std::size_t of_head = std::min(n, rest[0].size());
    rest[0] += of_head;
    rest[1] += n - of_head;
    c->deadline = c->since + in->options.transfer_grace + std::chrono::milliseconds(sent * 1000 / in->options.transfer_bytes_per_second_min);
  }
  co_return true;
}

/// Ends a conversation after an answer so that the answer arrives.
Task<void> part(Connection* c) {
  c->begin(Doing::closing, kDiscardedFor);
  co_await c->wire->say_end();
  std::array<char, 16 * 1024> dust;
  Timer rest(co_await asio::this_coro::executor);
  for (std::size_t discarded = 0, at_once = 0; discarded < kDiscardedBytesMax;) {
    const std::size_t n = co_await c->wire->discard(dust);
    if (n == 0) co_return;
    discarded += n;
    if ((at_once += n) < kDiscardedAtOnce) continue;
    at_once = 0;
    rest.expires_after(kDiscardingRests);
    co_await rest.async_wait(awaiting_outcome);
  }
}

Task<void> send_refusal(Inside* in, Reactor* reactor, Connection* c, Method method, Refusal refusal) {
  in->refused.fetch_add(1);
  Response response = refusal.problem.code == ProblemCode::busy ? busy_answer() : problem(refusal.problem, refusal.status);
  apply_bare_headers(response);
  const std::string id = in->desk.next_id();
  in->desk.log_refusal(method, id, response.status, response.bytes().size());
  std::string head = head_bytes(response, {.keep_alive = false, .http_1_0 = false, .request_id = id, .date = reactor->date()});
  if (co_await send(in, c, std::move(head), method == Method::head ? std::string_view{} : response.bytes())) co_await part(c);
}

/// More bytes into the inbox. False: the other side is gone, or was too slow.
Task<bool> receive(Connection* c, std::size_t room) {
  const std::size_t n = co_await c->wire->read(c->inbox.room(room));
  c->inbox.filled(n);
  co_return n > 0 && !c->too_slow;
}

const Refusal kTooSlow{{ProblemCode::malformed, {{"http", "too_slow"}}}, 408};

/// True: the head is here. False with a refusal: say it and end. False without: there is nobody to say it to.
Task<bool> read_head(Inside* in, Connection* c, RequestReader* reader, bool first, std::optional<Refusal>* refusal) {
  c->begin(Doing::waiting, first ? in->options.head_timeout : in->options.idle_timeout);
  for (;;) {
    if (!c->inbox.unread().empty()) {
      if (c->doing == Doing::waiting) c->begin(Doing::head, in->options.head_timeout);
      c->inbox.used(reader->feed(c->inbox.unread()));
      if (reader->stage() == RequestReader::Stage::refused) *refusal = reader->refusal();
      if (reader->stage() != RequestReader::Stage::head) co_return !*refusal;
    } else if (in->stopping.load()) {
      co_return false;
    }
    if (!co_await receive(c, 4096)) {
      if (c->too_slow) *refusal = kTooSlow;
      co_return false;
    }
  }
}

/// As read_head.
Task<bool> read_body(Inside* in, Connection* c, RequestReader* reader, BodyHold* hold, std::optional<Refusal>* refusal) {
  const Request& request = reader->request();
  if (reader->stage() == RequestReader::Stage::whole) co_return true;
  reader->allow_body(in->options.body_bytes_max ? in->options.body_bytes_max(request.method, request.path) : kBodyBytesDefault);
  c->begin(Doing::body, in->options.transfer_grace);
  bool invited = !reader->expects_continue();
  for (;;) {
    if (reader->stage() == RequestReader::Stage::body) c->inbox.used(reader->feed(c->inbox.unread()));
    if (!hold->grow_to(request.body.size(), in->options.bodies_bytes_max)) *refusal = Refusal{{ProblemCode::busy, {}}, 503};
    if (reader->stage() == RequestReader::Stage::refused) *refusal = reader->refusal();
    if (*refusal || reader->stage() == RequestReader::Stage::whole) co_return !*refusal;
    if (!invited && c->inbox.unread().empty() && request.body.empty()) {
      invited = true;
      if (!co_await send(in, c, "HTTP/1.1 100 Continue\r\n\r\n", {})) co_return false;
      c->begin(Doing::body, in->options.transfer_grace);
    }
    c->deadline = c->since + in->options.transfer_grace +
                  std::chrono::milliseconds(request.body.size() * 1000 / in->options.transfer_bytes_per_second_min);
    if (!co_await receive(c, 64 * 1024)) {
      if (c->too_slow) *refusal = kTooSlow;
      co_return false;
    }
  }
}

/// Carries a request to a worker and its answer back to the reactor.
struct HandOver {
  Inside* in;
  Reactor* reactor;

  template <class Resume>
  void operator()(Resume resume, Request request, BodyHold hold) const {
    Workers::Job job = [in = in, reactor = reactor, resume = std::move(resume), request = std::move(request), hold = std::move(hold),
                        asked = Clock::now()](bool dropped) mutable {
      Response response;
      if (dropped) {
        response = busy_answer();
        in->refused.fetch_add(1);
        in->desk.log_refusal(request.method, request.id, response.status, response.bytes().size());
      } else {
        response = in->desk.answer(request, asked);
      }
      hold.give_back();
      asio::post(reactor->context, [resume = std::move(resume), response = std::move(response)]() mutable {
        std::move(resume)(std::move(response));
      });
    };
    if (!in->workers->try_run(job)) job(true);
  }
};

Task<void> converse(Inside* in, Reactor* reactor, Connection* c) {
  const ReadLimits limits{in->options.head_bytes_max, in->options.head_fields_max};
  for (bool first = true;; first = false) {
    RequestReader reader(limits);
    std::optional<Refusal> refusal;
    BodyHold hold(in->body_bytes);
    bool came = co_await read_head(in, c, &reader, first, &refusal);
    const Method method = came ? reader.request().method : Method::other;
    if (came) {
      in->desk.say_who_asks(reader.request(), c->peer);
      refusal = in->desk.refusal_of_head(reader.request());
      came = !refusal;
    }
    if (came) came = co_await read_body(in, c, &reader, &hold, &refusal);
    if (refusal) {
      hold.give_back();
      reader.request().body = {};
      co_await send_refusal(in, reactor, c, method, *std::move(refusal));
    }
    if (!came) co_return;

    Request request = std::move(reader.request());
    request.id = in->desk.next_id();
    const std::string id = request.id;
    const bool head_only = method == Method::head;
    const bool old = reader.is_http_1_0();
    c->begin_working();
    in->requests.fetch_add(1);
    const Response response = co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void(Response)>(
        HandOver{in, reactor}, awaiting, std::move(request), std::move(hold));

    const bool keep = reader.keep_alive() && !response.close && !in->stopping.load();
    std::string head = head_bytes(response, {.keep_alive = keep, .http_1_0 = old, .request_id = id, .date = reactor->date()});
    const std::string_view body = head_only || !may_have_body(response.status) ? std::string_view{} : response.bytes();
    if (!co_await send(in, c, std::move(head), body)) co_return;
    if (!keep) co_return co_await part(c);
    c->inbox.shrink();
  }
}

Task<void> serve(Inside* in, Reactor* reactor, std::unique_ptr<Wire> wire, std::string peer) {
  Connection c;
  c.wire = std::move(wire);
  c.peer = std::move(peer);
  const bool room = reactor->connection_count() < std::max<std::size_t>(1, in->options.connections_max / in->reactors.size()) || reactor->evict();
  const Reactor::Membership member(*reactor, c);
  try {
    c.begin(Doing::opening, in->options.handshake_timeout);
    if (!room || in->stopping.load() || !co_await c.wire->open()) co_return;
    co_await converse(in, reactor, &c);
  } catch (...) {
    // Memory, most likely: this conversation ends, the others go on.
    in->desk.write_log({.method = Method::other, .fault = type_in_flight()});
  }
}

Task<void> accept(Inside* in) {
  Timer pause(in->acceptor->get_executor());
  for (std::size_t turn = 0; in->acceptor->is_open(); ++turn) {
    Reactor* reactor = in->reactors[turn % in->reactors.size()].get();
    Socket socket(reactor->context);
    asio::ip::tcp::endpoint peer;
    const auto [error] = co_await in->acceptor->async_accept(socket, peer, awaiting_outcome);
    if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor) co_return;
    if (error) {  // no descriptors left, most likely: make room and breathe
      in->reactors.front()->evict();
      pause.expires_after(20ms);
      co_await pause.async_wait(awaiting_outcome);
      continue;
    }
    boost::system::error_code ignored;
    socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    in->accepted.fetch_add(1);
    in->connections.fetch_add(1);
    std::unique_ptr<Wire> wire;
    if (in->tls) wire = std::make_unique<TlsWire>(std::move(socket), *in->tls);
    else wire = std::make_unique<PlainWire>(std::move(socket));
    asio::co_spawn(reactor->context, serve(in, reactor, std::move(wire), address_text(peer.address().to_string())), asio::detached);
  }
}

/// Sockets are files: the usual soft limit of 1,024 would be met before `connections_max`.
void raise_file_limit(std::size_t wanted) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
  limit.rlim_cur = limit.rlim_max == RLIM_INFINITY ? wanted : std::min<rlim_t>(wanted, limit.rlim_max);
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

Server::Inside::Inside(ServerOptions o, Handler h) : options(std::move(o)), desk(options, std::move(h)) {
  ensure(options.io_threads > 0 && options.transfer_bytes_per_second_min > 0, "server_options_are_possible");
  const auto address = asio::ip::make_address(options.address);
  if (!options.tls.given()) {
    if (!address.is_loopback() && !options.plain_beyond_loopback) throw std::runtime_error("without TLS the server listens on loopback only");
    return;
  }
  tls.emplace(asio::ssl::context::tls_server);
  SSL_CTX* native = tls->native_handle();
  if (SSL_CTX_set_min_proto_version(native, TLS1_3_VERSION) != 1) throw std::runtime_error("TLS 1.3 is not to be had");
  SSL_CTX_set_alpn_select_cb(native, choose_http_1_1, nullptr);
  tls->use_certificate_chain_file(options.tls.certificate_chain);
  tls->use_private_key_file(options.tls.private_key, asio::ssl::context::pem);
  if (SSL_CTX_check_private_key(native) != 1) throw std::runtime_error("the TLS key is not the certificate's");
}

Server::Server(ServerOptions options, Handler handler) : inside_(std::make_unique<Inside>(std::move(options), std::move(handler))) {}

Server::~Server() { stop(); }

void Server::start() {
  Inside& in = *inside_;
  ensure(in.reactors.empty(), "server_starts_once");
  const ServerOptions& o = in.options;
  const auto shortest = std::min({o.handshake_timeout, o.head_timeout, o.idle_timeout, o.transfer_grace});
  const auto tick = std::clamp(shortest / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(250));
  for (std::size_t i = 0; i < o.io_threads; ++i)
    in.reactors.push_back(std::make_unique<Reactor>(ReactorCounts{in.connections, in.timed_out, in.evicted}, tick));

  raise_file_limit(o.connections_max + 256);
  const asio::ip::tcp::endpoint where(asio::ip::make_address(o.address), o.port);
  in.acceptor.emplace(in.reactors.front()->context, where.protocol());
  in.acceptor->set_option(asio::socket_base::reuse_address(true));
  in.acceptor->bind(where);
  in.acceptor->listen(1024);
  in.port = in.acceptor->local_endpoint().port();

  in.workers.emplace(o.workers > 0 ? o.workers : std::max(1u, std::thread::hardware_concurrency()), o.queue_max);
  asio::co_spawn(in.reactors.front()->context, accept(&in), asio::detached);
  for (const auto& reactor : in.reactors) reactor->start();
}

std::uint16_t Server::port() const { return inside_->port; }

void Server::stop() {
  Inside& in = *inside_;
  const std::lock_guard lock(in.stop_mutex);
  if (in.stopped || !in.workers) return;
  in.stopped = true;
  in.stopping = true;
  const auto none_left_by = [&](Clock::time_point limit) {
    while (in.connections.load() > 0 && Clock::now() < limit) std::this_thread::sleep_for(2ms);
    return in.connections.load() == 0;
  };
  asio::post(in.reactors.front()->context, [&in] { in.acceptor->close(); });
  for (const auto& reactor : in.reactors) asio::post(reactor->context, [r = reactor.get()] { r->end_waiting(); });
  none_left_by(Clock::now() + in.options.stop_grace);
  in.workers->close();
  if (!none_left_by(Clock::now() + 500ms)) {
    for (const auto& reactor : in.reactors) asio::post(reactor->context, [r = reactor.get()] { r->end_all(); });
    none_left_by(Clock::time_point::max());
  }
  for (const auto& reactor : in.reactors) reactor->end();
}

ServerCounts Server::counts() const {
  const Inside& in = *inside_;
  return {.connections = in.connections, .accepted = in.accepted, .requests = in.requests, .refused = in.refused,
          .timed_out = in.timed_out, .evicted = in.evicted, .body_bytes = in.body_bytes};
}

}  // namespace nibbi::http
