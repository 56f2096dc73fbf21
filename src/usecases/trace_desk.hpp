#pragma once
// The name engine at its desk: every child's file and every inquiry of relatives as the matching engine reads them, held in memory and following the log.
// It acts as a principal of its own (contract/policy/doors.json, job name_engine): it compares all with all, and what leaves it is which file and which
// inquiry belong together and how surely, never a word of a file. Who may see a pair is asked by the caller, file by file.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <vector>

#include "domain/entry.hpp"
#include "names/trace.hpp"
#include "usecases/known_child.hpp"

namespace nibbi::usecases {

struct House;

/// An inquiry as it stands; once closed it is compared with nobody.
struct Inquiry {
  RecordId record;
  domain::InquiryOpened told;
  names::Known known;
  PersonId by;
  UnitId unit;
  Instant at;
  struct Closed { domain::Code end; Instant at; };
  std::optional<Closed> closed = {};
};
using InquiryPtr = std::shared_ptr<const Inquiry>;

/// A file held against an inquiry.
struct Weighed {
  RecordId file;
  names::Band band{};
  std::vector<names::Evidence> evidence;
};

/// Where two files that look alike stand towards each other.
enum class PairStanding : std::uint8_t { open, asked, decided };
struct FoundPair {
  RecordId a, b;  ///< a < b
  PairStanding standing{};
};

struct Compared {
  std::vector<Weighed> files;            ///< best first
  std::vector<names::Fact> would_help;   ///< what the inquiry does not tell
};

class TraceDesk {
 public:
  explicit TraceDesk(const readmodels::Places& places) : places_(places) {}
  /// By which villages are found that files and inquiries tell.
  const SpokenPlaces& places() const { return places_; }
  /// Takes in what the log has had since last time; the first time, everything. Costs no more than what is new.
  void catch_up(House&);
  /// Compares what is new: each new inquiry with all files, each changed file with all inquiries. At most `most` inquiries at a time: the others wait for
  /// the next time. Returns how many inquiries were compared.
  std::size_t compare(std::size_t most = 20);

  InquiryPtr inquiry(RecordId) const;
  std::vector<InquiryPtr> inquiries() const;
  /// The child whom this inquiry was confirmed to be for.
  std::optional<RecordId> found(RecordId inquiry) const;
  /// The inquiries that may be of this file's child, by what was compared so far; without those that somebody proposed or set aside on it.
  std::vector<RecordId> families_of(RecordId file) const;
  /// Whether what was proposed by this entry of a file waits for nobody any more: its inquiry is closed.
  bool is_over(RecordId file, EntryId proposed) const;
  /// This inquiry held against all files now: what of the best is in `seen`, and behind it, as weak, the next best that are. Nothing where it is closed.
  Compared weigh(const Inquiry&, const std::set<RecordId>& seen) const;
  /// Other files that may be of the same child, best first; without those of which somebody said that they are another child's, while neither of the two
  /// tells anything new (of brothers and sisters, who stay alike: until that word is taken back).
  std::vector<Weighed> alike(RecordId file) const;
  /// Looks for files of the same child, for files that are new or changed: so many at a time that it is soon over. Returns how many were held against the others.
  std::size_t match();
  /// Keeps what was found, so that after a start only what the log has had since is looked at; on the clock's thread.
  void keep(House&);
  /// The files found to be like this one by what was matched so far, on either side.
  std::vector<RecordId> pairs_of(RecordId file) const;
  /// All of them, and those of which somebody said what they are, or asked that they become one.
  std::vector<FoundPair> pairs() const;
  /// An intake that came later than it was made, or with a group, and that tells enough to be asked for (already_known.hpp).
  bool is_late_intake(RecordId file) const;
  /// What this file tells; nothing when it is not there.
  std::optional<names::Known> known(RecordId file) const;

 private:
  struct Judged {
    bool siblings = false;
    std::int64_t other_n = 0;  ///< the other file as it was before who said so
  };
  struct File {
    std::uint32_t number = 0;
    std::int64_t told_at = 0;             ///< the last entry that told a fact
    std::map<RecordId, Judged> judged;    ///< files of which it stands that they are another child's
    names::Known known;
    bool takes_part = false;
    bool late = false;                    ///< came later than it was made, or with a group
    std::set<RecordId> joining;           ///< files of which somebody asked that it becomes one with this
    std::size_t facts = 0;                ///< of those by which a child can be known again
    std::map<EntryId, RecordId> proposed;   ///< by entry: the inquiry that it proposes
    std::set<RecordId> settled, confirmed;  ///< inquiries that somebody proposed or set aside on this file; the one that was confirmed
  };
  struct Asked {
    InquiryPtr inquiry;
    std::optional<std::uint32_t> number;  ///< none while it is closed
    std::set<RecordId> pairs;             ///< files
  };
  using Bits = std::vector<std::uint64_t>;

  void take_file(House&, RecordId, std::int64_t n, const std::function<bool(const domain::ChildState&)>& is_news);
  /// Reads what was kept; the files that the log has had since, or nothing where nothing was kept.
  std::optional<std::set<RecordId>> take_kept(House&);
  /// As it stands now: put in, put in anew where it was corrected, taken out of what is compared where it was closed or erased.
  void take_inquiry(House&, RecordId);
  void drop_file(RecordId);
  void pair(RecordId inquiry, Asked&, std::set<RecordId> files);
  std::set<RecordId> inquiries_to_compare(std::size_t most);
  bool are_two_children(RecordId, const File&, RecordId other, const File&) const;
  std::vector<Weighed> alike(RecordId, names::Trace&) const;
  void pair_files(RecordId, std::set<RecordId> like);
  Bits bits_of(const std::function<bool(RecordId, const File&)>&) const;

  SpokenPlaces places_;
  std::mutex following_;  ///< one at a time follows the log
  std::int64_t position_ = -1;
  mutable std::shared_mutex mutex_;
  names::TraceBase files_, asks_;
  std::map<RecordId, File> by_file_;
  std::map<RecordId, Asked> by_inquiry_;
  std::map<RecordId, std::set<RecordId>> families_;  ///< by file: the inquiries it is paired with
  std::map<RecordId, RecordId> found_;               ///< by inquiry: the file on which it was confirmed
  std::vector<RecordId> file_at_, inquiry_at_;       ///< by number
  std::set<RecordId> changed_, to_compare_;          ///< files; inquiries
  std::set<RecordId> to_match_;                      ///< files
  std::set<std::uint8_t> to_keep_;                   ///< first bytes of files whose pairs changed
  std::int64_t kept_position_ = -1;
  std::map<RecordId, RecordId> joined_;              ///< a file that became part of another, and that one
  std::map<RecordId, std::set<RecordId>> like_, liked_by_;  ///< by file: those found when it was matched; those that found it
};

}  // namespace nibbi::usecases
