#include "usecases/tries.hpp"

namespace nibbi::usecases {

Result<void> tried(House& house, const crypto::SignInTry& attempt, const std::function<Result<void>()>& is_right) {
  if (const Milliseconds wait = house.throttle.admit(attempt, house.now()); wait.count > 0)
    return refuse(ProblemCode::slow_down, {{"seconds", std::to_string((wait.count + 999) / 1000)}});
  try {
    auto right = is_right();
    if (right) house.throttle.succeeded(attempt, house.now());
    else if (right.error().code == ProblemCode::busy) house.throttle.not_looked_at(attempt, house.now());
    return right;
  } catch (...) {
    house.throttle.not_looked_at(attempt, house.now());
    throw;
  }
}

}  // namespace nibbi::usecases
