#pragma once
// The two engines as tests see them: a place that holds one database, can be opened again and again, and is gone at the end.
#include <functional>
#include <memory>
#include <string>

#include "usecases/ports/store.hpp"

namespace nibbi::store::test {

class Place {
 public:
  virtual ~Place() = default;
  virtual std::unique_ptr<usecases::Store> open() = 0;
  virtual std::unique_ptr<usecases::StoreReader> follow() = 0;
  /// Runs SQL beside the store, which must be closed.
  virtual void tamper(const std::string& sql) = 0;
};

/// A folder of its own that goes with this object.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

/// For "sqlite" or "postgresql". The second ends the test with SKIP where NIBBI_TEST_POSTGRES names no server.
std::unique_ptr<Place> place_for(const std::string& engine);
/// The connection URL of the tests' server; SKIPs the test where there is none.
std::string postgres_url();

/// What a child process did: 0 if `work` returned, 1 if the store refused, 2 for anything else. `work` runs in the child.
int in_another_process(const std::function<void()>& work);

}  // namespace nibbi::store::test
