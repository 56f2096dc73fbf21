#include "crypto/password.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <latch>
#include <string>
#include <thread>
#include <vector>

using namespace nibbi;
using namespace nibbi::crypto;

namespace {

constexpr PasswordCost kCheap{1, 64 << 10};

}  // namespace

TEST_CASE("the cost of the product is Argon2id with 64 MiB and 3 passes") {
  CHECK(hash_password("seven goats in a row").starts_with("$argon2id$v=19$m=65536,t=3,p=1$"));
}

TEST_CASE("a passphrase is right or wrong, byte for byte") {
  const std::string hash = hash_password("seven goats", kCheap);
  CHECK(hash != hash_password("seven goats", kCheap));
  CHECK(verify_password(hash, "seven goats"));
  for (const std::string& wrong : {std::string(), std::string("seven goat"), std::string("Seven goats"), std::string("seven goats\0", 12)})
    CHECK_FALSE(verify_password(hash, wrong));
  for (const std::string& bad : {std::string(), std::string("$argon2id$"), hash.substr(0, 40), hash + std::string(200, 'x'), hash + '\0',
                                 std::string(128, '\0')})
    CHECK_FALSE(verify_password(bad, "seven goats"));
}

TEST_CASE("another cost asks for another hash") {
  const std::string hash = hash_password("seven goats", kCheap);
  CHECK_FALSE(needs_rehash(hash, kCheap));
  CHECK(needs_rehash(hash));
  CHECK(needs_rehash(hash, {2, kCheap.memory_bytes}));
  CHECK(needs_rehash("what is this", kCheap));
}

TEST_CASE("somebody who is not there is as wrong, and as much work, as a wrong passphrase") {
  HashGate gate({2, 8 << 20});
  const std::optional<std::string> hash = gate.hash("seven goats").value();
  CHECK(gate.verify(hash, "seven goats") == PasswordAnswer::right);
  CHECK(gate.verify(hash, "eight goats") == PasswordAnswer::wrong);
  CHECK(gate.verify(std::nullopt, "seven goats") == PasswordAnswer::wrong);
  CHECK(gate.verify(std::nullopt, "") == PasswordAnswer::wrong);

  const auto time = [&](const std::optional<std::string>& h) {
    const auto start = std::chrono::steady_clock::now();
    gate.verify(h, "eight goats");
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  std::array<double, 9> there{}, not_there{};
  for (std::size_t i = 0; i < there.size(); ++i) {
    there[i] = time(hash);
    not_there[i] = time(std::nullopt);
  }
  const double ratio = *std::ranges::min_element(not_there) / *std::ranges::min_element(there);
  CHECK(ratio > 0.6);
  CHECK(ratio < 1.6);
}

TEST_CASE("of twenty at once, four hash and the others wait their turn") {
  HashGate gate({1, 8 << 20}, 4, std::chrono::minutes(1));
  const std::optional<std::string> hash = gate.hash("seven goats").value();
  std::array<PasswordAnswer, 20> answers{};
  {
    std::latch start(20);
    std::vector<std::jthread> threads;
    for (auto& answer : answers)
      threads.emplace_back([&] {
        start.arrive_and_wait();
        for (int i = 0; i < 2; ++i) answer = gate.verify(hash, "seven goats");
      });
  }
  CHECK(std::ranges::all_of(answers, [](auto a) { return a == PasswordAnswer::right; }));
  CHECK(gate.peak() <= 4);
  CHECK(gate.peak() >= 2);
}

TEST_CASE("who waits too long is told busy, never wrong") {
  HashGate gate({3, 16 << 20}, 1, std::chrono::milliseconds(1));
  const std::optional<std::string> hash = gate.hash("seven goats").value();
  std::array<PasswordAnswer, 20> answers{};
  {
    std::latch start(20);
    std::vector<std::jthread> threads;
    for (auto& answer : answers)
      threads.emplace_back([&] {
        start.arrive_and_wait();
        answer = gate.verify(hash, "seven goats");
      });
  }
  CHECK(std::ranges::count(answers, PasswordAnswer::wrong) == 0);
  CHECK(std::ranges::count(answers, PasswordAnswer::busy) > 0);
  CHECK(std::ranges::count(answers, PasswordAnswer::right) > 0);
  CHECK(gate.peak() == 1);
  CHECK(gate.verify(hash, "seven goats") == PasswordAnswer::right);  // every place was given back

  HashGate shut(kCheap, 0, std::chrono::milliseconds(1));
  CHECK(shut.verify(std::nullopt, "x") == PasswordAnswer::busy);
  CHECK(shut.hash("x").error().code == ProblemCode::busy);
}
