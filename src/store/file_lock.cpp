#include "store/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "usecases/ports/store.hpp"

namespace nibbi::store {
namespace {

[[noreturn]] void fail(const std::string& what, const std::string& path) {
  throw usecases::StoreFailed("can't " + what + " " + path + ": " + std::strerror(errno));
}

void sync_open(const std::string& path, int flags, const char* what) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) fail(what, path);
  const int result = ::fsync(descriptor);
  const int why = errno;
  ::close(descriptor);
  errno = why;
  if (result != 0) fail(what, path);
}

}  // namespace

FileLock::FileLock(const std::string& path) : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  if (descriptor_ < 0) fail("open the lock file", path);
  while (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    const int why = errno;
    ::close(descriptor_);
    if (why == EWOULDBLOCK)
      throw usecases::StoreFailed("the database is in use: another nibbi holds " + path + "; only one may write at a time");
    errno = why;
    fail("lock", path);
  }
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void sync_directory_of(const std::string& path) {
  const auto directory = std::filesystem::path(path).parent_path();
  sync_open(directory.empty() ? "." : directory.string(), O_RDONLY | O_DIRECTORY, "make durable");
}

void sync_file(const std::string& path) { sync_open(path, O_RDONLY, "make durable"); }

}  // namespace nibbi::store
