// The score of a visit is shown with its instrument to who sees the ratings, and to nobody else.
#include <catch2/catch_test_macros.hpp>

#include <fstream>

#include "tests/usecases/small_house.hpp"
#include "wire/contract_read.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using tests::SmallHouse;

TEST_CASE("who sees what was observed at a visit sees its score, its instrument and its version; who does not, no number either") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.fatou);
  VisitRecorded visit;
  visit.visited_on = Date{20'000};
  visit.mode = {"home"};
  visit.child_seen = {"yes"};
  visit.safety = {"steady"};
  visit.family = {"danger"};
  const auto receipt = h.say(h.fatou, child, visit);
  REQUIRE(receipt.status == usecases::ReceiptStatus::accepted);
  const auto score = h.view_json(h.fatou, child)["state"]["visits"][0]["score"];
  CHECK(score["instrument"].as<std::string>() == "follow_up");
  CHECK(score["version"].as<int>() == 1);
  CHECK(score["mean"].as<int>() == 100);
  CHECK(score["answered"].as<int>() == 2);
  CHECK(score["asked"].as<int>() == 6);
  CHECK_FALSE(score["dimensions"][0].contains("mean"));
  CHECK(score["dimensions"][1]["mean"].as<int>() == 0);
  CHECK(h.view(h.codou, child).find("\"score\"") == std::string::npos);

  visit.safety = visit.family = {};
  REQUIRE(h.say(h.fatou, child, visit).status == usecases::ReceiptStatus::accepted);
  CHECK_FALSE(h.view_json(h.fatou, child)["state"]["visits"][1].contains("score"));
}

TEST_CASE("an instrument of the programme's own stands in place of ours, and one that cannot be right stops the start") {
  SmallHouse h("sqlite");
  std::ifstream in(std::string(NIBBI_CONTRACT_DIR) + "/instruments/follow_up.json", std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto put = [&] { std::ofstream(h.folder() + "/instrument.json") << text; };
  text.replace(text.find("\"version\": 1"), 12, "\"version\": 7");
  put();
  h.reopen();
  CHECK(h.house().instrument->version == 7);
  text.replace(text.find("\"safety\""), 8, "\"lucky!\"");
  put();
  CHECK_THROWS_AS(h.reopen(), wire::ContractBroken);
}
