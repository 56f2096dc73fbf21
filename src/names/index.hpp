#pragma once
// Files found by any spelling of what is known of them, with the reasons. Held in memory; many Searches may read one Index.
//
// Each different word is kept once, in the dictionary, with its keys. A file is only numbers: its row in the lists of its words, its words in
// its row (32 bits each, with whether the word is the child's own, a relative's or a place's), its id, its age and the last digits of its phone
// number. A query word is compared with the dictionary, never with files; only files that can still be among the best are looked at.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "names/compare.hpp"
#include "names/dictionary.hpp"

namespace nibbi::names {

inline constexpr std::uint8_t kNoAge = 255;

/// What is known of one person; any part may be empty.
struct Person {
  std::string_view id, given, family, mother, father, village, phone;
  int age = -1;  ///< in years; -1 when unknown
};

/// Why one word of a query speaks for a file, or does not.
struct Reason {
  enum class Where : std::uint8_t { own, relative, place, phone };
  enum class How : std::uint8_t { same, read_alike, begins, slip, missing };
  Where where = Where::own;
  How how = How::same;
  std::string theirs, said;        ///< the word in the file, as it is written there; the word of the query
  std::vector<std::string> rules;  ///< of read_alike: "dj/di"
};
/// "parent: Diallo ~ Jallow: dj/di".
std::string text(const Reason&);

struct Hit {
  std::string id;
  double weight = 0;          ///< in bits: how much rarer than chance it is that all of this agrees
  Level level = Level::none;  ///< of the weakest word that agrees
  std::vector<Reason> reasons;  ///< one for each word of the query, in its order
};

struct Found {
  std::vector<Hit> hits;  ///< best first, ties in the order of the files
  /// More files than were asked for agree as well as the best one: then there are no hits, and one more fact is asked for. Where the files know no
  /// further fact, the first of the equals are the hits, and `matches` says how many there are.
  bool too_common = false;
  std::size_t matches = 0;
  std::vector<std::string> ask;
  std::size_t ignored_words = 0;  ///< of the query, the last ones: a query has at most fifteen
};

struct IndexSize {
  std::size_t files = 0, words = 0, dictionary_bytes = 0, file_bytes = 0;
};

class Index {
 public:
  void add(const Person&);
  /// Call once, after the last add and before the first search.
  void finish();
  /// Bytes held, by what was asked of the allocator.
  IndexSize size() const;

 private:
  friend class Search;
  enum Part : std::uint32_t { own, relative, place };

  bool add_words(std::string_view text, Part);
  std::size_t files() const { return ids_ends_.size(); }
  std::span<const std::uint32_t> postings(std::uint32_t word) const;   ///< row << 2 | part, by row
  std::span<const std::uint32_t> words_in(std::uint32_t row) const {   ///< word << 2 | part
    const std::uint32_t from = row == 0 ? 0 : row_ends_[row - 1];
    return {row_words_.data() + from, row_ends_[row] - from};
  }
  std::string_view id(std::uint32_t row) const;

  Dictionary words_;
  std::vector<std::uint32_t> by_letters_;  ///< words in alphabetical order: for beginnings
  std::vector<std::uint32_t> places_;  ///< by word: how often it is a place's
  std::vector<std::uint32_t> list_ends_, postings_;
  std::vector<std::uint32_t> row_ends_, row_words_;
  std::string ids_;
  std::vector<std::uint32_t> ids_ends_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> phones_;  ///< the last eight digits, and the row
  std::vector<std::uint8_t> ages_;
  bool has_mother_ = false, has_father_ = false, has_village_ = false, has_age_ = false, has_phone_ = false;
};

/// One asker's room to work in; not for two threads at once. It holds six bytes a file beside the index.
class Search {
 public:
  explicit Search(const Index& index) : index_(index), words_(index.words_) {}
  Found find(std::string_view query, std::size_t top);

 private:
  /// In thousandth parts of a bit (1024): whole numbers add up to the same in every order.
  using Bits = std::int32_t;
  struct Near : NearWord {
    Bits bits = 0;
  };
  struct Asked {
    Token token;
    std::vector<Near> near;    ///< strongest first
    Bits missing = 0;          ///< what it takes from a file that it has nothing of the kind
    Bits most = 0;             ///< the best that a file can get for it
    Bits most_elsewhere = 0;   ///< the same, of the files that were not looked at
    std::size_t postings = 0;
  };
  struct Sense {  ///< a word of the dictionary, for one word of the query
    std::uint32_t word, asked;
    Bits bits;
    std::uint32_t next;
  };
  struct Scored {
    Bits bits;
    std::uint32_t row, agreed;
  };

  Asked ask(Word);
  void learn_senses();
  Scored score(std::uint32_t row) const;
  Bits age_bits(std::uint32_t row) const;
  void look_at_rare_rows(std::size_t of_rarest, std::size_t of_others);
  bool others_may_be_better(std::size_t top) const;
  void look_at_rows_with_most(std::size_t top);
  void look_at_rows_with_only(std::size_t asked);
  Found ranked(std::size_t top);
  std::size_t most_agreed() const;
  std::size_t least_agreed(std::size_t most) const;
  Bits threshold(std::size_t top, std::size_t least) const;
  void explain(std::uint32_t row, Hit&);
  Found by_number(std::string_view digits, std::size_t top) const;

  const Index& index_;
  NearWords words_;
  std::vector<Asked> asked_;
  int age_ = -1;
  std::vector<Scored> scored_;
  std::vector<std::uint16_t> marks_;    ///< by row: which words agree; all 0 between two looks
  std::vector<Sense> senses_;
  std::vector<std::uint32_t> sense_at_; ///< by word: the first of its senses, where that sense is of this word
};

}  // namespace nibbi::names
