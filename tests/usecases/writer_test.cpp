// Jobs that share a transaction: what one did wrong is its own, however late it is known; and each sees what those before it did.
#include "usecases/writer.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <future>
#include <semaphore>

#include "tests/usecases/small_house.hpp"
#include "usecases/verify.hpp"

using namespace nibbi;
using tests::SmallHouse;
using usecases::Draft;

namespace {

#define ON_EACH_ENGINE()                                              \
  const std::string engine = GENERATE(from_range(tests::engines()));  \
  INFO(engine);                                                       \
  SmallHouse h(engine)

/// Keeps the writer busy until what is to share its next transaction stands in its queue, in this order.
template <class T>
std::vector<std::future<T>> together(usecases::House& house, std::vector<std::function<T()>> jobs) {
  std::binary_semaphore begun(0), go(0);
  auto busy = std::async(std::launch::async, [&] {
    return house.writer.run<bool>([&](Draft&) {
      begun.release();
      go.acquire();
      return true;
    });
  });
  begun.acquire();
  std::vector<std::future<T>> answers;
  for (auto& job : jobs) {
    const std::size_t waiting = house.writer.waiting();
    answers.push_back(std::async(std::launch::async, job));
    while (house.writer.waiting() == waiting) std::this_thread::yield();
  }
  go.release();
  busy.get();
  return answers;
}

}  // namespace

TEST_CASE("of jobs that share a transaction, one whose writes were wrong is undone and told so, and the others stand") {
  ON_EACH_ENGINE();
  auto& writer = h.house().writer;
  const RecordId child = h.open_file(h.awa);
  const auto entries = h.house().store.entries_of(child, 0);
  const auto transactions = writer.transactions();
  std::atomic<int> runs = 0;
  auto put = [&](const char* key) -> std::function<bool()> {
    return [&writer, &runs, key] {
      return writer.run<bool>([&runs, key](Draft& draft) {
        ++runs;
        draft.change.put_thing("test", key, "here");
        return true;
      }, {.may_repeat = true});
    };
  };
  // PostgreSQL tells what is wrong with it only when it is asked, and nobody asks before the end.
  auto wrong = [&] {
    return writer.run<bool>([&](Draft& draft) {
      draft.change.put_thing("test", "of the wrong one", "here");
      auto twice = entries.front();
      twice.pos = draft.change.head().pos + 1;
      twice.n = entries.back().n + 1;
      draft.change.append(twice);
      return true;
    }, {.may_repeat = true});
  };
  auto answers = together<bool>(h.house(), {put("before"), wrong, put("after")});
  CHECK(answers[0].get());
  CHECK_THROWS_AS(answers[1].get(), std::logic_error);
  CHECK(answers[2].get());
  CHECK(writer.transactions() == transactions + 2);  // the one that kept the writer busy, and theirs
  CHECK(runs >= 3);
  h.reopen();
  CHECK(h.house().store.thing("test", "before"));
  CHECK(h.house().store.thing("test", "after"));
  CHECK_FALSE(h.house().store.thing("test", "of the wrong one"));
  CHECK(usecases::verify_log(h.house().store, &h.house().vault).finding_count == 0);
}

TEST_CASE("an entry that comes twice at the same moment is there once, and both are told so") {
  ON_EACH_ENGINE();
  const RecordId child = h.open_file(h.awa);
  const auto p = h.propose(h.awa, child, domain::NoteAdded{{"observation"}, {}, {}, "une fois"});
  const auto before = h.house().store.head().pos;
  const std::function<usecases::Receipt()> send = [&] { return usecases::accept_entries(h.house(), h.awa.session, true, {&p, 1}).front(); };
  auto answers = together<usecases::Receipt>(h.house(), {send, send});
  const auto first = answers[0].get(), second = answers[1].get();
  CHECK(first.status == usecases::ReceiptStatus::accepted);
  CHECK(second.status == usecases::ReceiptStatus::accepted);
  CHECK(first.pos == second.pos);
  CHECK(h.house().store.head().pos == before + 1);
}

TEST_CASE("two entries of one device at the same moment are taken one after the other, each with its own count") {
  ON_EACH_ENGINE();
  const RecordId child = h.open_file(h.awa);
  const auto one = h.propose(h.awa, child, domain::NoteAdded{{"observation"}, {}, {}, "un"}), two = h.propose(h.awa, child, domain::NoteAdded{{"observation"}, {}, {}, "deux"});
  auto send = [&](const usecases::Proposal& p) -> std::function<usecases::Receipt()> {
    return [&] { return usecases::accept_entries(h.house(), h.awa.session, true, {&p, 1}).front(); };
  };
  auto answers = together<usecases::Receipt>(h.house(), {send(two), send(one)});
  CHECK(answers[0].get().status == usecases::ReceiptStatus::accepted);
  const auto late = answers[1].get();
  REQUIRE(late.problem);
  CHECK(late.problem->code == ProblemCode::sequence_gap);
}
