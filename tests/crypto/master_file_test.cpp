#include "crypto/master_file.hpp"

#include <catch2/catch_test_macros.hpp>

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <thread>

#include "base/problem.hpp"
#include "support.hpp"

using namespace nibbi;
using namespace nibbi::crypto;
using test::kNow;
using test::TemporaryFolder;

namespace {

constexpr SecretCost kCheap{1, 64 << 10};

SecretBytes secret(std::string_view text) { return SecretBytes::copy_of(text); }

std::string content(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void put(const std::filesystem::path& path, std::string_view text) { std::ofstream(path, std::ios::binary) << text; }

std::string key_text(const MasterFile& file, std::int64_t version) {
  const Key* key = file.find(version);
  return key ? hex(key->bytes()) : "none";
}

bool has(const MasterFile::Opened& opened, MasterWarning w) { return std::ranges::find(opened.warnings, w) != opened.warnings.end(); }

}  // namespace

TEST_CASE("a first start makes one key, in a file for its owner alone, and says what that means") {
  const TemporaryFolder folder;
  const auto path = folder / "master.key";
  const auto first = MasterFile::open_or_create(path, std::nullopt, kNow);
  CHECK(first.created);
  CHECK(has(first, MasterWarning::created_in_clear));
  CHECK(text(MasterWarning::created_in_clear).contains("opens everything"));
  struct stat status{};
  REQUIRE(stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  CHECK(content(path).starts_with("nibbi master key 1\n1 1790000000000 "));
  const auto again = MasterFile::open_or_create(path, std::nullopt, Instant{});
  CHECK_FALSE(again.created);
  CHECK(again.warnings.empty());
  CHECK(key_text(again.file, 1) == key_text(first.file, 1));
  CHECK(again.file.versions() == std::vector<MasterVersion>{{1, kNow}});
}

TEST_CASE("an installation with records does not start with a new key in the place of a lost one") {
  const TemporaryFolder folder;
  CHECK_THROWS_AS(MasterFile::open_existing(folder / "master.key", std::nullopt), MasterFileBroken);
  CHECK_FALSE(std::filesystem::exists(folder / "master.key"));
}

TEST_CASE("a file that others can read is told of") {
  const TemporaryFolder folder;
  const auto path = folder / "master.key";
  MasterFile::open_or_create(path, std::nullopt, kNow);
  chmod(path.c_str(), 0640);
  CHECK(has(MasterFile::open_existing(path, std::nullopt), MasterWarning::readable_by_others));
}

TEST_CASE("under a secret the file tells no key, and opens with that secret alone") {
  const TemporaryFolder folder;
  const auto path = folder / "master.key";
  auto first = MasterFile::open_or_create(path, secret("seven goats"), kNow, kCheap);
  CHECK(has(first, MasterWarning::created_sealed));
  first.file.add(kNow);
  const std::string text = content(path);
  CHECK(text.starts_with("nibbi master key 1 sealed\nargon2id 1 65536 "));
  for (const std::int64_t v : {1, 2}) CHECK_FALSE(text.contains(base64url(first.file.find(v)->bytes())));
  // the cost is the file's own, whatever this call says
  const auto again = MasterFile::open_existing(path, secret("seven goats"), SecretCost{});
  CHECK(again.file.is_sealed());
  for (const std::int64_t v : {1, 2}) CHECK(key_text(again.file, v) == key_text(first.file, v));
  CHECK_THROWS_AS(MasterFile::open_existing(path, secret("seven goat")), MasterSecretWrong);
  CHECK_THROWS_AS(MasterFile::open_existing(path, std::nullopt), MasterSecretWrong);
}

TEST_CASE("the secret changes, comes and goes; the keys stay") {
  const TemporaryFolder folder;
  const auto path = folder / "master.key";
  auto opened = MasterFile::open_or_create(path, std::nullopt, kNow, kCheap);
  const std::string key = key_text(opened.file, 1);
  opened.file.change_secret(secret("one"));
  CHECK(key_text(MasterFile::open_existing(path, secret("one")).file, 1) == key);
  opened.file.change_secret(secret("two"));
  CHECK_THROWS_AS(MasterFile::open_existing(path, secret("one")), MasterSecretWrong);
  opened.file.change_secret(std::nullopt);
  const auto clear = MasterFile::open_existing(path, secret("two"));
  CHECK(key_text(clear.file, 1) == key);
  CHECK(has(clear, MasterWarning::secret_not_used));
  CHECK_FALSE(clear.file.is_sealed());
}

TEST_CASE("versions are added at the front; an old one is dropped, the newest never") {
  const TemporaryFolder folder;
  const auto path = folder / "master.key";
  auto opened = MasterFile::open_or_create(path, std::nullopt, kNow);
  CHECK(opened.file.add(kNow + days(30)) == 2);
  CHECK(opened.file.add(kNow + days(60)) == 3);
  CHECK(opened.file.drop(2));
  CHECK_FALSE(opened.file.drop(2));
  CHECK_THROWS_AS(opened.file.drop(3), OurFault);
  auto again = MasterFile::open_existing(path, std::nullopt).file;
  CHECK(again.versions() == std::vector<MasterVersion>{{3, kNow + days(60)}, {1, kNow}});
  CHECK(again.find(2) == nullptr);
  CHECK(again.add(kNow) == 4);
}

TEST_CASE("a dropped key is not left in a half-written file nor in the old file's bytes") {
  const TemporaryFolder folder;
  const auto path = folder / "master.key";
  auto opened = MasterFile::open_or_create(path, std::nullopt, kNow);
  const std::string key = base64url(opened.file.find(1)->bytes());
  put(folder / "master.key.new", "1 0 " + key);  // as a kill leaves it
  opened.file.add(kNow);
  std::ifstream before(path, std::ios::binary);  // the old file, kept open past its end
  opened.file.drop(1);
  const std::string old{std::istreambuf_iterator<char>(before), {}};
  CHECK_FALSE(old.contains(key));
  CHECK_FALSE(content(path).contains(key));
  CHECK_FALSE(std::filesystem::exists(folder / "master.key.new"));
}

TEST_CASE("a write that fails changes nothing") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "inside");
  const auto path = folder / "inside/master.key";
  auto opened = MasterFile::open_or_create(path, std::nullopt, kNow);
  opened.file.add(kNow);
  const std::string before = content(path);
  std::filesystem::rename(folder / "inside", folder / "elsewhere");
  CHECK_THROWS_AS(opened.file.add(kNow), std::system_error);
  CHECK_THROWS_AS(opened.file.drop(1), std::system_error);
  CHECK_THROWS_AS(opened.file.change_secret(secret("new")), std::system_error);
  CHECK(opened.file.newest() == 2);
  CHECK(opened.file.find(1) != nullptr);
  CHECK_FALSE(opened.file.is_sealed());
  CHECK(content(folder / "elsewhere/master.key") == before);
}

