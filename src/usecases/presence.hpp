#pragma once
// A session ends by its person's idleness: what a page asks by itself makes nobody present.
#include "usecases/house.hpp"

namespace nibbi::usecases {

/// The living session behind a token, whose page was last touched so long ago, as it says itself; it can end its own session sooner by that, and never later.
std::optional<Session> session_of(House&, std::string_view token, Milliseconds untouched);

}  // namespace nibbi::usecases
