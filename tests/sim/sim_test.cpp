// The whole system under a seed: thirty days of a programme in one process, with everything that goes wrong; and many seeds of a few days.
//   NIBBI_SIM_SEED   the first seed (1)      NIBBI_SIM_SEEDS  how many (3)      NIBBI_SIM_DAYS  simulated days (30; of the many: 3)
#include <catch2/catch_test_macros.hpp>

#include <cstdlib>
#include <iostream>
#include <memory>

#include "tests/sim/world.hpp"

using namespace nibbi;

namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text && *text ? std::strtoull(text, nullptr, 10) : otherwise;
}

std::string commit() {
  const char* text = std::getenv("NIBBI_COMMIT");
  return text && *text ? text : "unknown";
}

enum class Telling { nothing, counts, all };

/// One seed to its end. Answers the digest of its log; FAILs with all that is needed to find out why.
std::string simulate(std::uint64_t seed, int days, Telling tell) {
  const std::string which = "seed " + std::to_string(seed) + ", " + std::to_string(days) + " days, commit " + commit();
  std::unique_ptr<sim::World> world;
  std::string why;
  int file = -1, device = -1;
  try {
    world = std::make_unique<sim::World>(seed, days);
    world->run();
    if (tell == Telling::all) std::cout << world->summary();
    if (tell != Telling::nothing) std::cout << which << ", log " << world->digest() << ": " << world->counts() << std::endl;
    return world->digest();
  } catch (const sim::Broken& broken) {
    why = std::string("broken: ") + broken.what();
    file = broken.file;
    device = broken.device;
  } catch (const std::exception& e) {
    why = std::string("the house threw: ") + e.what();
  }
  const std::string trail = world ? "at step " + std::to_string(world->trail.step()) + "\n" + world->trail.about(file, device) : "before it began\n";
  if (trail.find("Canari") != std::string::npos || trail.find("DEMO") != std::string::npos) FAIL("what is printed tells no name");
  FAIL(which << "\n" << why << "\n" << trail);
  return {};
}

}  // namespace

TEST_CASE("thirty days with lost messages, wrong clocks, a thief and power cuts break nothing that must hold", "[sim][days]") {
  const std::uint64_t first = from_environment("NIBBI_SIM_SEED", 1), many = from_environment("NIBBI_SIM_SEEDS", 3);
  const int days = static_cast<int>(from_environment("NIBBI_SIM_DAYS", 30));
  for (std::uint64_t seed = first; seed < first + many; ++seed) simulate(seed, days, Telling::all);
}

TEST_CASE("a few days of the same under many seeds break nothing that must hold", "[sim][many]") {
  const std::uint64_t first = from_environment("NIBBI_SIM_SEED", 1), many = from_environment("NIBBI_SIM_SEEDS", 10);
  const int days = static_cast<int>(from_environment("NIBBI_SIM_DAYS", 3));
  for (std::uint64_t seed = first; seed < first + many; ++seed) simulate(seed, days, Telling::counts);
}

TEST_CASE("one seed is one history, to the last byte of the log", "[sim][twice]") {
  const std::uint64_t seed = from_environment("NIBBI_SIM_SEED", 1);
  const std::string once = simulate(seed, 5, Telling::nothing), again = simulate(seed, 5, Telling::nothing);
  CHECK(once == again);
  CHECK(once != simulate(seed + 1, 5, Telling::nothing));
}