TEST_CASE("a file that is not whole is refused, never half read") {
  const TemporaryFolder folder;
  const auto path = folder / "master.key";
  auto opened = MasterFile::open_or_create(path, std::nullopt, kNow);
  opened.file.add(kNow);
  const std::string whole = content(path);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    put(path, whole.substr(0, size));
    CHECK_THROWS_AS(MasterFile::open_or_create(path, std::nullopt, kNow), MasterFileBroken);
  }
  for (const std::string& bad : {whole + "x", "nibbi master key 2" + whole.substr(18), std::string("nibbi master key 1\nend\n"),
                                 std::string("nibbi master key 1\n1 0 AAAA\nend\n"),
                                 std::string("nibbi master key 1 sealed\nscrypt 1 1 AA\nAA\nend\n"),
                                 std::string("nibbi master key 1 sealed\nargon2id 1 99999999999 AAAAAAAAAAAAAAAAAAAAAA\nAA\nend\n")}) {
    put(path, bad);
    CHECK_THROWS_AS(MasterFile::open_existing(path, secret("s")), MasterFileBroken);
  }
}

TEST_CASE("every letter of a sealed file is held") {
  const TemporaryFolder folder;
  const auto path = folder / "master.key";
  const auto opened = MasterFile::open_or_create(path, secret("s"), kNow, SecretCost{1, 8 << 10});
  const std::string whole = content(path);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string altered = whole;
    altered[at] = altered[at] == 'A' ? 'B' : 'A';
    put(path, altered);
    CHECK_THROWS(MasterFile::open_existing(path, secret("s")));
  }
  put(path, whole + "x");
  CHECK_THROWS_AS(MasterFile::open_existing(path, secret("s")), MasterFileBroken);
}

