#pragma once
// Who watches the simulation: what was written, what the house answered, what stands in its log, what it showed. Everything that must always
// hold is held here, by what was observed alone; the house's own rules are asked nothing.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/sim/cast.hpp"
#include "tests/sim/device.hpp"
#include "usecases/child_view.hpp"

namespace nibbi::sim {

/// The mark of a file in everything that is written into it: what a view shows of it says whose it is and how deep it looks.
enum class Depth : char { identity = 'i', narrative = 'n' };
std::string mark(Depth, int file);

/// What a device asked of `synchronise`, and what it held then.
struct Asked {
  usecases::SyncAsked what;
  std::map<RecordId, std::string> held;
};

class Watch {
 public:
  Watch(const Cast& cast, std::vector<RecordId>& files) : cast_(cast), files_(files) {}

  int file_of(RecordId) const;  ///< -1: none of ours
  bool erased(int file) const;
  std::size_t erased_count() const;

  /// A device wrote this, or numbered and signed it again.
  void wrote(const Device&, const Written&);
  /// The house answered; what it did stands in its log by now.
  void answered(usecases::House&, const std::vector<usecases::Receipt>&, const Device&);
  /// Its answer arrived, and the device holds it for the last word.
  void told(const Written&);
  /// From here on nothing of this device may stand, and it sees nothing.
  void revoked(usecases::House&, DeviceId);

  /// Reads on in the log, and holds each new entry to what was observed before.
  void read_on(usecases::House&);
  void viewed(usecases::House&, const Staff&, int file, const std::string& json, const domain::PerTier<bool>& shown);
  /// A device was told what is new; `before`: the newest row of the access log before.
  void synchronised(usecases::House&, const Staff&, const Device&, const Asked&, const usecases::Synced&, std::int64_t before);
  static std::int64_t accesses(usecases::House&);
  /// A list named these files.
  void listed(usecases::House&, const Staff&, const std::vector<RecordId>& named, std::int64_t accesses_before);
  /// The house was ended and begun again, by whom or whatever.
  void came_back(usecases::House&);
  /// All is over and every outbox should be empty.
  void ended(usecases::House&, const std::vector<Device>&);

  bool stands(EntryId id) const { return in_log_.contains(id); }
  std::int64_t entries() const { return static_cast<std::int64_t>(log_.size()); }
  std::map<std::string, long> counts;  ///< what happened, for the summary: kinds accepted, verdicts, refusals

 private:
  struct Told { usecases::ReceiptStatus status; std::int64_t n = 0, pos = 0; };
  struct Known {
    int device = 0, file = -1;
    domain::Body body;
    std::set<std::string> headers;
    std::optional<Told> answered, told;
  };
  struct Stands { EntryId id; usecases::Digest chain{}; };
  struct FileSeen {
    bool opened = false, erased = false;
    PersonId holder;
    UnitId holder_unit;
    std::set<UnitId> asked, open_to;
    std::set<PersonId> open_to_people;
    std::map<EntryId, UnitId> referrals;
    /// What the child said about going, of which nobody who heard more later had known.
    struct Heard { std::int64_t n = 0; std::string wish; PersonId by; DeviceId device; };
    std::vector<Heard> wishes;
    std::map<EntryId, domain::ReturnPlanned> plans;
    std::set<EntryId> withdrawn, notes;
    std::map<RecordId, bool> joined;
  };
  void stands(usecases::House&, const domain::Header&, const Known&, int file, std::int64_t n);
  void system_stands(int file, const domain::Header&);
  void holds_to_state(usecases::House&, int file);
  void holds_erased(usecases::House&, int file);
  bool may_know_name(const Staff&, const FileSeen&) const;
  /// Everything in a view that says of which file it is, and how deep it looks.
  void holds_to_marks(const Staff&, int file, const std::string& json, const domain::PerTier<bool>* shown);

  const Cast& cast_;
  std::vector<RecordId>& files_;
  std::map<EntryId, Known> known_;
  std::map<EntryId, Told> in_log_;
  std::vector<Stands> log_;
  std::map<RecordId, std::int64_t> n_;
  std::map<int, FileSeen> seen_;
  std::set<DeviceId> revoked_;
  std::int64_t accesses_ = 0;
};

}  // namespace nibbi::sim
