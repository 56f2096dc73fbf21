#pragma once
// Copies of files that leave the house: who-sees-what, `export_file`. For each file one person asks, in the file, and a second agrees; then a copy is
// made once, and the access log keeps who made it, why, and what was in it. What is in it: the parts that the asker may see, with the reason that
// they give and the agreement that they have.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "usecases/house.hpp"
#include "usecases/say.hpp"

namespace nibbi::usecases {

struct CopyAsker {
  PersonId person;
  std::string reason;
  std::string by;  ///< the user of the operating system, for the access log
};

/// A file of which this person may have a copy, in the post in which they may.
struct MayCopy {
  RecordId record;
  domain::Actor who;
};
/// In the order in which the files were opened; `of_unit`: only those that a worker of that unit has.
std::vector<MayCopy> may_copy(House&, PersonId, std::optional<UnitId> of_unit);

enum class CopyStanding : std::uint8_t {
  made,
  not_allowed,      ///< the right went since the list was made
  not_asked,        ///< nobody asked, or the copy that was agreed on is made
  second_awaited,
};
struct Copied {
  RecordId record;
  CopyStanding standing{};
  FilePtr file;                    ///< of a copy that was made
  domain::PerTier<bool> open{};    ///< the parts that may be in it
};

/// In a demonstration nobody else is there to agree: its supervisors and coordinators do, each where the page lets them, written in the file as any
/// agreement is. Outside of one it throws.
class DemoAgreement {
 public:
  explicit DemoAgreement(House&);
  /// Asks in this file and has somebody agree; on the writer's thread. False when nobody may.
  bool agree(House&, Draft&, const MayCopy&, const std::string& reason);

 private:
  Pen& pen(Draft&, PersonId, domain::Role, UnitId);
  std::vector<domain::Actor> second_;
  std::vector<Pen> pens_;
};

/// Makes the copies that were agreed on, in one transaction with their lines of the access log; what is returned may leave.
std::vector<Copied> make_copies(House&, const CopyAsker&, std::span<const MayCopy>, DemoAgreement* = nullptr);

}  // namespace nibbi::usecases
