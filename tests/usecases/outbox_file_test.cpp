// What a phone wrote into a file, taken in by another hand: judged as if the phone had sent it, whoever carried it.
#include "usecases/outbox_file.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "crypto/random.hpp"
#include "crypto/text_form.hpp"
#include "domain/case_code.hpp"
#include "tests/usecases/small_house.hpp"
#include "usecases/devices.hpp"
#include "usecases/verify.hpp"
#include "wire/json.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using tests::Member;
using tests::SmallHouse;
using usecases::Proposal;
using usecases::Receipt;
using usecases::ReceiptStatus;
using wire::Json;

namespace {

Json as_sent(const Proposal& p) {
  Json j(jsoncons::json_object_arg), commitments(jsoncons::json_object_arg);
  for (Tier t : kTiers)
    if (p.commitments[t]) commitments[std::string(word(t))] = crypto::base64url(*p.commitments[t]);
  j["header"] = p.header;
  j["commitments"] = std::move(commitments);
  j["signature"] = crypto::base64url(p.signature);
  j["envelope"] = crypto::base64url(p.envelope);
  return j;
}
std::string file_of(SmallHouse& h, const std::vector<Proposal>& proposals, std::string format = "nibbi outbox 1", std::string installation = {}) {
  Json j(jsoncons::json_object_arg);
  j["format"] = std::move(format);
  j["installation"] = installation.empty() ? h.house().vault.installation().text() : installation;
  j["entries"] = Json(jsoncons::json_array_arg);
  for (const Proposal& p : proposals) j["entries"].push_back(as_sent(p));
  return wire::write_json(j);
}
Result<std::vector<Receipt>> take(SmallHouse& h, const std::string& text) {
  auto taken = usecases::take_outbox(h.house(), text, [](std::size_t) {});
  if (!taken) return std::unexpected(taken.error());
  return std::move(taken->receipts);
}
NoteAdded note(const char* text) { return {{"observation"}, {}, {}, text}; }
bool holds(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

}  // namespace

TEST_CASE("what a phone wrote into a file goes into the files it is of, in its order, and a second time changes nothing") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  SmallHouse h(engine);
  const RecordId known = h.open_file(h.awa), hers = h.open_file(h.fatou), found{crypto::new_uuid(h.now)};
  std::vector<Proposal> waiting;
  waiting.push_back(h.propose(h.awa, found, ChildOpened{case_code("SN", 700), {"SN"}, {"girl"}, {"a10_12"}, {}}));
  waiting.push_back(h.propose(h.awa, found, note("Canari-trouvée")));
  waiting.push_back(h.propose(h.fatou, found, note("Canari-d’une-autre")));  // she has nothing to do with it
  waiting.push_back(h.propose(h.awa, known, note("Canari-connue")));
  waiting.push_back(h.propose(h.fatou, hers, note("Canari-partagée")));  // two people share the phone
  const std::string file = file_of(h, waiting);
  CHECK_FALSE(holds(file, "Canari"));
  for (int time = 0; time < 2; ++time) {
    const auto receipts = take(h, file);
    REQUIRE(receipts);
    REQUIRE(receipts->size() == 5);
    for (std::size_t i : {0, 1, 3, 4}) CHECK((*receipts)[i].status == ReceiptStatus::accepted);
    CHECK((*receipts)[2].status == ReceiptStatus::refused);
    CHECK(h.house().file(found)->record.n == 2);
  }
  CHECK(holds(h.view(h.awa, found), "Canari-trouvée"));
  CHECK(holds(h.view(h.awa, known), "Canari-connue"));
  CHECK(usecases::verify_log(h.house().store, &h.house().vault).finding_count == 0);
}

TEST_CASE("nobody who carries the file changes what is in it, and what a revoked phone wrote waits for its supervisor") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.awa);
  std::vector<Proposal> waiting{h.propose(h.awa, child, note("Canari-un")), h.propose(h.awa, child, note("Canari-deux"))};
  auto altered = waiting;
  altered[0].header.replace(altered[0].header.find("note.added"), 10, "need.added");
  altered[1].signature[7] = static_cast<char>(altered[1].signature[7] ^ 1);
  const auto forged = take(h, file_of(h, altered));
  REQUIRE(forged);
  for (const Receipt& receipt : *forged) CHECK(receipt.status == ReceiptStatus::refused);
  h.house().writer.run<bool>([&](usecases::Draft& d) {
    auto device = usecases::find_device(d.change, h.awa.pen.device);
    usecases::revoke_in(d, *device);
    return true;
  });
  const auto receipts = take(h, file_of(h, waiting));
  REQUIRE(receipts);
  for (const Receipt& receipt : *receipts) CHECK(receipt.status == ReceiptStatus::quarantined);
  CHECK_FALSE(holds(h.view(h.moussa, child), "Canari-un"));
}

TEST_CASE("what is no outbox, or one for another installation, is refused as a whole; what can't be read in it stops nothing else") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.awa);
  const std::vector<Proposal> waiting{h.propose(h.awa, child, note("Canari"))};
  const std::string sound = file_of(h, waiting);
  for (const std::string& bad : {std::string(), std::string("{}"), std::string("[1]"), sound.substr(0, sound.size() / 2), file_of(h, waiting, "nibbi outbox 2"),
                                 file_of(h, waiting, "nibbi outbox 1", crypto::new_uuid(h.now).text())})
    CHECK_FALSE(take(h, bad));
  Json mixed = Json::parse(sound);
  mixed["entries"].insert(mixed["entries"].array_range().begin(), Json(7));
  const auto receipts = take(h, wire::write_json(mixed));
  REQUIRE(receipts);
  CHECK((*receipts)[0].status == ReceiptStatus::refused);
  CHECK((*receipts)[1].status == ReceiptStatus::accepted);
}
