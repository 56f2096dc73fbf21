#pragma once
// Lists held against themselves or each other: which rows are one person, with a probability, learned without examples.
//
// Fellegi and Sunter (1969): each field of a pair agrees at some level; a level is worth log2(m/u) bits, m being how often it is seen in pairs of
// one person, u in pairs of two; a missing value is worth nothing. u comes from pairs drawn at random, m from expectation maximisation over the
// patterns of the pairs compared; a value that agrees exactly is worth what is rare about it. What is compared and how follows from what the
// columns mean, and from nothing else. The same rows in another order give the same answer.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nibbi::names {

/// What a column says of a person.
enum class Meaning : std::uint8_t {
  given, family, name, birth_date, birth_year, age, sex, place, postal_code, address, phone, id_number, occupation, mother, father, relative, language, nationality,
};
std::string_view word(Meaning);
std::optional<Meaning> meaning_named(std::string_view);

struct Row {
  std::string id;
  std::vector<std::string> values;  ///< one for each column; empty when missing
  bool other_list = false;          ///< in linking: from the second list
};

struct LinkedPair {
  std::uint32_t a, b;   ///< places in the rows given, the lesser id first
  double probability, weight;
};

struct LinkResult {
  std::vector<LinkedPair> pairs;   ///< by id; those of at least `least_probability`
  std::size_t compared = 0;
  std::size_t left_out = 0;        ///< pairs that share two common keys and nothing that parts them further, and were not compared: at most
  double expected_matches = 0;     ///< what the model believes to be there
};
/// Pairs of strangers grow with the square of a list, those of one person with the list: of a longer one, fewer of the hopeless are told. A million rows: 1e-3.
constexpr double least_probability(std::size_t rows) { return rows <= 1'000 ? 1e-6 : rows >= 1'000'000 ? 1e-3 : static_cast<double>(rows) * 1e-9; }

/// Who does parts of the work at the same time: as many as there are processors, or one after another. The answer is the same.
struct Workers {
  std::size_t count = 1;
  std::function<void(std::size_t tasks, const std::function<void(std::size_t)>&)> run = [](std::size_t tasks, const std::function<void(std::size_t)>& task) {
    for (std::size_t i = 0; i < tasks; ++i) task(i);
  };
};

/// Of more columns than this, the last ones are not compared.
inline constexpr std::size_t kLinkColumnsMax = 32;

/// One list (pairs within it) or two (pairs across). `columns` has the meaning of each value.
/// Rows are let go once they are read: whoever gives them away needs no room for them twice.
LinkResult link_rows(const std::vector<Meaning>& columns, std::vector<Row> rows, bool across, const Workers& = {});

/// The probability from which on pairs taken together are expected to have the best F1, by their probabilities alone.
double best_threshold(std::vector<double> probabilities);

}  // namespace nibbi::names
