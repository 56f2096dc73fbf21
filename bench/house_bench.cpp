// What the server does in a second, with everything it promises kept: each look logged and durable before it is served, each entry durable
// before it is acknowledged, each request signed by the device that it comes from.
//
//   house_bench FOLDER [children = 300] [seconds = 4] [connections = 32] [DATABASE]
//
// Server and clients share this process and machine. Ratios are to the same server's plain-text rate, and to a loop that writes the same
// rows of the same sizes into SQLite (WAL, FULL) in groups of the same size; both measured in this run.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <thread>
#include <vector>

#include "bench/raw_rows.hpp"
#include "crypto/digest.hpp"
#include "crypto/envelope.hpp"
#include "crypto/random.hpp"
#include "crypto/text_form.hpp"
#include "domain/case_code.hpp"
#include "http/api.hpp"
#include "http/server/server.hpp"
#include "main/installation.hpp"
#include "usecases/accounts.hpp"
#include "usecases/devices.hpp"
#include "usecases/entries_accept.hpp"
#include "usecases/say.hpp"
#include "wire/json.hpp"

namespace {

using namespace nibbi;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point began) { return std::chrono::duration<double>(Clock::now() - began).count(); }

/// One keep-alive connection; a request answers with the length of what came.
class Line {
 public:
  explicit Line(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(port);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int one = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0) throw std::runtime_error("connect");
  }
  ~Line() { ::close(socket_); }
  Line(const Line&) = delete;

  /// The status and the body.
  std::pair<int, std::string> ask(const std::string& request) {
    for (std::size_t sent = 0; sent < request.size();) {
      const auto n = ::send(socket_, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
      if (n <= 0) throw std::runtime_error("send");
      sent += static_cast<std::size_t>(n);
    }
    std::string got;
    std::size_t end = std::string::npos, length = 0;
    char buffer[65536];
    while (end == std::string::npos || got.size() < end + 4 + length) {
      const auto n = ::recv(socket_, buffer, sizeof buffer, 0);
      if (n <= 0) throw std::runtime_error("recv");
      got.append(buffer, static_cast<std::size_t>(n));
      if (end == std::string::npos && (end = got.find("\r\n\r\n")) != std::string::npos) {
        const auto at = got.find("content-length: ");
        length = at == std::string::npos ? 0 : std::stoul(got.substr(at + 16));
      }
    }
    return {std::stoi(got.substr(9, 3)), got.substr(end + 4)};
  }

 private:
  int socket_;
};

/// Processor time so far, in seconds: of the whole process, or of the thread that asks.
double cpu_seconds(clockid_t whose) {
  timespec t{};
  clock_gettime(whose, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

struct Rate {
  double per_second = 0, p50_ms = 0, p99_ms = 0;
  double server_us = 0;  ///< processor time for one answer; what the clients used is not in it
  std::size_t failed = 0;
};

/// `ask(connection, turn)` gives the next request; every answer must be 200.
Rate measure(std::uint16_t port, int connections, double seconds, const std::function<std::string(int, int)>& next) {
  std::atomic<std::size_t> failed = 0;
  std::vector<std::vector<double>> times(static_cast<std::size_t>(connections));
  std::vector<std::thread> threads;
  std::atomic<double> clients = 0;
  const auto began = Clock::now();
  const double used = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID);
  for (int c = 0; c < connections; ++c)
    threads.emplace_back([&, c] {
      Line line(port);
      for (int turn = 0; seconds_since(began) < seconds; ++turn) {
        const std::string request = next(c, turn);
        if (request.empty()) break;
        const auto asked = Clock::now();
        if (line.ask(request).first != 200) ++failed;
        times[static_cast<std::size_t>(c)].push_back(seconds_since(asked) * 1000);
      }
      clients += cpu_seconds(CLOCK_THREAD_CPUTIME_ID);
    });
  for (auto& t : threads) t.join();
  const double took = seconds_since(began);
  const double server = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) - used - clients;
  std::vector<double> all;
  for (auto& t : times) all.insert(all.end(), t.begin(), t.end());
  std::sort(all.begin(), all.end());
  if (all.empty()) return {};
  return {static_cast<double>(all.size()) / took, all[all.size() / 2], all[all.size() * 99 / 100], server * 1e6 / static_cast<double>(all.size()), failed.load()};
}

