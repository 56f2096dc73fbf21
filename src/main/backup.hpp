#pragma once
// Scratch files of backups and proofs in a data folder: `scratch-…`. Whoever holds the installation's lock clears what a killed one left.
#include <string>

namespace nibbi {

void clear_scratch(const std::string& data);

/// A name that nobody uses; what stands there, and what SQLite puts beside it, goes with this object.
class Scratch {
 public:
  explicit Scratch(const std::string& data);
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace nibbi
