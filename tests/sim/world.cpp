#include "tests/sim/world.hpp"

#include <algorithm>

#include "crypto/random.hpp"
#include "crypto/text_form.hpp"
#include "tests/sim/seeded.hpp"
#include "usecases/clockwork.hpp"

namespace nibbi::sim {
namespace {
constexpr Instant kBegan{1'795'000'000'000};
}

World::World(std::uint64_t seed, int many)
    : chance(seed), now(kBegan), trail(kBegan), began_(kBegan), heal_from_(kBegan + days(many)), end_(kBegan + days(many) + hours(12)), watch_(cast, files), disk_chance_(seed) {
  seed_everything(seed);
  draw_from("world");
  power_ = std::make_unique<Powered>([this] { return now; });
  cast = settle(house());
  watch_.read_on(house());
  for (int i = 0; i < static_cast<int>(cast.staff.size()); ++i) add_device(i);
  for (int twice : {0, 2, 4, 7}) add_device(twice);  // a telephone and a laptop
  plan_mishaps();
}

int World::new_file() {
  files.push_back(RecordId{crypto::new_uuid(now)});
  return static_cast<int>(files.size()) - 1;
}

void World::at(Instant when, std::function<void()> what) { agenda_.emplace(std::pair{std::max(when, now), ++order_}, std::move(what)); }

void World::run() {
  at(now + minutes(30), [this] { turn_house_clock(); });
  while (!agenda_.empty()) {
    const auto next = agenda_.begin();
    const Instant when = next->first.first;
    if (when > end_) break;
    now = when;
    const auto what = std::move(next->second);
    agenda_.erase(next);
    what();
  }
  now = end_;
  views_agree();
  watch_.ended(house(), devices);
  power_->restart();
  watch_.came_back(house());
}

void World::turn_house_clock() {
  if (const auto lapsed = usecases::turn_clock(house()); lapsed > 0) trail.add(now, -1, -1, std::to_string(lapsed) + " things lapsed");
  watch_.read_on(house());
  at(now + minutes(30), [this] { turn_house_clock(); });
}

std::string World::digest() { return crypto::hex(house().store.head().chain); }

std::string World::counts() const {
  const auto many = [&](const char* what) {
    const auto it = watch_.counts.find(what);
    return std::to_string(it == watch_.counts.end() ? 0 : it->second) + " " + what;
  };
  const auto revoked = std::count_if(devices.begin(), devices.end(), [](const Device& d) { return d.revoked; });
  return std::to_string(cast.staff.size()) + " people, " + std::to_string(devices.size()) + " devices, " + std::to_string(revoked) + " of them revoked, " + std::to_string(trail.step()) + " steps, " +
         std::to_string(files.size()) + " files, " + std::to_string(watch_.erased_count()) + " erased, " + std::to_string(watch_.entries()) + " entries, " + many("views came whole") + ", " +
         many("views came as changes") + ", " + many("views fitted nothing that is held") + ", " + many("views forgotten") + ", " + many("views equal at the end") + ", nothing broken";
}

std::string World::summary() const {
  std::string text;
  for (const auto& [what, many] : watch_.counts) text += "  " + std::to_string(many) + " " + what + "\n";
  return text;
}

}  // namespace nibbi::sim
