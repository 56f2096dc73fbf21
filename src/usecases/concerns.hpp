#pragma once
// What the safeguarding focal points need in order to set somebody aside from a file (who-sees-what, rule 5) without reading the file: which file
// a code names, and who is set aside now. The deeds themselves are entries (`set_aside.begun`, `set_aside.lifted`).
#include <string>
#include <vector>

#include "usecases/sessions.hpp"
#include "usecases/house.hpp"

namespace nibbi::usecases {

/// A case code as it is kept, however it was typed.
std::string capitals(std::string_view code);

struct StandingAside {
  RecordId record;
  std::string code;
  std::string person_name;  ///< empty where it is a whole unit
  domain::Ties::Aside aside;
};

/// The file of a case code, written with or without dashes and in any case. Nothing of it is shown; the look is written down all the same.
/// Refuses not_allowed (who is no focal point), not_found (also where one is set aside from that file oneself).
Result<RecordId> file_of_concern(House&, const Session&, std::string_view code);

/// Everybody who is set aside from a file now, except from files from which the reader is. Newest first. Refuses not_allowed.
Result<std::vector<StandingAside>> standing_asides(House&, const Session&);

/// Since when every concern about this file is closed: when the last set-aside was lifted. 0 while one stands, and where there was none: whether the look
/// of a focal point was the beginning of a concern, nobody can know.
Instant concerns_closed_until(const domain::ChildState&);

}  // namespace nibbi::usecases
