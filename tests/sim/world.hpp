#pragma once
// The simulated programme: a house, the people and their devices, the network between, and one clock that jumps from one thing that happens to
// the next. Everything follows from the seed.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/sim/cast.hpp"
#include "tests/sim/device.hpp"
#include "tests/sim/power.hpp"
#include "tests/sim/trail.hpp"
#include "tests/sim/watch.hpp"
#include "tests/support/chance.hpp"
#include "usecases/child_view.hpp"

namespace nibbi::sim {

/// What somebody sets out to say: entries that belong together, in one file.
struct Deed {
  int file = -1;
  std::vector<domain::Body> bodies;
  std::string reason = {};
  bool fresh = false;  ///< they show first who they are
};

class World {
 public:
  World(std::uint64_t seed, int days);

  /// Runs to the end and holds everything; throws Broken, or what the house threw.
  void run();
  /// The end of the chain: equal for equal seeds.
  std::string digest();
  std::string summary() const;
  /// What was counted, in one line.
  std::string counts() const;

  tests::Chance chance;
  Instant now;
  Trail trail;
  std::vector<RecordId> files;
  Cast cast;
  std::vector<Device> devices;

  usecases::House& house() { return power_->house(); }
  const Staff& owner(const Device& d) const { return cast.staff[static_cast<std::size_t>(d.staff)]; }
  Date today() const { return day_of(now, 0); }
  Instant end() const { return end_; }
  bool healing() const { return now >= heal_from_; }
  /// A new file's number.
  int new_file();
  Instant time_on(const Device& d) const { return {now.unix_ms + d.clock_error.count}; }

 private:
  // One happening after another (world.cpp).
  void at(Instant when, std::function<void()> what);
  void turn_house_clock();
  // Devices and the network (network.cpp).
  void add_device(int staff);
  bool online(const Device& d) const { return now >= d.offline_until; }
  std::optional<usecases::Session> session(Device&);
  bool sign_in(Device&);
  void send(int device);
  void arrive(int device, std::uint64_t flight, const std::string& token, bool attended, std::vector<std::size_t> batch, std::vector<usecases::Proposal>);
  std::optional<std::vector<usecases::Receipt>> handle(const std::string& token, bool attended, const std::vector<usecases::Proposal>&);
  void handled(int device, std::uint64_t flight, const std::vector<std::size_t>& batch, const std::optional<std::vector<usecases::Receipt>>&);
  void answer(int device, std::uint64_t flight, const std::vector<std::size_t>& batch, const std::optional<std::vector<usecases::Receipt>>&);
  void after_timeout(int device, std::uint64_t flight);
  // What devices hold (following.cpp).
  Asked question(Device&);
  void ask(int device, std::size_t tab);
  std::optional<usecases::Synced> handle_question(Device&, const std::string& token, const Asked&);
  void answered(int device, std::size_t tab, std::uint64_t flight, const std::optional<usecases::Synced>&);
  Reading::Took take(Device&, const usecases::Synced&);
  void views_agree();
  void found_again(int device);
  // People (people.cpp).
  void wake(int device);
  void look_around(Device&);
  void look(Device&, int file);
  void write(Device&, const Deed&);
  // What goes wrong (mishaps.cpp).
  void plan_mishaps();
  void together(bool power_goes);
  void steal(int device);
  void thief(int device);
  void revoke(int device);
  void back_again(const std::string& how);

  const Instant began_, heal_from_, end_;
  std::unique_ptr<Powered> power_;
  Watch watch_;
  std::multimap<std::pair<Instant, std::uint64_t>, std::function<void()>> agenda_;
  std::uint64_t order_ = 0, flights_ = 0;
  std::mt19937_64 disk_chance_;
};

/// What this person would do now with what stands on this device's screen; nullopt: nothing comes to mind.
std::optional<Deed> some_deed(World&, Device&);

}  // namespace nibbi::sim
