#pragma once
// Invented people of the region with the truth beside them: for load tests and measurements, never shown to anybody as real.
//
// Each clerk writes a whole file in one orthography (French, English, Portuguese or national), slips on the keys of their keyboard, cuts names
// short, leaves out a second name, turns the order round, rounds ages, writes the next place for the village, and knows a mother by her child
// (matching.md, section 5). Children of one household share parents and village: they are the look-alikes that must be kept apart.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "names/trace.hpp"

namespace nibbi::names {

struct InventedPlace {
  std::string country, region, name;
  std::optional<Point> where;
};

struct InventedFile {
  std::uint64_t person = 0;  ///< the truth: files of one person have one number
  std::string id, given, family, mother, father, sex, village, phone, country, clerk;
  int age = 0;
  bool elsewhere = false;  ///< another place was written for the village
  // What tracing compares beside; only told when inquiries are made.
  std::vector<std::string> other_names, siblings, companions, languages, marks;
  std::optional<Point> where;
  std::string born, recorded, parted;  ///< dates, in part; recorded: when the age was said
};

/// What somebody might type who looks for a file, and what was done to it.
struct InventedQuery {
  std::string text;
  std::uint64_t person = 0;
  int slips = 0;
  bool other_orthography = false, turned_round = false, beginning = false;
  bool fact_in_file = false;  ///< what is asked for beside the names (village, or mother) is what the file says, slips and orthography aside
  InventedFile file;          ///< the person's first file
};

/// What relatives tell of a child whom they look for.
struct InventedInquiry {
  InventedFile told;         ///< its id is the inquiry's; its person the child
  bool answer = false;       ///< the child has a file
  bool switched = false;     ///< not written in French orthography
};

struct Invention {
  std::function<void(const InventedFile&)> file;
  std::function<void(const InventedQuery&)> query = {};
  std::function<void(const InventedInquiry&)> inquiry = {};
};

/// Both in the form in which tracing takes them.
Known known_of(const InventedFile&);

/// Writes `people` people, one file each and a second one for some 5 in 100, and `queries` queries for people chosen at random. The same seed gives
/// the same people. Without places no village is written.
void invent(std::uint64_t people, std::uint64_t queries, std::uint64_t seed, const std::vector<InventedPlace>& places, const Invention& to);

/// The same people for tracing, and `inquiries` about them. One child in forty has no file; three inquiries in ten are about such a child, whose brothers and sisters
/// may have files. Traffickers gave some children other names.
void invent_inquiries(std::uint64_t people, std::uint64_t inquiries, std::uint64_t seed, const std::vector<InventedPlace>& places, const Invention& to);

}  // namespace nibbi::names