/// A device that somebody is signed in on. What it sends is signed beforehand: that is the devices' work.
class Phone {
 public:
  Phone(usecases::House& house, const char* login, usecases::Pen its_pen) : pen(std::move(its_pen)) {
    const std::string token = usecases::sign_in(house, login, "une longue phrase", "127.0.0.1", "").value().token;
    if (!usecases::register_device(house, usecases::session_of(house, token).value(), pen.key->public_spki())) throw std::runtime_error("register_device");
    nonce_ = house.proofs.nonce(pen.device, house.now());
    head_ = " HTTP/1.1\r\nhost: localhost\r\ncookie: nibbi=" + token + "\r\n";
  }
  std::string request(const std::string& method, const std::string& target, const std::string& fields, const std::string& body = {}) const {
    const auto chance = crypto::random_bytes<16>();
    const std::string id = crypto::base64url(crypto::text_of(chance));
    const std::string text = "nibbi request 1\n" + method + '\n' + target + '\n' + crypto::base64url(crypto::text_of(crypto::sha256(body))) + '\n' + nonce_ + '\n' + id + '\n';
    const std::string proof = pen.device.text() + '.' + nonce_ + '.' + id + '.' + crypto::base64url(pen.key->sign(text));
    return method + ' ' + target + head_ + "nibbi-proof: " + proof + "\r\n" + fields + "\r\n" + body;
  }
  usecases::Pen pen;

 private:
  std::string nonce_, head_;
};

