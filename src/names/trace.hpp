#pragma once
// Family tracing: what relatives say of a child they look for, held against every child's file, with what speaks for it, against it, and what nobody knows.
//
// A fact that both sides tell is worth log2(m/u) bits: m is how often one child's file agrees so far, u how often anybody's does. A fact that one side
// does not tell is worth nothing. Names and places count by how rare they are among the files that the asker may see, and nothing else of the others is
// read. What two facts say together is counted once (a father's family name that is the child's). Children of one household share nearly all: a file
// must agree in what is the child's own, or it is the file of a brother or sister. Nothing here decides for a person (docs/decisions/0015-tracing.md).
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "names/dates.hpp"
#include "names/dictionary.hpp"
#include "names/region.hpp"

namespace nibbi::names {

/// Who somebody is to the child.
enum class Kin : std::uint8_t { mother, father, sibling, companion, other };  ///< companion: who was with the child; other: an aunt, a guardian
enum class Sex : std::uint8_t { unknown, female, male };

struct Relative {
  Kin kin;
  std::string name;
};

struct Point {
  float latitude, longitude;
};

/// The same as a direction from the middle of the earth: how far two are apart is known without an angle.
struct Spot {
  double x = 0, y = 0, z = 0;
};

/// What is known of one child, by a file or by those who look for the child. Any part may be empty.
struct Known {
  std::string given, family;
  std::vector<std::string> other_names;
  std::vector<Relative> relatives;
  std::string village;
  std::optional<Point> where;             ///< of the village
  std::optional<Span> born, parted;       ///< parted: when child and family lost each other
  Sex sex = Sex::unknown;
  std::vector<std::string> languages, marks;  ///< a mark in words, or as a code ("scar_face")
};

enum class Fact : std::uint8_t { name, mother, father, sibling, companion, relative, village, born, parted, sex, language, mark };
std::string_view word(Fact);
enum class Side : std::uint8_t { speaks_for, against, unknown };
std::string_view word(Side);

struct Evidence {
  Fact fact;
  Side side;
  double bits;      ///< above 0 for, below 0 against, 0 unknown
  std::string why;  ///< "Diallo ~ Jallow: dj/di"
};

/// By the probability alone, never by what else was found.
enum class Band : std::uint8_t { strong, possible, weak };
std::string_view word(Band);
inline constexpr double kStrong = 0.99, kPossible = 0.90;  ///< possible: where 99 of 100 invented inquiries without an answer stay below

struct Candidate {
  std::uint32_t file;
  double weight;       ///< the sum of the bits
  double probability;  ///< that this is the child; calibrated on invented people
  Band band;
  std::vector<Evidence> evidence;  ///< in the order of Fact
};

struct Traced {
  std::vector<Candidate> candidates;  ///< best first
  bool likely = false;                ///< false: no likely match, whatever is listed
  std::vector<Fact> would_help;       ///< what the inquiry does not tell and files do
};

struct TraceSize {
  std::size_t files = 0, words = 0, places = 0, dictionary_bytes = 0, file_bytes = 0;
};

/// The files, in memory. A file is numbers: its row of 40 bytes, and eight and a little for each word of it: the word in the file, the file with the word. Not
/// for writing while somebody asks.
class TraceBase {
 public:
  /// The file's number; after `erase` it goes to another. Equals are listed by `order`, which the caller chooses once for each file, so that the answer
  /// does not depend on which came first.
  std::uint32_t add(std::uint64_t order, const Known&);
  /// Nothing of the file is left, nor a word that only it had.
  void erase(std::uint32_t file);
  TraceSize size() const;

 private:
  friend class Trace;
  friend class TraceScorer;

  /// Whose word it is, as counted: how rare a name is as a child's says nothing about how rare it is as a mother's.
  enum Class : std::uint32_t { own, kin, language, mark };
  static constexpr std::size_t kClasses = 4;
  /// An item: number of the word << 5 | family name << 4 | a new name begins << 3 | kind. Kinds: one for each Kin, then these.
  enum Kind : std::uint32_t { kOwn = 5, kLanguage = 6, kMark = 7 };
  static constexpr std::uint32_t kKindBits = 7, kBegins = 8, kFamily = 16, kNumberAt = 5;
  static Class class_of(std::uint32_t item) {
    const std::uint32_t kind = item & kKindBits;
    return kind < kOwn ? kin : kind == kOwn ? own : kind == kLanguage ? language : mark;
  }

