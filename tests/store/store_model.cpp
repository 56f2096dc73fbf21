// Random transactions, nested failures and aborted ones: each adapter against the model, step by step.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <rapidcheck/catch.h>

#include "store/engines.hpp"
#include "store/model_store.hpp"
#include "store/script.hpp"

using namespace nibbi::store::test;

namespace nibbi::store::test {
void showValue(const Step& s, std::ostream& out) { out << '{' << s.kind << ", " << s.which << ", " << s.size << '}'; }
}  // namespace nibbi::store::test

namespace {

/// Mostly what makes a log grow; what undoes a whole transaction rarely, or nothing would ever be kept.
rc::Gen<Step> a_step() {
  std::vector<int> kinds;
  for (int kind = 0; kind < Step::kinds; ++kind) {
    const bool ends_it = kind == Step::abort_all || kind == Step::pass_over_a_failure || kind == Step::lower_epoch ||
                         kind == Step::gap_in_log || kind == Step::gap_in_record || kind == Step::id_twice;
    kinds.insert(kinds.end(), ends_it ? 1 : 6, kind);
  }
  return rc::gen::build<Step>(rc::gen::set(&Step::kind, rc::gen::elementOf(kinds)),
                              rc::gen::set(&Step::which, rc::gen::inRange(0u, 50u)),
                              rc::gen::set(&Step::size, rc::gen::inRange(0u, 60u)));
}

rc::Gen<std::vector<Transaction>> some_transactions() {
  return rc::gen::scale(0.25, rc::gen::container<std::vector<Transaction>>(rc::gen::container<Transaction>(a_step())));
}

}  // namespace

TEST_CASE("any sequence of changes, nested failures and aborted transactions agrees with the model", "[store]") {
  const std::string engine = GENERATE("sqlite", "postgresql");
  (void)place_for(engine);  // Skips here, not inside the property.
  rc::prop("on " + engine, [&] {
    const auto transactions = *some_transactions();
    const auto place = place_for(engine);
    auto store = place->open();
    ModelStore model;
    Outcome of_store, of_model;
    std::size_t count = 0;
    for (const Transaction& transaction : transactions) {
      run(model, transaction, of_model);
      run(*store, transaction, of_store);
      RC_ASSERT(of_store.lines == of_model.lines);
      RC_ASSERT(of_store.looks == of_model.looks);
      if (++count % 8 == 0) {
        store.reset();
        store = place->open();
      }
      RC_ASSERT(picture_of(*store) == picture_of(model));
    }
    RC_CLASSIFY(of_model.lines.size() > 3, "several changes were undone");
    RC_CLASSIFY(model.head().pos > 3, "several entries were kept");
  });
}
