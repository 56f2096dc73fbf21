#include "store/sql_session.hpp"

#include <stdexcept>

namespace nibbi::store {

void Session::usable() const {
  if (spoiled_) throw StoreFailed("a failure in this transaction was passed over; it can only be undone");
}

template <class F>
auto Session::guarded(F&& work) {
  usable();
  try {
    return work();
  } catch (...) {
    spoiled_ = true;
    throw;
  }
}

void Session::query(const char* sql, Values values, const Rows& each) {
  guarded([&] { do_query(sql, values, each); });
  unsure_ = false;
}

void Session::query_all(std::span<const Question> questions, const RowsOf& each) {
  guarded([&] { do_query_all(questions, each); });
  if (!questions.empty()) unsure_ = false;
}

std::int64_t Session::execute(const char* sql, Values values) {
  const std::int64_t rows = guarded([&] { return do_execute(sql, values); });
  unsure_ = false;
  return rows;
}

void Session::execute_later(const char* sql, Values values, const char* must_be_one) {
  unsure_ = true;
  guarded([&] { do_execute_later(sql, values, must_be_one); });
}

void Session::settle() {
  if (unsure_) guarded([&] { do_settle(); });
  unsure_ = false;
}

void Session::do_execute_later(const char* sql, Values values, const char* must_be_one) {
  if (do_execute(sql, values) != 1 && must_be_one) throw std::logic_error(must_be_one);
}

void Session::script(const std::string& sql) {
  guarded([&] { do_script(sql); });
}

void Session::begin_reading() {
  guarded([&] { do_script(begin_reading_sql()); });
}

void Session::begin_writing() {
  guarded([&] { do_execute_later(begin_writing_sql(), {}, nullptr); });
}

usecases::LogHead Session::lock_head() {
  return guarded([&] { return do_lock_head(); });
}

void Session::commit() {
  settle();
  guarded([&] { do_commit(); });
}

void Session::rollback() noexcept {
  unsure_ = false;
  try {
    do_rollback();
    spoiled_ = false;
  } catch (...) {
    spoiled_ = true;  // Whatever keeps it from being undone keeps it from being committed, too.
  }
}

const Session::Mark& Session::mark(int depth) {
  while (marks_.size() <= static_cast<std::size_t>(depth)) {
    const std::string name = "SAVEPOINT s" + std::to_string(marks_.size());
    marks_.push_back({name, "RELEASE " + name});
  }
  return marks_[static_cast<std::size_t>(depth)];
}

/// What went wrong before is not undone by going back to here, so it must be known.
void Session::savepoint(int depth) {
  settle();
  guarded([&] { do_execute_later(mark(depth).set.c_str(), {}, nullptr); });
}

/// What went wrong since must be known while there is a place to go back to.
void Session::release(int depth) {
  settle();
  guarded([&] { do_execute_later(mark(depth).release.c_str(), {}, nullptr); });
}

void Session::undo_to(int depth) {
  spoiled_ = true;
  unsure_ = false;
  do_forget();
  do_script("ROLLBACK TO " + mark(depth).set);
  do_script(mark(depth).release);
  spoiled_ = false;
}

}  // namespace nibbi::store
