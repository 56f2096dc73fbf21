#pragma once
// Incidents: data about people was lost, seen or changed by somebody who should not have. Kept by data protection, each time it is told anew beside what
// was told before. Children stand in it by their code; all of it is sealed.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/values.hpp"
#include "usecases/house.hpp"

namespace nibbi::usecases {

/// Who was told of it, and on which day.
struct IncidentTold {
  domain::Code whom;  ///< list incident_told
  Date on;
  std::string note;
};
/// What is known of it.
struct IncidentFacts {
  std::string happened;
  Instant noticed_at;
  domain::Codes data;                  ///< which kinds of data: list data_class
  std::optional<std::int64_t> people;  ///< roughly how many people it is about; none: not known yet
  std::string means;                   ///< which devices and accounts, where known
  std::vector<std::string> files;      ///< the children's codes
  std::string done;
  std::vector<IncidentTold> told;
  bool closed = false;
};
struct Incident {
  Uuid id;
  UnitId unit;  ///< of who noted it first
  struct Version {
    PersonId person;
    Instant at;
    IncidentFacts facts;
  };
  std::vector<Version> versions;    ///< the oldest first; never empty
  std::optional<Instant> tell_by;   ///< by when the authority is to be told, where the programme set the clock
  bool told_authority() const;
};

/// Of the organisations whose officer this person is; open ones first, then the newest. The look is written into the access log. Refuses not_allowed.
Result<std::vector<Incident>> incidents(House&, const Session&);

/// Of one that is open, what a day's list tells.
struct OpenIncident {
  Uuid id;
  std::optional<Instant> tell_by;  ///< where the authority is still to be told, and the programme set the clock
};
/// Of the organisations whose officer this person is; for anybody else none. That one is open is all that is told, so no look is written down.
std::vector<OpenIncident> open_incidents(const House&, const Session&);

/// Notes an incident (`known` is 0), or tells it anew (`known` is how many versions the writer had before them). Refuses not_allowed, not_found,
/// no_such_step (somebody told it anew meanwhile, or noted it already), missing_field {happened, noticed_at}, text_too_long, not_in_list {data, told},
/// wrong_type {field: files} (no such code can be), number_out_of_range {people, noticed_at (in the future), told, files}.
Result<void> note_incident(House&, const Session&, const Uuid& id, std::int64_t known, const IncidentFacts&);

}  // namespace nibbi::usecases