  static constexpr Span kUnknown = {1, 0};
  struct File {
    std::uint64_t order = 0;
    std::uint32_t at = 0, place = 0;  ///< place: its number and one, 0 when unknown
    Span born = kUnknown, parted = kUnknown;
    std::uint16_t items = 0;
    Sex sex = Sex::unknown;
    bool there = false, marks = false;  ///< marks: it tells some
  };
  using Numbers = std::vector<std::uint32_t>;
  struct Place {
    std::uint32_t name = 0, users = 0;
    std::optional<Point> where;
    Spot spot;
    Numbers files;
  };
  using PlaceKey = std::array<std::int32_t, 3>;

  struct Item {
    Word word;
    std::uint32_t marks;  ///< all of the item but the number
  };
  static std::vector<Item> items_of(const Known&);
  static void put(Numbers& list, std::uint32_t entry);
  static void take_out(Numbers& list, std::uint32_t entry);
  std::uint32_t take_place(const Known&);
  void give_back_place(std::uint32_t place);
  void close_gaps();

  Dictionary words_, place_names_;
  std::vector<std::array<std::uint32_t, kClasses>> counts_;  ///< of each word
  static constexpr std::uint32_t kClassBits = 2, kOfClass = 3;
  std::vector<Numbers> files_of_;                            ///< of each word: file << kClassBits | class, ascending; of a language nobody is looked up
  std::vector<std::uint32_t> items_;
  std::size_t gaps_ = 0;                                     ///< items of erased files
  std::vector<File> files_;
  std::vector<std::uint8_t> lots_;  ///< of each file: 0 in half of them, 1 in a quarter, and so on. Of a crowd, those with a higher one are counted
  std::vector<std::uint32_t> free_files_, free_places_;
  std::vector<Place> places_;
  std::map<PlaceKey, std::uint32_t> place_numbers_;
  std::size_t there_ = 0, with_marks_ = 0;
};

/// The files that an asker may see: one bit each, by number. Files beyond its end are not seen. Nothing at all: every file.
using Visible = std::optional<std::span<const std::uint64_t>>;

/// One asker's room to work in; not for two threads at once.
class Trace {
 public:
  explicit Trace(const TraceBase& base, const Region& region = {}) : base_(base), region_(region), words_(base.words_), place_names_(base.place_names_) {}
  /// The best `top` candidates. The answer is the one that a base of the visible files alone would give.
  Traced find(const Known& inquiry, std::size_t top, Visible visible = std::nullopt);
  /// Who of all files but a few may be this child, where anybody is likely to be: the candidates that `find` has, with the same weights, without a pass over
  /// all files. Only files are looked at that share enough words and places to come to the weight that a likely match needs; where none has it, there is no
  /// candidate. What shares little takes nothing from a probability, so that it may be some hundredths more.
  Traced likely(const Known& inquiry, std::size_t top, std::span<const std::uint32_t> without = {});

