#pragma once
// Two files of one child become one, or are parted again (who-sees-what, `merge`: two people, of two units). A merge is a link: each file keeps
// its entries, the one that was joined says where to look, and nothing is lost when it turns out to be wrong.
#include "domain/second.hpp"
#include "usecases/house.hpp"
#include "usecases/writer.hpp"

namespace nibbi::usecases {

/// Whether the file in hand and `other` can become one: refuses not_found, erased, and no_such_step where either is joined to a third already.
Result<void> can_join(Draft&, RecordId mine, RecordId other);

/// Whether `who` may ask for it, as far as `other` goes: refuses not_found where they may not know of it, not_allowed, step_up.
Result<void> may_ask_to_join(House&, Draft&, const domain::Actor& who, domain::Factor, RecordId other);

/// Carries out what was agreed on: joins the two files, or parts them where they are joined.
void join_or_part(House&, Draft&, const domain::SecondRequest&, RecordId mine, EntryId agreement);

}  // namespace nibbi::usecases