TEST_CASE("a systemd credential is the secret") {
  const TemporaryFolder folder;
  setenv("CREDENTIALS_DIRECTORY", (folder / "").c_str(), 1);
  CHECK_FALSE(secret_from_outside());
  put(folder / "nibbi-master", "from the credential\n");
  CHECK(text_of(secret_from_outside()->bytes()) == "from the credential");
  put(folder / "nibbi-master", "\n");
  CHECK_THROWS_AS(secret_from_outside(), MasterFileBroken);
  unsetenv("CREDENTIALS_DIRECTORY");
  CHECK_FALSE(secret_from_outside());
}

TEST_CASE("a file that is named is the secret where there is no credential; one that is not there, or is empty, is no secret") {
  const TemporaryFolder folder;
  const auto file = (folder / "passphrase").string();
  setenv(kPassphraseFile, file.c_str(), 1);
  CHECK_THROWS_AS(secret_from_outside(), MasterFileBroken);
  put(file, "\n");
  CHECK_THROWS_AS(secret_from_outside(), MasterFileBroken);
  put(file, "from the file\n");
  CHECK(text_of(secret_from_outside()->bytes()) == "from the file");
  setenv("CREDENTIALS_DIRECTORY", (folder / "").c_str(), 1);
  CHECK(text_of(secret_from_outside()->bytes()) == "from the file");
  put(folder / "nibbi-master", "from the credential");
  CHECK(text_of(secret_from_outside()->bytes()) == "from the credential");
  unsetenv("CREDENTIALS_DIRECTORY");
  unsetenv(kPassphraseFile);
  CHECK_FALSE(secret_from_outside());
}

// A child adds and drops versions as fast as it can and says each one once it is told that it is durable; it is killed at any moment.
TEST_CASE("killed 200 times while it rotates, the file is whole and holds every version that was promised") {
  const TemporaryFolder folder;
  const auto path = folder / "master.key";
  MasterFile::open_or_create(path, std::nullopt, kNow);
  std::mt19937 chance(20261124);
  std::int64_t promised = 1;
  for (int round = 0; round < 200; ++round) {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      try {
        auto file = MasterFile::open_existing(path, std::nullopt).file;
        for (;;) {
          const std::int64_t added = file.add(kNow);
          if (write(ends[1], &added, sizeof added) != sizeof added) _exit(1);
          for (const auto& v : file.versions())
            if (v.version + 3 < added) file.drop(v.version);
        }
      } catch (...) {
      }
      _exit(2);  // it only ends by being killed
    }
    close(ends[1]);
    // It has begun once it has promised something, however slow the disk is; then any moment will do.
    std::int64_t first = 0;
    REQUIRE(read(ends[0], &first, sizeof first) == sizeof first);
    promised = first;
    std::this_thread::sleep_for(std::chrono::microseconds(std::uniform_int_distribution<int>(0, 6000)(chance)));
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));
    for (std::int64_t added; read(ends[0], &added, sizeof added) == sizeof added;) promised = added;
    close(ends[0]);
    const auto opened = MasterFile::open_existing(path, std::nullopt);
    REQUIRE(opened.file.newest() >= promised);
    REQUIRE(opened.file.find(promised) != nullptr);
    REQUIRE_FALSE(std::filesystem::exists(folder / "master.key.new"));
  }
  CHECK(promised > 1);
}
