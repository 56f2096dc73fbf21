#pragma once
// What this programme asks, by which lists and within which deadlines, and where each comes from: for everybody who works in it to read. Nothing
// here is about a person.
#include "usecases/house.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {

/// `forms` (form, version, entry, title, questions), `lists` (list, status, source, codes), `clocks` (clock, label, hours in force, hours of the
/// contract, status, source), `languages` (language, words, missing). Titles and labels stand in each language.
wire::Json programme_in_force(const House&);

}  // namespace nibbi::usecases
