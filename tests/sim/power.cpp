#include "tests/sim/power.hpp"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <future>
#include <thread>

#include "tests/sim/seeded.hpp"

namespace {

/// How many jobs wait for the writer. Its queue is nobody's business but here, where the order in which they come must follow from the seed: an
/// explicit instantiation may name what is private.
template <auto Queue, auto Mutex>
struct Waiting {
  friend std::size_t waiting(nibbi::usecases::Writer& writer) {
    const std::lock_guard lock(writer.*Mutex);
    return (writer.*Queue).size();
  }
};
std::size_t waiting(nibbi::usecases::Writer&);
template struct Waiting<&nibbi::usecases::Writer::queue_, &nibbi::usecases::Writer::mutex_>;

}  // namespace

namespace nibbi::sim {
namespace fs = std::filesystem;

Powered::Powered(std::function<Instant()> clock) : clock_(std::move(clock)) {
  std::error_code none;
  folder_ = (fs::is_directory("/dev/shm", none) ? "/dev/shm" : fs::temp_directory_path().string()) + std::string("/nibbi-sim-XXXXXX");
  if (!::mkdtemp(folder_.data())) throw std::runtime_error("no folder for the simulation");
  on();
}

Powered::~Powered() {
  installation_.reset();
  disk_.reset();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void Powered::on() {
  disk_ = std::make_unique<store::test::CutVfs>(folder_);
  sqlite3_vfs_register(sqlite3_vfs_find(disk_->name().c_str()), 1);
  InstallationOptions o;
  o.data = folder_;
  o.name = "DEMO";
  o.demonstration = true;
  o.password_cost = {1, 8192};
  o.clock = clock_;
  installation_ = std::make_unique<Installation>(o);
}

void Powered::restart() {
  installation_.reset();
  disk_.reset();
  on();
}

void Powered::cut(std::size_t at, store::test::Unsynced model, std::mt19937_64& chance) {
  auto image = disk_->after_cut(at, model, chance);
  installation_.reset();
  // What is no part of the database (the master key) was written and synced before anything was sealed under it.
  for (auto& [name, content] : store::test::read_image(folder_))
    if (!name.starts_with("nibbi.db")) image[name] = content;
  disk_.reset();
  store::test::write_image(folder_, image);
  on();
}

void Powered::at_once(const std::vector<std::function<void()>>& all) {
  std::promise<void> shut, open;
  std::thread gate([&] {
    house().writer.run<bool>([&](usecases::Draft&) {
      shut.set_value();
      open.get_future().wait();
      return true;
    });
  });
  shut.get_future().wait();
  std::atomic<std::size_t> ended = 0;
  std::vector<std::exception_ptr> failed(all.size());
  std::vector<std::thread> hands;
  for (std::size_t i = 0; i < all.size(); ++i) {
    hands.emplace_back([&, i] {
      draw_from("hand " + std::to_string(i) + " at " + std::to_string(clock_().unix_ms));
      try {
        all[i]();
      } catch (...) {
        failed[i] = std::current_exception();
      }
      ++ended;
    });
    // The next one comes when this one waits for the writer, or needed none.
    while (waiting(house().writer) + ended < i + 1) std::this_thread::sleep_for(std::chrono::microseconds(50));
  }
  open.set_value();
  for (auto& hand : hands) hand.join();
  gate.join();
  for (const auto& one : failed)
    if (one) std::rethrow_exception(one);
}

}  // namespace nibbi::sim
