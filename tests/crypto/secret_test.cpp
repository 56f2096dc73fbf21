#include "crypto/secret.hpp"

#include <catch2/catch_test_macros.hpp>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <concepts>
#include <sstream>
#include <type_traits>
#include <vector>

#include "crypto/random.hpp"

using namespace nibbi::crypto;

namespace {

template <class T>
concept streams = requires(std::ostringstream& out, const T& value) { out << value; };
template <class T>
concept compares = requires(const T& a, const T& b) { a == b; };

static_assert(!streams<SecretBytes> && !streams<Key>);
static_assert(!compares<SecretBytes> && !compares<Key>);
static_assert(!std::is_copy_constructible_v<SecretBytes> && !std::is_copy_assignable_v<SecretBytes>);
static_assert(!std::is_copy_constructible_v<Key> && !std::is_copy_assignable_v<Key>);
static_assert(!std::convertible_to<SecretBytes, std::string> && !std::convertible_to<Key, std::string>);

}  // namespace

TEST_CASE("a secret that moves leaves nothing behind") {
  SecretBytes a = SecretBytes::copy_of("open millet");
  SecretBytes b = std::move(a);
  CHECK(a.empty());
  CHECK(text_of(b.bytes()) == "open millet");
  SecretBytes c = b.clone();
  b = SecretBytes();
  CHECK(text_of(c.bytes()) == "open millet");

  Key first = Key::random();
  const Key kept = first.clone();
  const Key second = std::move(first);
  CHECK(equal_in_constant_time(second.bytes(), kept.bytes()));
  CHECK(std::ranges::all_of(first.bytes(), [](auto byte) { return byte == 0; }));
}

TEST_CASE("what a secret is taken from is wiped") {
  std::string text = "a passphrase longer than the small buffer of a string";
  const char* where = text.data();
  const std::size_t size = text.size();
  const SecretBytes secret = SecretBytes::take(text);
  CHECK(text.empty());
  CHECK(std::all_of(where, where + size, [](char c) { return c == 0; }));
  CHECK(secret.size() == size);
}

TEST_CASE("an empty secret is a secret") {
  SecretBytes none(0);
  CHECK(none.empty());
  CHECK(equal_in_constant_time(none.bytes(), SecretBytes().bytes()));
  none = none.clone();
  CHECK(none.empty());
}

TEST_CASE("comparing takes the same time wherever the difference is") {
  CHECK(equal_in_constant_time("same", "same"));
  CHECK_FALSE(equal_in_constant_time("same", "sane"));
  CHECK_FALSE(equal_in_constant_time("same", "sam"));

  constexpr std::size_t kSize = 1 << 20;
  std::vector<std::uint8_t> a(kSize, 7), first = a, last = a;
  first.front() = 8;
  last.back() = 8;
  const auto fastest = [&](const std::vector<std::uint8_t>& b) {
    auto best = std::chrono::nanoseconds::max();
    for (int i = 0; i < 40; ++i) {
      const auto start = std::chrono::steady_clock::now();
      const bool equal = equal_in_constant_time(Bytes(a), Bytes(b));
      best = std::min<std::chrono::nanoseconds>(best, std::chrono::steady_clock::now() - start);
      REQUIRE_FALSE(equal);
    }
    return static_cast<double>(best.count());
  };
  const double ratio = fastest(first) / fastest(last);
  CHECK(ratio > 0.5);  // a comparison that stops early is thousands of times faster
  CHECK(ratio < 2.0);
}

TEST_CASE("a process that keeps its memory private leaves no core dump, and can still allocate") {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    keep_memory_private();
    rlimit core{1, 1};
    getrlimit(RLIMIT_CORE, &core);
    const std::vector<std::uint8_t> more(64 << 20, 1);
    _exit(core.rlim_max == 0 && prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 && more.back() == 1 ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  CHECK((WIFEXITED(status) && WEXITSTATUS(status) == 0));
}
