#pragma once
// How a word may sound, whatever orthography it was written in: French, English, Portuguese, or the national ones (matching.md, R1 to R16).
//
// Sounds are one letter each: a e i o u, p b t d k g f v s m n l r w y, and J (dj), C (tch), N (gn). Length, doubled consonants, h and the
// difference of s and z are no sounds of their own here: no two orthographies agree on them. A spelling that can be read in two ways
// (c in Cisse, Camara, Ceerno; a last e that is mute or not) has a reading for each.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "names/letters.hpp"

namespace nibbi::names {

struct Reading {
  std::string sounds;                 ///< the orthographic key
  std::vector<std::string> graphs;    ///< for each sound, the letters that it was written with
  std::string skeleton;               ///< its consonants, voiced and unvoiced alike: what survives dialects
  std::uint16_t consonants = 0;       ///< a bit for each kind of consonant in it: two words that share few of them are far apart
};

inline constexpr std::size_t kReadingsMax = 6;

/// At least one reading, the likeliest first, all different. Letters of other scripts stand for themselves.
std::vector<Reading> readings_of(const Word&);

/// The consonants of a key: p for b, t for d, k for g, l for r; without w, y, vowels and a nasal before another consonant.
std::string skeleton_of(std::string_view sounds);

/// At least so far apart are two words by the consonants alone that one has and the other has not, as sound_distance counts (never more).
int distance_at_least(const Reading&, const Reading&);

/// What the difference between two ways of writing one sound is called: "dj/di".
std::string_view rule_name(char sound);

constexpr bool is_vowel_sound(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

}  // namespace nibbi::names