void print(const char* what, const Rate& r, double baseline, const char* of) {
  std::printf("%-44s %9.0f/s  p50 %6.2f ms  p99 %6.2f ms  %4.0f us of the server's cores  ratio %5.3f of %s%s\n", what, r.per_second, r.p50_ms, r.p99_ms, r.server_us, baseline > 0 ? r.per_second / baseline : 0, of,
              r.failed ? "  SOME FAILED" : "");
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) {
    std::fprintf(stderr, "house_bench FOLDER [children] [seconds] [connections] [DATABASE]\n");
    return 2;
  }
  const std::string folder = words[1];
  const int children = count > 2 ? std::atoi(words[2]) : 300;
  const double seconds = count > 3 ? std::atof(words[3]) : 4;
  const int connections = count > 4 ? std::atoi(words[4]) : 32;
  InstallationOptions options;
  options.data = folder + "/house";
  options.demonstration = true;
  options.password_cost = {1, 8192};
  if (count > 5) options.database = words[5];
  Installation installation(options);
  usecases::House& house = installation.house();

  // A unit, a worker, and files as they look after some weeks.
  const RecordId unit{crypto::new_uuid(system_now())}, worker{crypto::new_uuid(system_now())}, officer{crypto::new_uuid(system_now())};
  house.writer.run<bool>([&](usecases::Draft& d) {
    auto say = [&](RecordId r, std::int64_t seen, domain::Body body, const char* what) {
      usecases::judge_and_append(house, d, usecases::system_entry(house, r, seen, std::move(body), {what, r.text()}), domain::Factor::stale, true);
    };
    say(unit, 0, domain::UnitRegistered{"Bench", "Bench", {"mobile_team"}, {"SN"}, {{"psychosocial"}}, {}, "", "", false, ""}, "unit");
    say(worker, 0, domain::PersonRegistered{"Bench", {"fr"}}, "person");
    say(worker, 1, domain::PersonGranted{domain::Role::case_worker, UnitId{unit.uuid}, {}}, "grant");
    // Sees the plain part alone, and needs no row in the access log for it.
    say(officer, 0, domain::PersonRegistered{"Officer", {"fr"}}, "officer");
    say(officer, 1, domain::PersonGranted{domain::Role::data_protection_officer, UnitId{unit.uuid}, {}}, "officer's grant");
    return true;
  });
  auto pen_of = [&](const RecordId& person, domain::Role role) {
    return house.writer.run<usecases::Pen>([&](usecases::Draft& d) { return usecases::take_pen(d, PersonId{person.uuid}, role, UnitId{unit.uuid}); });
  };
  auto pen = pen_of(worker, domain::Role::case_worker);
  std::vector<RecordId> files;
  for (int i = 0; i < children; ++i) {
    const RecordId record{crypto::new_uuid(system_now())};
    house.writer.run<bool>([&](usecases::Draft& d) {
      std::int64_t n = 0;
      auto say = [&](domain::Body body) {
        const auto e = usecases::written(house, pen, record, n, std::move(body), {}, system_now(), EntryId{crypto::new_uuid(system_now())});
        n = usecases::judge_and_append(house, d, e, domain::Factor::fresh, true).n;
      };
      say(domain::ChildOpened{domain::case_code("SN", static_cast<unsigned long>(i) + 1), {"SN"}, {"girl"}, {"a10_12"}, {}});
      say(domain::FormSaved{{"intake"}, 1, {{"intake.first_name", std::string("Prénom")}, {"intake.family_name", std::string("Nom")}}});
      for (int k = 0; k < 38; ++k) say(domain::NoteAdded{{"observation"}, {}, {}, "Une phrase comme on en écrit le soir, ni longue ni courte."});
      return true;
    });
    files.push_back(record);
  }
  if (!usecases::make_account(house, PersonId{worker.uuid}, "bench", "une longue phrase", "")) return 1;
  if (!usecases::make_account(house, PersonId{officer.uuid}, "officer", "une longue phrase", "")) return 1;

  http::ApiOptions api{.own_origin = "http://localhost:1", .secure = false, .version = "bench"};
  const http::Router router([&] {
    auto routes = http::api_routes(house, api);
    routes.push_back({http::Method::get, "/api/plain", "plain", [](http::Request&, const http::Params&) { return http::text(200, "ok"); }});
    return routes;
  }());
  http::ServerOptions so;
  so.workers = 48;
  so.log = [](const http::LogLine&) {};
  so.body_bytes_max = [&](http::Method m, const std::vector<std::string>& p) { return router.body_bytes_max(m, p); };
  http::Server server(so, [&](http::Request&& r) { return router.answer(r); });
  server.start();
  const std::uint16_t port = server.port();
  std::vector<Phone> phones, officers;
  for (int c = 0; c < connections; ++c) {
    phones.emplace_back(house, "bench", pen_of(worker, domain::Role::case_worker));
    officers.emplace_back(house, "officer", pen_of(officer, domain::Role::data_protection_officer));
  }

  const Rate plain = measure(port, connections, seconds, [&](int, int) { return std::string("GET /api/plain HTTP/1.1\r\nhost: localhost\r\n\r\n"); });
  using Requests = std::vector<std::vector<std::string>>;
  auto send = [&](const Requests& all) {
    return measure(port, connections, seconds, [&](int c, int turn) {
      const auto& own = all[static_cast<std::size_t>(c)];
      return static_cast<std::size_t>(turn) < own.size() ? own[static_cast<std::size_t>(turn)] : std::string();
    });
  };
  auto look = [&](const std::vector<Phone>& by, double most_per_second) {
    Requests requests;
    for (std::size_t c = 0; c < by.size(); ++c) {
      auto& own = requests.emplace_back();
      for (std::size_t turn = 0; turn < static_cast<std::size_t>(seconds * most_per_second) / by.size() + 1; ++turn)
        own.push_back(by[c].request("GET", "/api/children/" + files[(c * 7919 + turn) % files.size()].text(), ""));
    }
    return send(requests);
  };
  const Rate looks = look(phones, 12'000), plain_views = look(officers, 24'000);

  Requests requests(static_cast<std::size_t>(connections));
  std::size_t bytes = 0;
  const int each = static_cast<int>(seconds * 5000 / connections) + 1;
  for (int c = 0; c < connections; ++c) {
    Phone& phone = phones[static_cast<std::size_t>(c)];
    for (int i = 0; i < each; ++i) {
      const RecordId record = files[static_cast<std::size_t>(c * 31 + i) % files.size()];
      const EntryId id{crypto::new_uuid(system_now())};
      const auto e = usecases::written(house, phone.pen, record, 40, domain::NoteAdded{{"observation"}, {}, {}, "Une phrase de mesure, du même poids que les autres."}, {}, system_now(), id);
      wire::Json envelope(jsoncons::json_object_arg), commitments(jsoncons::json_object_arg);
      for (domain::Tier t : domain::kTiers)
        if (e.parts[t]) {
          wire::Json part(jsoncons::json_object_arg);
          part["salt"] = crypto::base64url(std::string_view(reinterpret_cast<const char*>(e.salts[t]->data()), 32));
          part["text"] = *e.parts[t];
          envelope[std::string(domain::word(t))] = std::move(part);
          const auto digest = crypto::commitment(*e.salts[t], *e.parts[t]);
          commitments[std::string(domain::word(t))] = crypto::base64url(std::string_view(reinterpret_cast<const char*>(digest.data()), 32));
        }
      wire::Json one(jsoncons::json_object_arg), body(jsoncons::json_object_arg);
      one["header"] = e.header_text;
      one["commitments"] = commitments;
      one["signature"] = crypto::base64url(e.signature);
      one["envelope"] = crypto::base64url(*crypto::seal_to(house.vault.own().envelope.public_key(), crypto::kEntryEnvelopeInfo, id.text(), wire::write_json(envelope)));
      body["attended"] = true;
      body["entries"] = wire::Json(jsoncons::json_array_arg);
      body["entries"].push_back(std::move(one));
      const std::string text = wire::write_json(body);
      bytes = text.size();
      requests[static_cast<std::size_t>(c)].push_back(phone.request(
          "POST", "/api/entries", "origin: http://localhost:1\r\nnibbi-request: 1\r\ncontent-type: application/json\r\ncontent-length: " + std::to_string(text.size()) + "\r\n", text));
    }
  }
  const auto before = house.store.head().pos;
  const auto transactions_before = house.writer.transactions();
  const auto began = Clock::now();
  const Rate entries = send(requests);
  const double took = seconds_since(began);
  const auto written = house.store.head().pos - before;
  // The baseline groups as the server did.
  const auto transactions = std::max<std::int64_t>(1, house.writer.transactions() - transactions_before);
  const int group = std::max(1, static_cast<int>((written + transactions / 2) / transactions));
  const auto kept = house.store.entries_of(files[0], 40);
  const auto state = house.store.state(files[0]);
  const double raw = kept.empty() ? 0 : bench::raw_rows_per_second(folder + "/raw.db", kept[0], *state, 250, house.store.thing("tally", "now").value_or("").size(), children, group, seconds);
  server.stop();

  std::printf("engine %s, %d children of 40 entries, %d connections, request of %zu bytes\n", std::string(house.store.engine()).c_str(), children, connections, bytes);
  print("plain text", plain, plain.per_second, "plain text");
  print("a child's whole view, its look committed", looks, plain.per_second, "plain text");
  print("the plain view alone", plain_views, plain.per_second, "plain text");
  print("entries, durable", entries, raw, "a raw SQLite loop");
  std::printf("%-44s %9.0f/s\n", "raw SQLite loop, same rows, same group", raw);
  std::printf("entries in the log: %lld in %.1f s, %d in a transaction; a file's state has %zu bytes sealed\n", static_cast<long long>(written), took, group,
              state->sealed[domain::Tier::plain].size() + state->sealed[domain::Tier::identity].size() + state->sealed[domain::Tier::placement].size() + state->sealed[domain::Tier::narrative].size());
  return plain.failed + looks.failed + plain_views.failed + entries.failed ? 1 : 0;
}
