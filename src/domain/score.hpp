#pragma once
// The score of a follow-up visit under an instrument: a data file (contract/instruments) that says which observations count, in which dimension, and
// what each word is worth. Without weights it is a plain mean, and says so. Whole numbers only: a mean is given in hundredths.
#include <map>
#include <string>
#include <vector>

#include "domain/entries/return.hpp"

namespace nibbi::domain {

struct Instrument {
  struct Item {
    std::string name;         ///< a rating of VisitRecorded
    std::int64_t weight = 1;
  };
  struct Dimension { std::string name; std::vector<Item> items; };
  std::string name;
  std::int64_t version = 1;
  bool weighted = false;      ///< the file gives weights; none that is shipped does
  std::map<std::string, std::int64_t, std::less<>> values;  ///< word -> worth; a word that is not here is not counted
  std::vector<Dimension> dimensions;
  std::int64_t highest() const;
};

/// Over the answered items only: `answered` of `asked`. Nothing answered is no mean at all.
struct Mean { std::int64_t hundredths = 0, answered = 0, asked = 0; };
struct Score { Mean whole; std::vector<Mean> dimensions; };

/// The rating of this name; nullptr where a visit has none.
const Code* rating(const VisitRecorded&, std::string_view name);
Score score_of(const Instrument&, const VisitRecorded&);

}  // namespace nibbi::domain
