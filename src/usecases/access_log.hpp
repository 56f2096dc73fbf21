#pragma once
// The line that a look leaves in the access log, written before what was looked at is served. If it can't be written, nothing is served.
#include "usecases/house.hpp"

namespace nibbi::usecases {

/// Who looked (person, role, unit), as what, by which decision, at which parts; and the reason, sealed. `attachment` where it was one.
void log_look(House&, const Session&, RecordId, domain::Action, domain::Decision, const domain::PerTier<bool>& shown, const std::string& reason, const Uuid& attachment = {});

/// A look that a device keeps: what it was shown of a file, to be read without network until its lease ends. In the transaction of the caller's.
void log_delivery(Draft&, const Session&, RecordId, const domain::PerTier<bool>& shown);

/// A look of which a device tells afterwards: it was made without network, at the moment that the device's clock said (`looked_at`).
void log_told_look(Draft&, const domain::Header&, const domain::FileLookedAt&);

/// A safeguarding focal point found the file by its code, for a concern. Nothing of it was shown. Such a line is read by data protection officers
/// only: the colleague whom a concern is about may read the others.
void log_concern(House&, const Session&, RecordId);
bool is_of_a_concern(std::string_view row);

/// The deepest sight among these parts.
domain::Action deepest_sight(const domain::PerTier<bool>& shown);

}  // namespace nibbi::usecases
