#pragma once
// The invented programme as a whole: which children there are, how far each has come, and their files one after another, oldest first.
#include <map>
#include <memory>
#include <optional>

#include "demo/story.hpp"

namespace nibbi::demo {

/// Which courses a programme of so many children has; every course at least once where there are children enough.
std::vector<Course> courses_for(std::int64_t children);

class Programme {
 public:
  /// The same seed, number and moment give the same programme. `now`: when the story stops.
  Programme(const domain::Rules&, std::span<const wire::ContractFile>, std::uint64_t seed, std::int64_t children, Instant now);

  const Cast& cast() const { return cast_; }
  /// Units and people, as entries of the system; they come first.
  std::vector<History> foundations();
  /// The group event and the places where children were.
  std::vector<History> shared();
  /// A child's family, inquiry and movement, then the file itself; nullopt after the last.
  std::optional<std::vector<History>> next();

 private:
  struct Planned { ChildPlan plan; Instant begins; };
  ChildPlan plan(std::int64_t number, Course, bool in_group);
  Instant when(const ChildPlan&);

  Stock stock_;
  Cast cast_;
  World world_;
  Chance chance_;
  std::vector<History> shared_;
  std::vector<Planned> children_;
  std::size_t told_ = 0;
  std::map<UnitId, std::int64_t> sleeping_;
};

}  // namespace nibbi::demo
