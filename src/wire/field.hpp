#pragma once
// How one field of an entry or a state is described: name, where it belongs, and what may stand in it. The descriptions (describe_*.hpp)
// are the one list from which entries are read and written, states kept, and views made.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "domain/data_class.hpp"
#include "domain/tier.hpp"

namespace nibbi::wire {

/// The part of a body or state that a field stands in, and what it is about.
struct At {
  domain::Tier tier;
  domain::DataClass data_class;
};

namespace at {
using domain::DataClass;
using domain::Tier;
inline constexpr At plain{Tier::plain, DataClass::plain};
inline constexpr At name{Tier::identity, DataClass::name};
inline constexpr At photo{Tier::identity, DataClass::photo};
inline constexpr At family{Tier::identity, DataClass::family};
inline constexpr At origin{Tier::identity, DataClass::origin};
inline constexpr At phone{Tier::identity, DataClass::phone};
inline constexpr At languages{Tier::identity, DataClass::languages};
inline constexpr At tracing_facts{Tier::identity, DataClass::tracing_facts};
inline constexpr At safety{Tier::identity, DataClass::safety};
inline constexpr At location{Tier::placement, DataClass::location};
inline constexpr At journey{Tier::narrative, DataClass::journey};
inline constexpr At assessment{Tier::narrative, DataClass::assessment};
inline constexpr At health{Tier::narrative, DataClass::health};
inline constexpr At notes{Tier::narrative, DataClass::notes};
inline constexpr At legal{Tier::narrative, DataClass::legal};
inline constexpr At consent{Tier::narrative, DataClass::consent};
}  // namespace at

/// What may stand in a field. A field is optional unless it says required(); an optional field that is empty is not written.
struct Rule {
  std::string_view list{};          ///< codes: the code list
  std::size_t longest = 200;        ///< text: characters
  std::int64_t least = 0;           ///< whole numbers
  std::int64_t most = 1'000'000'000;
  std::size_t items = 200;          ///< lists: how many
  bool needed = false;

  constexpr Rule required() const {
    Rule r = *this;
    r.needed = true;
    return r;
  }
};
constexpr Rule in(std::string_view list) { return {.list = list}; }
inline constexpr Rule any{};
inline constexpr Rule long_text{.longest = 8000};
inline constexpr Rule required = Rule{}.required();

}  // namespace nibbi::wire
