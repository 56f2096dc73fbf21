// An attachment of which every piece is there, and this process ended before anybody looked at the whole: the clock does, and nobody has to ask for it.
#include "usecases/whole.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "crypto/digest.hpp"
#include "crypto/random.hpp"
#include "crypto/text_form.hpp"
#include "tests/usecases/small_house.hpp"
#include "usecases/attachments.hpp"
#include "usecases/devices.hpp"
#include "usecases/erase.hpp"
#include "usecases/kept_apart.hpp"
#include "usecases/verify.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using tests::Member;
using tests::SmallHouse;
using usecases::ReceiptStatus;

namespace {

const std::string kPhoto = "\xFF\xD8\xFF a photo of a canari", kAnew = "\xFF\xD8\xFF made anew";

/// The process ends at this very moment: nothing after it is done.
struct Killed {};

struct Desk {
  explicit Desk(const std::string& engine) : h(engine), child(h.open_file(h.awa)) {}

  AttachmentAdded photo() const {
    return {crypto::new_uuid(h.now), {"photo_file"}, {"image/jpeg"}, static_cast<std::int64_t>(kPhoto.size()), crypto::base64url(crypto::sha256(kPhoto)), {}};
  }
  std::string send(Member& m, const Uuid& id) {
    m.session.factor_at = h.now;
    const auto p = usecases::receive_chunk(h.house(), m.session, child, id, 0, kPhoto);
    return !p ? std::string(word(p.error().code)) : p->stored ? "stored" : "missing " + std::to_string(p->missing.size());
  }
  std::string see(Member& m, const Uuid& id) {
    m.session.factor_at = h.now;
    const auto s = usecases::serve_attachment(h.house(), m.session, child, id, "");
    return s ? s->bytes : std::string(word(s.error().code));
  }
  void ends_at_the_image() {
    h.house().remake_image = [](std::string_view) -> Result<std::string> { throw Killed{}; };
  }
  void images(ProblemCode failing = ProblemCode::our_fault, int fails = 0) {
    tries = 0;
    h.house().remake_image = [this, failing, fails](std::string_view) -> Result<std::string> {
      if (++tries <= fails) return refuse(failing);
      return kAnew;
    };
  }
  std::size_t waits() { return h.house().store.things(usecases::kWholeDrawer).size(); }
  bool sound() { return usecases::verify_log(h.house().store, &h.house().vault).finding_count == 0; }
  /// Announced by Awa, with all of its bytes, and the process ended then.
  Uuid cut_off() {
    const AttachmentAdded a = photo();
    REQUIRE(h.say(h.awa, child, a).status == ReceiptStatus::accepted);
    ends_at_the_image();
    CHECK_THROWS_AS(send(h.awa, a.attachment), Killed);
    h.reopen();
    return a.attachment;
  }

  SmallHouse h;
  RecordId child;
  int tries = 0;
};

}  // namespace

TEST_CASE("a process that ends between the last piece of a photo and its new picture has lost nothing: the clock makes it, once") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  Desk d(engine);
  const Uuid id = d.cut_off();
  d.images();
  CHECK(d.see(d.h.awa, id) == "not_found");
  CHECK(d.waits() == 1);
  // Whoever brought the last piece is at it: there is a minute for that.
  CHECK(usecases::finish_whole(d.h.house()) == 0);
  CHECK(d.tries == 0);
  d.h.pass(minutes(2));
  CHECK(usecases::finish_whole(d.h.house()) == 1);
  CHECK(d.see(d.h.awa, id) == kAnew);
  CHECK(d.waits() == 0);
  CHECK(d.h.house().store.things(usecases::kIncomingDrawer).empty());
  d.h.pass(hours(1));
  CHECK(usecases::finish_whole(d.h.house()) == 0);
  CHECK(d.tries == 1);
  CHECK(d.sound());
}

TEST_CASE("between taking in a revoked phone's photo and its new picture the process may end: the clock makes it, and the phone need not ask") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  Desk d(engine);
  d.h.house().writer.run<bool>([&](usecases::Draft& draft) {
    auto device = usecases::find_device(draft.change, d.h.awa.pen.device);
    usecases::revoke_in(draft, *device);
    return true;
  });
  const AttachmentAdded a = d.photo();
  REQUIRE(d.h.say(d.h.awa, d.child, a, false).status == ReceiptStatus::quarantined);
  const EntryId entry = d.h.last_entry();
  CHECK(d.send(d.h.awa, a.attachment) == "missing 0");
  d.ends_at_the_image();
  CHECK_THROWS_AS(usecases::settle_kept_apart(d.h.house(), d.h.moussa.session, d.child, entry, true, ""), Killed);
  d.h.reopen();
  d.images();
  CHECK(d.h.house().file(d.child)->state.kept_apart.empty());
  CHECK(d.see(d.h.moussa, a.attachment) == "not_found");
  CHECK(d.sound());
  d.h.pass(minutes(2));
  CHECK(usecases::finish_whole(d.h.house()) == 1);
  CHECK(d.see(d.h.moussa, a.attachment) == kAnew);
  CHECK(d.waits() == 0);
  CHECK(d.sound());
}

TEST_CASE("a picture that can't be made now is tried again after twice as long, and a clock that was put back makes nobody wait for a year") {
  Desk d("sqlite");
  const Uuid id = d.cut_off();
  d.images(ProblemCode::unavailable, 1000);
  d.h.pass(minutes(2));
  CHECK(usecases::finish_whole(d.h.house()) == 0);
  const int once = d.tries;
  CHECK(once > 0);
  d.h.pass(minutes(1));
  CHECK(usecases::finish_whole(d.h.house()) == 0);
  CHECK(d.tries == once);
  d.h.pass(minutes(1));
  CHECK(usecases::finish_whole(d.h.house()) == 0);
  CHECK(d.tries == 2 * once);
  // Tried for a day, it is tried again each day.
  for (int i = 0; i < 20; ++i) {
    d.h.pass(hours(25));
    CHECK(usecases::finish_whole(d.h.house()) == 0);
    CHECK(d.tries == (3 + i) * once);
  }
  d.h.now = d.h.now - days(365);
  d.images();
  CHECK(usecases::finish_whole(d.h.house()) == 1);
  CHECK(d.see(d.h.awa, id) == kAnew);
}

TEST_CASE("which pieces are of which file is nobody's to read in the database, and what is no image, or of an erased file, waits no more") {
  Desk d("sqlite");
  const Uuid id = d.cut_off();
  for (const auto& thing : d.h.house().store.things(usecases::kWholeDrawer))
    for (const std::string& told : {d.child.text(), id.text()}) CHECK((thing.key + thing.value).find(told) == std::string::npos);
  d.images(ProblemCode::not_an_image, 1);
  d.h.pass(minutes(2));
  CHECK(usecases::finish_whole(d.h.house()) == 1);
  CHECK(d.see(d.h.awa, id) == "not_an_image");
  CHECK(d.waits() == 0);

  d.cut_off();
  REQUIRE(d.waits() == 1);
  d.images();
  d.h.house().writer.run<bool>([&](usecases::Draft& draft) {
    usecases::erase_unasked(d.h.house(), draft, d.child, {"retention_over"});
    return true;
  });
  CHECK(d.waits() == 0);
  d.h.pass(hours(1));
  CHECK(usecases::finish_whole(d.h.house()) == 0);
  CHECK(d.tries == 0);
  CHECK(d.sound());
}
