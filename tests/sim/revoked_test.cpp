// Found by the simulation: what a stolen device sends at the moment at which it is revoked.
#include <catch2/catch_test_macros.hpp>

#include "crypto/random.hpp"
#include "domain/case_code.hpp"
#include "tests/sim/cast.hpp"
#include "tests/sim/power.hpp"
#include "tests/sim/seeded.hpp"
#include "tests/usecases/proposal.hpp"
#include "usecases/people_admin.hpp"
#include "usecases/say.hpp"

using namespace nibbi;

TEST_CASE("what was checked before a device was revoked, and comes to the writer after, stands in no file") {
  sim::seed_everything(1);
  const Instant now{1'795'000'000'000};
  sim::Powered power([now] { return now; });
  auto& house = power.house();
  const sim::Staff who = sim::settle(house).staff.front();
  auto pen = house.writer.run<usecases::Pen>([&](usecases::Draft& d) { return usecases::take_pen(d, who.person, who.role, who.unit); });
  usecases::Session session;
  session.person = who.person;
  session.role = who.role;
  session.unit = who.unit;
  const auto entry = usecases::written(house, pen, RecordId{crypto::new_uuid(now)}, 0, domain::ChildOpened{domain::case_code("SN", 1), {"SN"}, {"girl"}, {"a10_12"}, {}}, {}, now, EntryId{crypto::new_uuid(now)});
  const auto sent = tests::proposal_of(house, entry);
  std::vector<usecases::Receipt> receipts;
  power.at_once({[&] { CHECK(usecases::revoke_device(house, "test", pen.device)); }, [&] { receipts = usecases::accept_entries(house, session, false, {&sent, 1}); }});
  REQUIRE(receipts.size() == 1);
  CHECK(receipts.front().status == usecases::ReceiptStatus::quarantined);
  REQUIRE(receipts.front().problem);
  CHECK(receipts.front().problem->code == ProblemCode::device_revoked);
  CHECK_FALSE(house.store.entry(entry.header.id));
  CHECK_FALSE(house.store.record(entry.header.record));
}
