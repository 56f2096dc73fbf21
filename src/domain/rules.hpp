#pragma once
// What contract/ says, as plain values: forms, code lists, clocks, and who may do what. Filled by wire/, asked by decide and evolve.
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "domain/child_state.hpp"
#include "domain/data_class.hpp"
#include "domain/policy.hpp"

namespace nibbi::domain {

/// The types that a question can have (decision 0001).
enum class QuestionType : std::uint8_t { yes_no, code, codes, text, long_text, integer, date, partial_date, phone, country, place, unit, person, money };
std::optional<QuestionType> question_type_of(std::string_view);

struct Question {
  std::string id, list, show_if;
  QuestionType type{};
  Tier tier{};
  DataClass data_class{};
  MergeClass merge{};
  bool required = false;
};
struct Form {
  std::string name;
  std::int64_t version = 1;
  std::string entry;  ///< the kind of entry that saving it writes
  std::vector<Question> questions;
};

struct CodeList {
  std::string name;
  bool protective_order = false;        ///< codes stand from the most protective to the least
  std::map<std::string, std::size_t> place;  ///< code -> rank in the file
  /// Under which tier, and as what, the bytes of such a thing are kept (list attachment_kind); empty in other lists.
  struct KeptAs { Tier tier; DataClass data_class; };
  std::map<std::string, KeptAs, std::less<>> kept_as;
  bool has(std::string_view code) const { return place.contains(std::string(code)); }
};

/// What a kind of entry is for the policy: an action on the file, a door that is not about an existing file, or only the system's.
struct Gate {
  enum class By : std::uint8_t { action, door, system } by = By::system;
  Action action{};
  std::string door;
};

struct Rules {
  std::map<std::string, Form, std::less<>> forms;
  std::map<std::string, Question, std::less<>> questions;  ///< of forms whose entry is form.saved, by id
  std::map<std::string, CodeList, std::less<>> lists;
  std::map<std::string, std::optional<std::int64_t>, std::less<>> clock_hours;  ///< nullopt: the programme has not set it
  /// Where a clock that not every country or kind of unit has runs; empty: everywhere.
  struct ClockOnly { std::string country, unit_kind; };
  std::map<std::string, ClockOnly, std::less<>> clock_only;
  std::map<std::string, int, std::less<>> utc_offset_minutes;                  ///< by country
  std::array<Gate, kind_count> gates;
  Policy policy;

  const Question* question(std::string_view id) const {
    auto it = questions.find(id);
    return it == questions.end() ? nullptr : &it->second;
  }
  bool in_list(std::string_view list, std::string_view code) const {
    auto it = lists.find(list);
    return it != lists.end() && it->second.has(code);
  }
  std::optional<Milliseconds> clock(std::string_view name) const {
    auto it = clock_hours.find(name);
    if (it == clock_hours.end() || !it->second) return std::nullopt;
    return hours(*it->second);
  }
  bool clock_runs(std::string_view name, std::string_view country, std::string_view unit_kind) const {
    auto it = clock_only.find(name);
    if (it == clock_only.end()) return true;
    const ClockOnly& only = it->second;
    return (only.country.empty() || only.country == country) && (only.unit_kind.empty() || only.unit_kind == unit_kind);
  }
};

}  // namespace nibbi::domain
