// Commands reach whoever serves, or work alone; nobody else gets in.
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#include <cstring>
#include <thread>

#include "main/admin_socket.hpp"
#include "main/options.hpp"
#include "tests/custody/world.hpp"
#include "wire/json.hpp"
#include "usecases/backup.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

AdminAsked unit_add(const std::string& name) {
  return {.command = "unit add", .with = {{"by", "test"}, {"name", name}, {"organisation", "Essai"}, {"kind", "shelter"}, {"country", "SN"}, {"places", "4"}}};
}

/// Sends bytes as they are and reads until the other side ends.
std::string raw(const std::string& folder, const std::string& bytes) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, (folder + "/nibbi.sock").c_str(), sizeof address.sun_path - 1);
  REQUIRE(::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  (void)!::write(fd, bytes.data(), bytes.size());
  ::shutdown(fd, SHUT_WR);
  std::string all;
  char part[4096];
  for (ssize_t n = 0; (n = ::read(fd, part, sizeof part)) > 0;) all.append(part, static_cast<std::size_t>(n));
  ::close(fd);
  return all;
}

}  // namespace

TEST_CASE("a command asks whoever serves, and works alone where nobody does") {
  const Home home("sqlite");
  {
    World w(home);
    w.settle();
    CHECK_THROWS(ask_admin(home.options(), unit_add("Personne n'écoute")));  // locked, and no socket
    {
      const AdminSocket socket(w.installation(), home.options());
      struct stat found{};
      REQUIRE(::stat((home.path() + "/nibbi.sock").c_str(), &found) == 0);
      CHECK((found.st_mode & 0777) == 0600);
      const auto answer = ask_admin(home.options(), unit_add("Par la porte"));
      CHECK(answer.exit == 0);
      CHECK(w.unit("Par la porte").text() == wire::Json::parse(answer.json)["unit"].as<std::string>());
      CHECK_THROWS_AS(ask_admin(home.options(), {.command = "unit add", .with = {{"by", "test"}}}), WrongUse);
      CHECK_THROWS_AS(ask_admin(home.options(), {.command = "no such thing", .with = {}}), WrongUse);
      CHECK_THROWS_WITH(ask_admin(home.options(), {.command = "unit close", .with = {{"by", "test"}, {"unit", "Nulle part"}}}), "refused: unit_unknown (found: 0)");
      CHECK(ask_admin(home.options(), {.command = "verify", .with = {}}).exit == 0);
    }
    CHECK_FALSE(std::filesystem::exists(home.path() + "/nibbi.sock"));
  }
  CHECK(ask_admin(home.options(), unit_add("Seul")).exit == 0);
  CHECK(ask_admin(home.options(), {.command = "verify", .with = {}}).exit == 0);
  const auto units = wire::Json::parse(ask_admin(home.options(), {.command = "unit list", .with = {}}).json);
  CHECK(units.size() == 6);
  InstallationOptions nowhere = home.options();
  nowhere.data = home.path() + "/nowhere";
  CHECK_THROWS_WITH(ask_admin(nowhere, unit_add("Ailleurs")), "there is no installation in " + nowhere.data);
  CHECK_FALSE(std::filesystem::exists(nowhere.data));
}

TEST_CASE("many ask at once while others write; a backup goes into the file that came along") {
  const Home home("sqlite");
  const Folder elsewhere;
  World w(home);
  w.settle();
  const AdminSocket socket(w.installation(), home.options());
  std::vector<std::thread> askers;
  std::atomic<int> done = 0;
  for (int i = 0; i < 6; ++i)
    askers.emplace_back([&, i] {
      try {
        done += ask_admin(home.options(), unit_add("Unité " + std::to_string(i))).exit == 0;
      } catch (const std::exception&) {
      }
    });
  const int fd = ::open(elsewhere.file("a.nibbi").c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  const auto answer = ask_admin(home.options(), {.command = "backup", .with = {{"prove", "yes"}}, .file = fd});
  ::close(fd);
  for (auto& a : askers) a.join();
  CHECK(done == 6);
  CHECK(answer.exit == 0);
  // Whole, whatever the others had written by then: how large it is depends on them.
  const int in = ::open(elsewhere.file("a.nibbi").c_str(), O_RDONLY | O_CLOEXEC);
  CHECK_NOTHROW(usecases::check_backup(in, [](std::int64_t, std::int64_t) {}));
  ::close(in);
  std::filesystem::resize_file(elsewhere.file("a.nibbi"), std::filesystem::file_size(elsewhere.file("a.nibbi")) - 1);
  const int cut = ::open(elsewhere.file("a.nibbi").c_str(), O_RDONLY | O_CLOEXEC);
  CHECK_THROWS_AS(usecases::check_backup(cut, [](std::int64_t, std::int64_t) {}), usecases::BackupBroken);
  ::close(cut);
}

TEST_CASE("what is not a question is answered with a sentence, and the server goes on") {
  const Home home("sqlite");
  World w(home);
  const AdminSocket socket(w.installation(), home.options());
  for (const char* bytes : {"\n", "{}\n", "[1]\n", "{\"ask\":1,\"with\":{}}\n", "{\"ask\":\"unit list\",\"with\":{\"a\":1}}\n", "{\"ask\":\"unit list\",\"ask\":\"unit list\",\"with\":{}}\n", "\xff\xfe\n"})
    CHECK(raw(home.path(), bytes).find("\"wrong_use\":true") != std::string::npos);
  CHECK(raw(home.path(), "").empty());
  CHECK(raw(home.path(), "{\"ask\":\"unit list\"").empty());
  CHECK(raw(home.path(), std::string(200'000, ' ')).empty());
  CHECK(raw(home.path(), "{\"ask\":\"unit list\",\"with\":{}}\n") == "{\"answer\":\"[]\",\"exit\":0}\n");
}

TEST_CASE("a dead server's socket is in nobody's way, and a folder may have a long name") {
  const Home home("sqlite");
  InstallationOptions o = home.options();
  o.data += "/" + std::string(120, 'n');
  {
    World w(o);
    {
      const AdminSocket socket(w.installation(), o);
      CHECK(ask_admin(o, unit_add("Long")).exit == 0);
    }
    const int left = ::socket(AF_UNIX, SOCK_STREAM, 0);  // bound and never closed in good order
    const int folder = ::open(o.data.c_str(), O_PATH | O_DIRECTORY);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, ("/proc/self/fd/" + std::to_string(folder) + "/nibbi.sock").c_str(), sizeof address.sun_path - 1);
    REQUIRE(::bind(left, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    ::close(left);
    ::close(folder);
  }
  CHECK(ask_admin(o, unit_add("Seul")).exit == 0);  // refused connection: it works alone
  World w(o);
  const AdminSocket socket(w.installation(), o);
  CHECK(ask_admin(o, unit_add("Encore")).exit == 0);
}
