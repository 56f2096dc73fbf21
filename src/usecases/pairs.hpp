#pragma once
// Two files that may be of one child. Whoever sees both finds them side by side and says: the same child (usecases/join), not the same, or brothers or
// sisters. What they say is an entry of both files, is remembered until one of the two tells something new, and can be taken back. Nobody is told of a
// pair of which they see only one file. Decision 0018.
#include <vector>

#include "domain/tasks.hpp"
#include "usecases/tracing.hpp"

namespace nibbi::usecases {

struct ReadyEntry;

/// The other file of a pair, beside the one in hand.
struct Alike {
  RecordId record;
  std::string code, name;
  names::Band band{};
  std::vector<FactLine> facts;  ///< `child`: what the file in hand tells; `family`: the other one
};

/// Files that may be of the same child as this one, among those of which this person sees the identity and may write in; best first. The look is written
/// down on each. Refuses not_found, not_allowed.
Result<std::vector<Alike>> alike_files(House&, const Session&, RecordId);

/// Whether this word on two files may stand, as far as the other file and its author's sight of both go; on the writer's thread. Refuses not_found where
/// they may not know of the other file, not_allowed, no_such_step where one of the two is joined to another, seen_in_the_future.
Result<void> may_judge_pair(House&, Draft&, const ReadyEntry&, domain::Factor);
/// Says the same in the other file.
void say_on_the_other_side(House&, Draft&, const ReadyEntry&);

/// Two files to look at beside each other: `here` was opened first.
struct PairLine {
  RecordId here, there;
  std::string here_code, here_name, there_code, there_name;
};
/// The pairs of one list that was taken in, or of all files that came in no list.
struct PairsOf {
  DeviceId list;         ///< none: those that came in no list
  std::string called;
  Instant at;
  UnitId unit;
  std::size_t decided = 0, asked = 0;  ///< somebody said what they are; a second person is asked whether they become one
  std::vector<PairLine> open;          ///< not more than a hundred
  std::size_t more = 0;                ///< open ones beyond these
};
/// For who may judge both files of a pair; of other pairs nothing is told, nor are they counted. Newest list first; what came in no list last. The look
/// is written down on each file that is named.
std::vector<PairsOf> pairs_to_review(House&, const Session&);

/// For who may judge both files, on the newer one: others that are like it. What came in a list is one task for all of it: `of_lists` tells whether there is any.
void add_pair_tasks(const House&, const Eye&, const domain::ChildBrief&, domain::RelationSet held, std::vector<domain::Task>&, bool& of_lists);

}  // namespace nibbi::usecases
