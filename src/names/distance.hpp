#pragma once
// How far apart two words are: in letters, all alike (bit-parallel), and in sounds, where what is often confused costs less.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nibbi::names {

/// A word of at most 64 bytes, to be compared with many. Letters left out, put in or changed count one each, and so do two neighbours in each other's place
/// (optimal string alignment; Myers 1999, in Hyyrö's form of 2003).
class Pattern {
 public:
  explicit Pattern(std::string_view word);
  /// To be compared with the other word only, or with what has no other letters: sooner made.
  Pattern(std::string_view word, std::string_view other);
  /// In bytes, to the whole text.
  unsigned distance(std::string_view text) const;
  /// The least distance to any beginning of the text: for a word that is still being typed.
  unsigned distance_to_beginning(std::string_view text) const;
  std::size_t size() const { return size_; }
  /// Where in the word a byte stands, one bit each.
  std::uint64_t places_of(unsigned char byte) const { return masks_[byte]; }

 private:
  template <bool beginning>
  unsigned run(std::string_view text) const;
  std::array<std::uint64_t, 256> masks_;
  std::size_t size_ = 0;
};

/// The same of two words, over at most 64 bytes of each.
unsigned slips_between(std::string_view a, std::string_view b);

/// What a change of sounds costs, in hundredths of an edit. Symmetric. Source: the correspondences R10 to R16 of matching.md.
struct Change {
  char from, to;  ///< 0: nothing there
  bool last;      ///< at the end of both words
};
inline constexpr int kEdit = 100;

/// The cheapest way from one key to the other; `changes` (if given) gets what was changed, in order. Beyond `limit` any number above it may be
/// answered: whoever only asks whether two words are near need not wait for how far they are.
inline constexpr int kNoLimit = 30'000;
int sound_distance(std::string_view a, std::string_view b, std::vector<Change>* changes = nullptr, int limit = kNoLimit);

}  // namespace nibbi::names
