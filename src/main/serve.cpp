#include <atomic>
#include <csignal>
#include <cstdio>
#include <set>
#include <stdexcept>
#include <thread>

#include "http/api.hpp"
#include "http/problem_words.hpp"
#include "http/public_site.hpp"
#include "http/server/headers.hpp"
#include "http/server/server.hpp"
#include "http/server/static_files.hpp"
#include "http/web_files.hpp"
#include "main/admin_socket.hpp"
#include "main/commands.hpp"
#include "main/installation.hpp"
#include "main/options.hpp"
#include "main/serve_options.hpp"
#include "main/version.hpp"
#include "usecases/already_known.hpp"
#include "usecases/clockwork.hpp"
#include "usecases/held.hpp"
#include "usecases/tally.hpp"
#include "usecases/tracing.hpp"
#include "usecases/whole.hpp"

namespace nibbi {
namespace {

/// Handlers wait for the writer's commit, so there are more of them than cores.
constexpr std::size_t kWorkers = 48;

/// Turns the clock every minute until it is told to stop; between, every few seconds, what is new is compared: whose child a family looks for.
class Clockwork {
 public:
  explicit Clockwork(usecases::House& house) : thread_([this, &house] {
    while (!stopping_.load()) {
      bool works = true;
      for (int second = 0; second < 60 && !stopping_.load(); ++second) {
        try {
          if (works && second == 0) usecases::turn_clock(house);
          if (works && second == 0) usecases::finish_whole(house);
          if (works && second % 5 == 0) usecases::follow_families(house);
          if (works && (second == 0 || (second % 5 == 0 && house.met_again.has_news()))) usecases::tell_met_again(house);
        } catch (const std::exception& failed) {
          // The world failed (a full disk, a lost database): the next minute tries again. The kind is told, never the words.
          std::fprintf(stderr, "nibbi: the clock could not write (%s)\n", dynamic_cast<const usecases::StoreFailed*>(&failed) ? "store" : "other");
          works = false;
        }
        std::this_thread::sleep_for(std::chrono::seconds(1));
      }
    }
  }) {}
  ~Clockwork() {
    stopping_ = true;
    thread_.join();
  }

 private:
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

http::SecurityOptions workers_security(const ServeOptions& served) {
  http::SecurityOptions o;
  o.hsts_seconds = served.strict_transport();
  for (const auto hash : http::web_script_hashes()) o.script_hashes.emplace_back(hash);
  o.trusted_types = {"nibbi", "svelte-trusted-html"};
  // The camera reads the code of a hand-over from the other phone; the microphone hears a note that is spoken; a passkey answers for the six digits.
  o.allowed_features = {"camera", "microphone", "publickey-credentials-create", "publickey-credentials-get"};
  return o;
}

/// Until a signal asks for it, or there is nothing left to serve from: false.
bool wait_for_end(const Installation& installation) {
  sigset_t set;
  sigemptyset(&set);
  for (int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
  constexpr timespec kLook{1, 0};
  while (sigtimedwait(&set, nullptr, &kLook) < 0)
    if (installation.store_lost()) return false;
  return true;
}

}  // namespace

int run_serve(const std::vector<std::string>& arguments) {
  std::set<std::string> valued = {"data", "database"};
  valued.insert(std::begin(kServeOptions), std::end(kServeOptions));
  const Options o(arguments, valued, {});
  o.no_words();
  const ServeOptions served = serve_options(o);
  InstallationOptions io;
  io.data = o.need("data");
  io.database = o.get("database");

  // Signals are for wait_for_end alone, whichever thread is running.
  sigset_t set;
  sigemptyset(&set);
  for (int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  // A limit on the size of files is a full disk like any other: an error to answer with, not an end.
  std::signal(SIGXFSZ, SIG_IGN);

  Installation installation(io);
  for (const auto warning : installation.warnings()) std::fprintf(stderr, "%s\n", std::string(crypto::text(warning)).c_str());
  usecases::House& house = installation.house();
  if (house.demonstration && !served.on_this_machine)
    throw std::runtime_error("a demonstration has a passphrase that everybody knows: it is served on this machine only, without --origin, --listen, --proxy or --public-host");
  if (!usecases::log_ends_as_kept(house.store, house.vault.own().blind))
    std::fprintf(stderr, "nibbi: the log does not end where it did when this program last wrote to it: somebody else did, or the disk is failing. "
                         "Keep a copy of the disk as it is, and run: nibbi verify\n");
  if (const auto taken = usecases::judge_held(house)) std::fprintf(stderr, "nibbi: %lld entries that waited for this version are in their files\n", static_cast<long long>(taken));
  const Clockwork clockwork(house);
  const AdminSocket admin(installation, io);

  const http::StaticFiles files(http::web_files());
  const http::SecurityHeaders workers_headers(http::SiteProfile::workers, workers_security(served));
  http::ProblemWords problem_words;
  for (const char* language : {"fr", "en", "pt"}) problem_words.add(language, contract_text("messages/" + std::string(language) + ".json"));
  const http::Router router(http::api_routes(house, {.own_origin = served.origin, .secure = served.secure, .version = kVersion}));
  http::ServerOptions workers = served.site(served.port, served.hosts);
  workers.workers = kWorkers;
  workers.body_bytes_max = [&](http::Method m, const std::vector<std::string>& path) { return router.body_bytes_max(m, path); };
  http::Server app(workers, [&](http::Request&& request) {
    auto answer = router.try_answer(request);
    http::Response response = answer ? std::move(*answer) : files.answer(request);
    problem_words.translate(request, response);
    workers_headers.apply(request, response);
    return response;
  });

  const http::SecurityHeaders public_headers(http::SiteProfile::public_site, {.hsts_seconds = served.strict_transport()});
  const http::Router public_router(http::public_routes(house));
  http::Server site(served.site(served.public_port, served.public_hosts), [&](http::Request&& request) {
    http::Response response = public_router.answer(request);
    public_headers.apply(request, response);
    return response;
  });
  app.start();
  site.start();
  if (served.on_this_machine && !served.secure) std::fprintf(stderr, "nibbi: ready. Workers: http://localhost:%u  Public: http://127.0.0.1:%u\n", app.port(), site.port());
  else std::fprintf(stderr, "nibbi: ready. Workers: %s, at port %u  Public: %s, at port %u\n", served.origin.c_str(), app.port(), served.public_hosts.back().c_str(), site.port());
  const bool asked = wait_for_end(installation);
  // Whoever watches over the service starts it again: nothing that was acknowledged is missing from the log.
  std::fprintf(stderr, asked ? "nibbi: closing\n" : "nibbi: closing, because the database went on without this process; start it again\n");
  site.stop();
  app.stop();
  return asked ? 0 : 1;
}

}  // namespace nibbi
