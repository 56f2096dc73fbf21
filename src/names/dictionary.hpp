#pragma once
// The different words of a base, each once, with the keys by which others find it. A word that nobody has any more is wiped.
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "names/compare.hpp"
#include "names/shelf.hpp"

namespace nibbi::names {

class Dictionary {
 public:
  using Numbers = std::vector<std::uint32_t>;

  /// The number of a word, known or new; it has one user more.
  std::uint32_t take(Word);
  /// One user less. After the last one nothing of the word is left, and its number goes to another.
  void give_back(std::uint32_t number);
  const Word& at(std::uint32_t number) const { return words_[number]; }
  /// Numbers are below this.
  std::size_t size() const { return words_.size(); }
  /// Another number each time that a word was wiped: what was remembered of numbers no longer holds.
  std::uint32_t wiped() const { return wiped_; }
  /// Another number each time that a word came or was wiped: what was remembered of which words there are no longer holds.
  std::uint64_t changes() const { return changes_; }
  std::size_t bytes() const;

 private:
  friend class NearWords;
  template <class Change>
  void each_list(const Token&, const Change&);

  std::vector<Word> words_;
  Numbers users_, free_;
  /// By what is read in it, not by what is left of it when folded: Traoré and Traore sound differently, whichever was there first.
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::unordered_map<std::string, Numbers> by_folded_, by_sounds_, by_skeleton_;
  std::unordered_map<std::uint16_t, Numbers> by_name_;
  Shelf by_length_[kWordBytesMax + 1];
  std::uint32_t wiped_ = 0;
  std::uint64_t changes_ = 0;
};

/// A word of the dictionary that may be the one that is asked for.
struct NearWord {
  std::uint32_t word;
  Level level;
  bool beginning = false;  ///< the word asked for begins it, and may still be typed
  bool far = false;        ///< two slips away, not one
};
using Nearby = std::unordered_map<std::uint32_t, NearWord>;

/// Of two ways to the same word the stronger one is kept.
void keep_nearest(Nearby&, NearWord);

/// One asker's way into a dictionary; not for two threads at once.
class NearWords {
 public:
  explicit NearWords(const Dictionary& dictionary) : dictionary_(dictionary), wiped_(dictionary.wiped()) {}
  /// All that are read alike, are forms of one name, or are a slip or two away.
  /// `there`, if given, says which words count as being there: what nobody whom the asker sees is called leads to no other word either.
  Nearby of(const Token&, const std::function<bool(std::uint32_t)>& there = {});
  /// Words of which this one may be the beginning, with one slip.
  void add_slipped_beginnings(const Token&, Nearby&) const;
  /// Names of clans that stand for this one. They are not the same name.
  Dictionary::Numbers clan_equivalents(const Token&);
  /// A word of the dictionary, read.
  const Token& token(std::uint32_t number);

 private:
  const Dictionary& dictionary_;
  std::uint32_t wiped_;
  std::unordered_map<std::uint32_t, Token> read_;  ///< words that were read lately; names recur
};

}  // namespace nibbi::names
