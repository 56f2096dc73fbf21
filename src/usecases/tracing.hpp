#pragma once
// Family tracing, as people ask for it: whose child a family looks for, and which family looks for a child. The name engine compares all with all
// (usecases/trace_desk); here each person is told what their rights on each file open, and the look is written down before it is served. Nobody is told
// anything of a file on which they may not compare, not even that there is one. It decides nothing: proposing, confirming and setting aside are entries
// of the child's file. Decision 0018.
#include <string>
#include <vector>

#include "usecases/eye.hpp"
#include "usecases/trace_desk.hpp"
#include "domain/tasks.hpp"

namespace nibbi::usecases {

/// What one side tells of one fact: words as they were written (names, a village), codes of a list (sex, languages), or the days that a date may mean.
struct Told {
  std::vector<std::string> words;
  std::optional<names::Span> days;
  bool empty() const { return words.empty() && !days; }
};
struct FactLine {
  names::Fact fact{};
  names::Side side = names::Side::unknown;
  Told child, family;
};

/// What agrees or differs, by how much it weighs; then what only one side tells. What neither tells is left out.
std::vector<FactLine> lines_of(const names::Known& child, const names::Known& family, std::vector<names::Evidence>);

/// Where a file stands towards an inquiry; `waits`: proposed, and neither confirmed nor set aside.
enum class TraceStanding : std::uint8_t { open, waits, confirmed, set_aside };
std::string_view word(TraceStanding);

/// One file beside one inquiry.
struct Beside {
  RecordId child;
  InquiryPtr inquiry;
  std::string code, name;      ///< of the child; the name is empty unless identity is open
  names::Band band{};
  std::vector<FactLine> facts;  ///< what weighs most first, then what nobody knows
  TraceStanding standing{};
  EntryId proposed;            ///< the entry that proposed it
  bool own_proposal = false;   ///< by this person or their unit: somebody else confirms
  Wish wish{};                 ///< of the child, about looking for the family
  bool kept_away = false;      ///< whoever looks has a name that stands among those to whom the child must not be given
};

struct InquiryView {
  InquiryPtr inquiry;
  bool likely = false;         ///< false: no likely match among what this person may see
  std::vector<Beside> candidates;
  std::vector<names::Fact> would_help;
  bool found = false;
};

/// The inquiries that this person opened, and, for who answers for them, those of their people; newest first.
std::vector<InquiryPtr> inquiries_of(House&, const Session&);
/// One of them with its candidates. Refuses not_found.
Result<InquiryView> candidates_of(House&, const Session&, RecordId inquiry);
/// The families that may be this child's, and those that were proposed. Refuses not_found, not_allowed (who may not compare on this file).
Result<std::vector<Beside>> families_of(House&, const Session&, RecordId child);
/// One file and one inquiry side by side: for who may compare on the file, where the two were paired or the inquiry is theirs. Refuses not_found, not_allowed.
Result<Beside> side_by_side(House&, const Session&, RecordId child, RecordId inquiry);

/// The brief as tasks are read off it: a family that looks no more is not to be checked any more, and the search goes on.
readmodels::BriefPtr without_ended(const House&, readmodels::BriefPtr);

/// What a family that may be this child's gives to do, to who may compare and to who can have it compared.
void add_tracing_tasks(const House&, const Eye&, const domain::ChildBrief&, domain::RelationSet held, std::vector<domain::Task>&);

/// Takes in what is new and compares it; for the clock's thread, never for a request's.
void follow_families(House&);

}  // namespace nibbi::usecases
