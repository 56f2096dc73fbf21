#pragma once
// A disk that remembers. A VFS of SQLite that passes everything on to the system's, except syncs (which cost time and change nothing
// while the machine lives), and writes down what was asked of it: so that a power cut can be played at any of those moments.
#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace nibbi::store::test {

/// The files of one folder, by name.
using Image = std::map<std::string, std::string>;

Image read_image(const std::string& folder);
/// Makes `folder` hold exactly these files.
void write_image(const std::string& folder, const Image&);

struct DiskOp {
  enum Kind { create, write, truncate, sync, failed_sync, remove };
  Kind kind;
  int file = 0;          ///< a file keeps its number when its name goes to another
  std::int64_t at = 0;   ///< offset of a write, size after a truncation
  std::string bytes;     ///< what is written; the name of what is created or removed
  bool directory = false;  ///< a sync or a removal that makes the names durable, too
};

/// What a power cut does to what was not yet synced.
enum class Unsynced { lost, kept, some, reordered, torn };
inline constexpr int kUnsyncedModels = 5;
const char* word(Unsynced);

/// Registered with SQLite while it lives, under a name of its own; for one folder.
class CutVfs {
 public:
  explicit CutVfs(std::string folder);
  ~CutVfs();
  CutVfs(const CutVfs&) = delete;
  CutVfs& operator=(const CutVfs&) = delete;

  const std::string& name() const { return name_; }
  std::size_t count() const { return ops_.size(); }
  const DiskOp& op(std::size_t i) const { return ops_[i]; }

  /// From the op with this number on, `times` of them fail: writes with SQLITE_FULL, or writes, truncations and syncs with
  /// SQLITE_IOERR.
  void fail_at(std::size_t op, int code, int times);

  /// The folder after the power went while op `cut` was under way (ops before it had returned).
  Image after_cut(std::size_t cut, Unsynced, std::mt19937_64& chance) const;

 private:
  friend struct CutVfsCalls;
  struct File {
    std::string name, content;  ///< as they were found
    bool was_there;
  };
  int number_of(const char* path, bool is_new);
  /// SQLITE_OK, or the fault that is due.
  int record(DiskOp op);

  const std::string name_, folder_;
  sqlite3_vfs vfs_{};
  std::mutex mutex_;
  std::vector<File> files_;
  std::map<std::string, int> open_names_;  ///< who bears the name now
  std::vector<DiskOp> ops_;
  std::size_t fail_from_ = SIZE_MAX;
  int fail_code_ = 0, fail_times_ = 0;
};

}  // namespace nibbi::store::test