 private:
  friend class TraceScorer;
  using Bits = std::int32_t;  ///< in parts of 1024: whole numbers add up to the same in every order
  static constexpr std::uint8_t kNoFamily = 64;
  struct Asked {              ///< a word of the inquiry
    Token token;
    std::uint32_t item;       ///< kind and marks as in the base, without a number
    std::size_t same_as;      ///< the first word that it repeats: the child's family name, or another relative's; its own place when none
    bool repeated = false;    ///< there is another that is the same: together they count once
    std::uint8_t family = kNoFamily;  ///< which of families_, when it may be the child's family name
  };
  struct Sense {  ///< a word of the base that may be a word of the inquiry
    std::uint32_t word, asked, next;
    Level level;
    Bits bits;
    double share;          ///< of how many it is taken to be
    bool sisters = false;  ///< the inquiry calls a brother or sister more nearly so than the child
  };
  /// A word of the inquiry that may be the child's family name, told as the child's own or with a relative's name: what files so called share.
  struct Family {
    std::vector<std::uint32_t> words; ///< of the base: the name, as it may be written
    unsigned least_lot = 0;           ///< of a crowd, the files of at least this lot are counted
    bool counted = false;             ///< nobody who is looked at is called so, else
    std::size_t files = 0, places = 0;
    std::size_t given = 0;            ///< files of children whose given name it is
    std::array<std::size_t, 7> near{};
    std::array<Bits, 7> near_told{};
    std::vector<std::uint32_t> have;  ///< of each sense: how often it stands in their files
    std::vector<Bits> told;           ///< and what of it the family name tells already
  };
  struct Score {
    Bits all = 0, home = 0;  ///< home: what a brother's or sister's file would agree in as well
    std::uint32_t file = 0;
  };

  void prepare(const Known& inquiry);
  void read(const Known& inquiry);
  std::vector<NearWord> near_to(const Asked&);
  void name_families();
  void count(Visible);
  void count_without(std::span<const std::uint32_t> files);
  std::uint32_t have(std::uint32_t word, TraceBase::Class) const;
  void learn_senses();
  bool is_a_siblings(std::uint32_t word, Level);
  void learn_places(const Known& inquiry);
  std::vector<Score> best(std::size_t top, Visible);
  void sort(std::vector<Score>&) const;
  Traced judged(const std::vector<Score>&, std::size_t top);
  void add_shared_words();
  std::vector<std::uint32_t> sharing(Bits least);
  std::vector<Score> scored(std::span<const std::uint32_t> files, Bits least);
  Bits bound(const TraceBase::File&, bool& of_the_family) const;
  std::uint64_t families_of(const TraceBase::File&, std::uint32_t place_in_name) const;
  void count_in_families(std::uint32_t file, std::uint64_t which);
  void begin_to_count(Family&) const;
  void count_family(std::uint8_t number);
  void learn_families();
  void learn_what_it_tells(Family&, std::uint8_t number) const;

  const TraceBase& base_;
  Region region_;
  NearWords words_, place_names_;
  const Known* inquiry_ = nullptr;
  std::vector<Asked> asked_;
  std::vector<std::vector<NearWord>> near_;               ///< of each word asked, in the order of levels
  std::unordered_map<std::string, std::vector<NearWord>> near_known_;  ///< of words asked before, while the dictionary stays as it is: names recur
  std::uint64_t near_known_of_ = 0;
  std::vector<Sense> senses_;
  std::vector<std::uint32_t> sense_at_;                   ///< by word
  /// By word: the most that it can bring, by whose word it is, in parts of 16; and whether it is the family name asked for.
  std::vector<std::array<std::uint16_t, TraceBase::kClasses>> most_;
  std::vector<Family> families_;
  std::uint64_t family_names_ = 0;                        ///< which of families_ are more children's family names than given names, one bit each
  std::vector<std::uint64_t> called_so_;                  ///< by word: which of families_ a child with this family name is of, one bit each
  std::vector<std::uint8_t> place_near_;                  ///< by place: how near it is to the one asked for
  std::array<Bits, 7> near_bits_{};
  std::array<double, 7> near_share_{};
  std::vector<std::array<std::uint32_t, TraceBase::kClasses>> seen_;  ///< counts among the visible files, when not all are
  std::vector<std::uint32_t> seen_places_;
  std::vector<std::uint32_t> without_;                    ///< ascending: files that are not looked at, and are not in the counts
  std::unordered_map<std::uint32_t, std::array<std::uint32_t, TraceBase::kClasses>> less_;  ///< what those have
  std::vector<std::int16_t> bounds_;                      ///< by file, in parts of 16
  std::vector<std::uint32_t> shared_;                     ///< by file, in parts of 16: the most that the words and the place can bring which it shares
  std::size_t seen_files_ = 0, seen_with_marks_ = 0;
  bool all_seen_ = true;
};

}  // namespace nibbi::names
