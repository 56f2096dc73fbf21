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
    Bits told = 0;                     ///< what of the given name the family name tells
    std::uint64_t matched = 0;         ///< which words asked
    std::array<Bits, 2 * kAssignedMax> repeated{};  ///< of the first words asked: what those brought that relatives repeat
    std::vector<std::string> why;
    bool known = false;
  };

  static bool is_kin(std::uint32_t kind) { return kind < TraceBase::kOwn; }
  const Trace::Sense* sense(std::uint32_t item, std::uint32_t asked) const;
  Own own_names(const Name& theirs, const Name& ours, bool aliases, bool want_words);
  Own best_own(bool want_words);
  struct Pair {
    Bits worth = 0, told = 0;  ///< told: what of it the family name tells
    std::array<Bits, kAssignedMax> repeated{};  ///< of each word of ours that stands elsewhere in the inquiry as well
  };
  Pair relative(const Name& theirs, const Name& ours) const;
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
  Bits told_ = 0;  ///< what of all that is shared at home the family name tells
};

}  // namespace nibbi::names
