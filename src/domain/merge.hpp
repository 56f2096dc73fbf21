#pragma once
// How concurrent answers to one question merge (blueprint §3, "merge classes").
#include "domain/child_state.hpp"
#include "domain/rules.hpp"

namespace nibbi::domain {

enum class Merge : std::uint8_t {
  usual,    ///< by the question's class
  decided,  ///< a person looked at the values and chose: of those that they had seen only this one stands
};

/// Puts `answer`, given by the entry `header` at `n`, beside or in place of what stands for `question`.
/// What its author had seen is replaced; what was written at the same time stands, as the question's class says.
void merge_answer(const Rules&, ChildState&, const Question&, const Header&, std::int64_t n, const Answer&, Merge = Merge::usual);

}  // namespace nibbi::domain
