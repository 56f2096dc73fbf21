#include <unistd.h>

#include <cerrno>
#include <new>

#include "images/exit_code.hpp"
#include "images/remake.hpp"
#include "images/sandbox.hpp"
#include "images/shut_in.hpp"

namespace nibbi::images {
namespace {

bool read_all(std::string& bytes) {
  bytes.resize(kBytesMax + 1);
  std::size_t got = 0;
  while (got < bytes.size()) {
    const ssize_t n = read(STDIN_FILENO, bytes.data() + got, bytes.size() - got);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    if (n == 0) break;
    got += static_cast<std::size_t>(n);
  }
  bytes.resize(got);
  return true;
}

bool write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

}  // namespace

int be_the_child() {
  if (!shut_in()) return kCouldNotShutIn;
  try {
    std::string bytes;
    if (!read_all(bytes)) return kCouldNotShutIn;
    return write_all(remake(bytes)) ? kDone : kCouldNotShutIn;
  } catch (const NoImage& no) {
    return no.code == ProblemCode::too_large ? kTooLarge : kNoImage;
  } catch (const std::bad_alloc&) {
    return kTooLarge;
  }
}

}  // namespace nibbi::images
