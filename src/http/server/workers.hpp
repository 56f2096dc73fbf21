#pragma once
// The bounded pool on which handlers run. No network here.
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace nibbi::http {

class Workers {
 public:
  /// Called exactly once, on a worker; `dropped` when the pool is closing and the work should not be begun. Must not throw.
  using Job = std::move_only_function<void(bool dropped)>;

  Workers(std::size_t threads, std::size_t queue_max);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  /// False, and the job is untouched, when the queue is full or the pool is closed.
  bool try_run(Job& job);
  /// Jobs that wait are dropped, those that run are waited for. Safe to call twice.
  void close();

 private:
  void work();

  const std::size_t jobs_max_;  ///< at work and waiting: a worker that is still waking up counts for its job
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> queue_;
  std::size_t idle_ = 0;
  std::size_t running_ = 0;
  bool closing_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace nibbi::http
