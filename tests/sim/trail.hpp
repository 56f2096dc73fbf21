#pragma once
// What happened, for who has to find out why something broke. Files, devices and people are numbers; kinds, verdicts and refusals are words of
// the contract; nothing that anybody wrote or is called stands here.
#include <cstdint>
#include <deque>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace nibbi::sim {

/// Something that must always hold did not. The words name the invariant.
struct Broken : std::runtime_error {
  explicit Broken(const std::string& invariant, int of_file = -1, int of_device = -1) : std::runtime_error(invariant), file(of_file), device(of_device) {}
  int file, device;  ///< whose trail tells more; -1: none
};

class Trail {
 public:
  explicit Trail(Instant began) : began_(began) {}
  /// `file` and `device` as numbers, -1 where there is none.
  void add(Instant now, int file, int device, std::string what);
  std::int64_t step() const { return step_; }
  /// The last lines about this file or device, or about the whole house.
  std::string about(int file, int device, std::size_t most = 40) const;

 private:
  struct Line { std::int64_t step; Instant at; int file, device; std::string what; };
  Instant began_;
  std::int64_t step_ = 0;
  std::deque<Line> lines_;
};

}  // namespace nibbi::sim
