#include "http/server/workers.hpp"

#include <utility>

namespace nibbi::http {

Workers::Workers(std::size_t threads, std::size_t queue_max) : jobs_max_(threads + queue_max) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back(&Workers::work, this);
}

Workers::~Workers() { close(); }

bool Workers::try_run(Job& job) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (closing_ || queue_.size() + running_ >= jobs_max_) return false;
    queue_.push_back(std::move(job));
    wake = idle_ > 0;
  }
  if (wake) wake_.notify_one();
  return true;
}

void Workers::close() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_)
    if (thread.joinable()) thread.join();
}

void Workers::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    while (queue_.empty()) {
      if (closing_) return;
      ++idle_;
      wake_.wait(lock);
      --idle_;
    }
    Job job = std::move(queue_.front());
    queue_.pop_front();
    ++running_;
    const bool dropped = closing_;
    lock.unlock();
    job(dropped);
    job = nullptr;  // what it held goes before the lock comes
    lock.lock();
    --running_;
  }
}

}  // namespace nibbi::http
