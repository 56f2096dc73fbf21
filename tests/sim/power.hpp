#pragma once
// A whole installation on a disk that can lose its power. Every write of the database goes through the shim of tests/store/cut_vfs, so that the
// power can be cut at any moment of what was written since it was switched on.
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "main/installation.hpp"
#include "tests/store/cut_vfs.hpp"

namespace nibbi::sim {

class Powered {
 public:
  /// A new installation in a folder of its own, whose clock is `clock`.
  explicit Powered(std::function<Instant()> clock);
  ~Powered();
  Powered(const Powered&) = delete;
  Powered& operator=(const Powered&) = delete;

  usecases::House& house() { return installation_->house(); }
  /// Ended and begun again, in order.
  void restart();
  /// How much was asked of the disk so far.
  std::size_t writes() const { return disk_->count(); }
  /// The power goes while write `at` is under way, and comes back.
  void cut(std::size_t at, store::test::Unsynced, std::mt19937_64& chance);
  /// Runs these at once, so that what they ask of the writer, in this order, is one transaction.
  void at_once(const std::vector<std::function<void()>>&);

 private:
  void on();
  std::function<Instant()> clock_;
  std::string folder_;
  std::unique_ptr<store::test::CutVfs> disk_;
  std::unique_ptr<Installation> installation_;
};

}  // namespace nibbi::sim
