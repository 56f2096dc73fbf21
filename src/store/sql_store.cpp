#include "store/sql_store.hpp"

#include "store/sql_change.hpp"

namespace nibbi::store {
namespace {

/// A connection to PostgreSQL is a process there, and costs more to open than what is asked through it.
constexpr std::size_t kIdleReaders = 16;

}  // namespace

std::unique_ptr<Session> ReaderPool::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto session = std::move(idle_.back());
      idle_.pop_back();
      return session;
    }
  }
  return open_();
}

void ReaderPool::give_back(std::unique_ptr<Session> session) {
  if (session->spoiled() || session->broken()) return;
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kIdleReaders) idle_.push_back(std::move(session));
}

void ReaderPool::forget_idle() {
  std::vector<std::unique_ptr<Session>> gone;
  const std::lock_guard lock(mutex_);
  gone.swap(idle_);
}

void ReaderPool::once(const std::function<void(Session&)>& work) {
  auto session = take();
  try {
    work(*session);
  } catch (const ConnectionLost&) {
    forget_idle();  // What killed one has killed them all.
    session = open_();
    work(*session);
  }
  give_back(std::move(session));
}

void ReaderPool::snapshot(const std::function<void(Session&)>& work) {
  auto session = take();
  try {
    session->begin_reading();
  } catch (const ConnectionLost&) {
    forget_idle();
    session = open_();
    session->begin_reading();
  }
  work(*session);  // If this throws, the connection is closed, and its snapshot with it.
  session->commit();
  give_back(std::move(session));
}

void Queue::lock() {
  std::unique_lock lock(mutex_);
  const std::uint64_t mine = next_++;
  turn_.wait(lock, [&] { return served_ == mine; });
}

void Queue::unlock() {
  {
    const std::lock_guard lock(mutex_);
    ++served_;
  }
  turn_.notify_all();
}

void SqlStore::with_writer(const std::function<void(Session&)>& work) {
  if (writing_thread_ == std::this_thread::get_id()) throw std::logic_error("a transaction of this thread is still open");
  const std::lock_guard lock(writing_);
  if (!writer_ || writer_->broken() || writer_->spoiled()) open_again();
  struct Here {
    std::atomic<std::thread::id>& thread;
    explicit Here(std::atomic<std::thread::id>& t) : thread(t) { thread = std::this_thread::get_id(); }
    ~Here() { thread = std::thread::id{}; }
  } here(writing_thread_);
  work(*writer_);
}

void SqlStore::open_again() {
  if (!heals_) throw StoreFailed("the store failed in a way that only opening it again can mend; nothing more is written");
  const auto now = std::chrono::steady_clock::now();
  if (lost_ || now < next_try_) throw StoreFailed("the store failed; nothing is written before it was opened again");
  next_try_ = now + std::chrono::seconds(1);
  writer_.reset();  // It may hold the lock that the new one needs.
  auto fresh = open_writer_();
  fresh->begin_writing();
  const usecases::LogHead there = fresh->lock_head();
  fresh->rollback();
  if (head_ && there != *head_) {
    lost_ = true;
    throw StoreFailed("the log has gone on without this process; only starting anew can mend that");
  }
  writer_ = std::move(fresh);
}

void SqlStore::transact(const std::function<void(usecases::Change&)>& work) {
  with_writer([&](Session& session) {
    try {
      session.begin_writing();
      head_ = session.lock_head();
      SqlChange change(session, *head_);
      work(change);
      change.finish();
      const usecases::LogHead made = change.head();
      session.commit();
      head_ = made;
    } catch (...) {
      session.rollback();
      throw;
    }
  });
}

}  // namespace nibbi::store
