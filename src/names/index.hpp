#pragma once
// Files found by any spelling of what is known of them, with the reasons. Held in memory; many Searches may read one Index.
//
// Each different word is kept once, in the dictionary, with its keys. A file is only the numbers of its words in the words' lists
// (32 bits for each word of the file: its row, and whether the word is the child's own, a relative's or a place's), its id, its age and the
// last digits of its phone number. A query word is compared with the dictionary, never with files.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "names/compare.hpp"

namespace nibbi::names {

/// What is known of one person; any part may be empty.
struct Person {
  std::string_view id, given, family, mother, father, village, phone;
  int age = -1;  ///< in years; -1 when unknown
};

struct Hit {
  std::string id;
  double weight = 0;          ///< in bits: how much rarer than chance it is that all of this agrees
  Level level = Level::none;  ///< of the weakest word that agrees
  std::vector<std::string> reasons;
};

struct Found {
  std::vector<Hit> hits;  ///< best first, ties in the order of the files
  /// More files than were asked for agree as well as the best one: then there are no hits, and one more fact is asked for.
  bool too_common = false;
  std::size_t matches = 0;
  std::vector<std::string> ask;
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
  struct Pending {
    std::uint32_t word, posting;
  };
  using Words = std::vector<std::uint32_t>;

  bool add_words(std::string_view text, Part);
  std::size_t files() const { return ids_ends_.size(); }
  std::span<const std::uint32_t> postings(std::uint32_t word) const;
  std::string_view id(std::uint32_t row) const;

  std::vector<Word> words_;  ///< by number
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::unordered_map<std::string, Words> by_sounds_, by_skeleton_;
  std::unordered_map<std::uint16_t, Words> by_name_;
  Words by_letters_;               ///< in alphabetical order: for beginnings
  Words by_length_[kWordBytesMax + 1];
  std::vector<std::uint32_t> list_ends_, postings_;  ///< row << 2 | part
  std::vector<Pending> pending_;
  std::string ids_;
  std::vector<std::uint32_t> ids_ends_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> phones_;  ///< the last eight digits, and the row
  std::vector<std::uint8_t> ages_;
  bool has_mother_ = false, has_father_ = false, has_village_ = false, has_age_ = false, has_phone_ = false;
};

/// One asker's room to work in; not for two threads at once.
class Search {
 public:
  explicit Search(const Index& index) : index_(index) {}
  Found find(std::string_view query, std::size_t top);

 private:
  struct Near {
    std::uint32_t word;
    Level level;
    bool beginning;  ///< the query word begins it, and may still be typed
  };
  struct Asked {
    Token token;
    std::vector<Near> near;  ///< strongest first
    std::vector<double> bits;  ///< for each of `near`
    double missing_price = 0;  ///< what it takes from a file that it has nothing of the kind
  };
  Asked ask(Word);
  const Token& token(std::uint32_t word);
  void count(const Asked&);
  void explain(const std::vector<Asked>&, std::uint32_t row, Hit&);
  Found by_number(std::string_view digits, std::size_t top) const;

  const Index& index_;
  std::uint32_t stamp_ = 0, first_stamp_ = 0;
  float missing_all_ = 0;
  std::vector<std::uint32_t> stamps_;   ///< by row: the last query word that agreed
  std::vector<float> total_, last_;     ///< by row: bits so far, and of them the last word's
  std::vector<std::uint8_t> agreed_;    ///< by row: how many words agreed
  std::vector<std::uint32_t> touched_;
  std::unordered_map<std::uint32_t, Token> read_;  ///< words that were read lately; names recur
};

}  // namespace nibbi::names
