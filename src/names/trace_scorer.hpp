#pragma once
// One file held against one inquiry: the sum of the bits, and the same said in words. Only for trace.cpp.
#include "names/assignment.hpp"
#include "names/trace.hpp"

namespace nibbi::names {

class TraceScorer {
 public:
  TraceScorer(const TraceBase& base, Trace& trace, const Known& inquiry);
  /// `evidence`, if given, gets what the bits are made of.
  Trace::Score score(std::uint32_t file, std::vector<Evidence>* evidence = nullptr);

 private:
  using Bits = Trace::Bits;
  /// Numbers of words asked, or items of the file; without a reservation for each of thousands of files.
  class Words {
   public:
    void push_back(std::uint32_t word) {
      if (count_ < kAssignedMax) at_[count_++] = word;
    }
    std::size_t size() const { return count_; }
    std::uint32_t operator[](std::size_t i) const { return at_[i]; }
    const std::uint32_t* begin() const { return at_.data(); }
    const std::uint32_t* end() const { return at_.data() + count_; }

   private:
    std::array<std::uint32_t, kAssignedMax> at_;
    std::size_t count_ = 0;
  };
  struct Name {
    std::uint32_t kind = 0;
    Words words;
  };
  struct Own {  ///< how two of the child's names agree
    Bits given = 0, family = 0, matched_family = 0;
    Words given_by;                    ///< the senses by which they agree
    std::uint64_t matched = 0;         ///< which words asked
    std::array<Bits, 2 * kAssignedMax> repeated{};  ///< of the first words asked: what those brought that relatives may repeat
    std::array<std::uint32_t, 2 * kAssignedMax> repeated_by{};  ///< and by which sense
    std::vector<std::string> why;
    bool known = false;
  };

  static bool is_kin(std::uint32_t kind) { return kind < TraceBase::kOwn; }
  const Trace::Sense* sense(std::uint32_t item, std::uint32_t asked) const;
  Own own_names(const Name& theirs, const Name& ours, bool aliases, bool want_words);
  Own best_own(bool want_words);
  struct Pair {
    Bits worth = 0;
    Bits of_family = 0;                         ///< what of it the child's family name brings
    Words by;                                   ///< the senses by which they agree, of words that stand nowhere else in the inquiry
    std::array<Bits, kAssignedMax> repeated{};  ///< of each word of ours that stands elsewhere in the inquiry as well
    std::array<std::uint32_t, kAssignedMax> repeated_by{};
  };
  struct Told {  ///< what a word that is told of the family, and is the file's family name, tells of the rest
    std::uint8_t family;
    Bits at_home = 0, given = 0;
  };
  /// The file's family name may be told by several words: the one that tells the least of the rest is taken, so that telling one more never costs.
  Bits least_told(bool with_given) const;
  bool is_the_family(std::uint32_t asked) const {
    const std::uint8_t family = trace_.asked_[asked].family;
    return family != Trace::kNoFamily && (called_ >> family & 1) != 0;
  }
  std::uint32_t number(const Trace::Sense* s) const { return static_cast<std::uint32_t>(s - trace_.senses_.data()); }
  void count_repeated(std::uint32_t asked, std::uint32_t sense, Bits all);
  Bits told_by(const Told& t, const Words& senses) const {
    Bits sum = 0;
    for (const std::uint32_t s : senses) sum += trace_.families_[t.family].told[s];
    return sum;
  }
  Pair relative(const Name& theirs, const Name& ours) const;
  Bits best_without(const Told&, std::span<const Pair>, std::size_t rows, std::size_t columns) const;
  void relatives(Trace::Score&, std::vector<Evidence>*);
  void place_and_languages(const TraceBase::File&, Trace::Score&, std::vector<Evidence>*);
  void the_rest(const TraceBase::File&, Trace::Score&, std::vector<Evidence>*);
  std::string said(std::uint32_t asked) const { return trace_.asked_[asked].token.word.written; }
  std::string said(const Name& ours) const;
  std::string line(std::uint32_t item, std::uint32_t asked);

  const TraceBase& base_;
  Trace& trace_;
  const Known& inquiry_;
  std::vector<Name> our_names_, our_relatives_, names_, relatives_;  ///< of the inquiry; of the file at hand
  std::vector<std::uint32_t> our_languages_, our_marks_, languages_, marks_;
  Own own_;
  std::vector<Bits> counted_;  ///< of each word asked, what it and those that repeat it have brought
  std::uint64_t called_ = 0;   ///< which words of the inquiry are the file's family name, by Asked::family
  std::vector<Told> told_;     ///< for each of them
  std::vector<Bits> untold_;   ///< for each of told_ and each word asked: what of counted_ it doesn't tell
  Bits family_brings_ = 0;     ///< what they have brought, whoever's name told them
};

}  // namespace nibbi::names
