#include "images/sandbox.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <semaphore>
#include <thread>
#include <utility>

#include "images/exit_code.hpp"
#include "images/remake.hpp"

namespace nibbi::images {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

/// Each may take 256 MiB: more at once would be another way to bring the house down.
constexpr std::ptrdiff_t kAtOnce = 2;
std::counting_semaphore<kAtOnce> places(kAtOnce);

/// What an image grows to when it is made anew is bounded too: a PNG of noise may be three times its pixels.
constexpr std::size_t kOutMax = 100'000'000;

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

/// The image as a file without a name. Nothing is fed through a pipe, so nothing here waits for a child that does not read.
Descriptor held(std::string_view bytes) {
  Descriptor file(memfd_create("image", MFD_CLOEXEC));
  while (file.get() >= 0 && !bytes.empty()) {
    const ssize_t n = write(file.get(), bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return Descriptor();
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  if (file.get() >= 0 && lseek(file.get(), 0, SEEK_SET) != 0) return Descriptor();
  return file;
}

std::optional<pid_t> start(const std::string& program, int in, int out) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  if (posix_spawn_file_actions_init(&actions) != 0) return std::nullopt;
  if (posix_spawnattr_init(&attributes) != 0) {
    posix_spawn_file_actions_destroy(&actions);
    return std::nullopt;
  }
  sigset_t none;
  sigemptyset(&none);
  bool ok = posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO) == 0 && posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO) == 0 &&
            posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0) == 0 && posix_spawnattr_setsigmask(&attributes, &none) == 0 &&
            posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK) == 0;
  std::string path = program, word(kWord);
  char* const words[] = {path.data(), word.data(), nullptr};
  char* const surroundings[] = {nullptr};
  pid_t pid = 0;
  ok = ok && posix_spawn(&pid, path.c_str(), &actions, &attributes, words, surroundings) == 0;
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return ok ? std::optional(pid) : std::nullopt;
}

enum class Heard { all, too_late, too_much };

/// Until it closes its end.
Heard read_until_end(int from, std::string& out, Clock::time_point deadline) {
  std::string block(65'536, '\0');
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return Heard::too_late;
    pollfd wait{from, POLLIN, 0};
    const int ready = poll(&wait, 1, static_cast<int>(left));
    if (ready < 0 && errno != EINTR) return Heard::too_late;
    if (ready <= 0) continue;
    const ssize_t n = read(from, block.data(), block.size());
    if (n < 0 && errno != EINTR) return Heard::too_late;
    if (n == 0) return Heard::all;
    if (n > 0) out.append(block.data(), static_cast<std::size_t>(n));
    if (out.size() > kOutMax) return Heard::too_much;
  }
}

/// How it ended; it is killed when it does not end by itself.
int end_of(pid_t pid, bool in_time, Clock::time_point deadline) {
  if (!in_time) kill(pid, SIGKILL);
  int status = 0;
  for (;;) {
    const pid_t got = waitpid(pid, &status, in_time ? WNOHANG : 0);
    if (got == pid) return status;
    if (got < 0 && errno != EINTR) return -1;
    if (got == 0) {
      if (Clock::now() > deadline) {
        kill(pid, SIGKILL);
        in_time = false;
      } else {
        std::this_thread::sleep_for(1ms);
      }
    }
  }
}

struct Place {
  bool taken = false;
  explicit Place(std::chrono::milliseconds wait) : taken(places.try_acquire_for(wait)) {}
  ~Place() {
    if (taken) places.release();
  }
};

}  // namespace

Result<std::string> remake_apart(std::string_view bytes, const SandboxOptions& options) {
  if (bytes.size() > kBytesMax) return refuse(ProblemCode::too_large, {{"bytes_max", std::to_string(kBytesMax)}});
  const Place place(options.wait);
  if (!place.taken) return refuse(ProblemCode::busy);
  const auto deadline = Clock::now() + options.wait;
  const Descriptor in = held(bytes);
  int ends[2];
  if (in.get() < 0 || pipe2(ends, O_CLOEXEC) != 0) return refuse(ProblemCode::unavailable);
  const Descriptor from(ends[0]);
  Descriptor to(ends[1]);
  const auto child = start(options.program, in.get(), to.get());
  to = Descriptor();
  if (!child) return refuse(ProblemCode::unavailable);
  std::string out;
  const Heard heard = read_until_end(from.get(), out, deadline);
  const int status = end_of(*child, heard == Heard::all, deadline);
  // Its own time has a limit of its own: by the clock on the wall, or when somebody else killed it, the machine had no room. That says
  // nothing about the image.
  if (heard == Heard::too_late) return refuse(ProblemCode::busy);
  if (heard == Heard::all && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) return refuse(ProblemCode::busy);
  if (heard == Heard::all && WIFEXITED(status)) {
    const int code = WEXITSTATUS(status);
    if (code == kDone && !out.empty()) return out;
    if (code == kTooLarge) return refuse(ProblemCode::too_large, {{"pixels_max", std::to_string(kPixelsMax)}});
    // 127: the program could not be run at all. Neither says anything about the image.
    if (code == kCouldNotShutIn || code == 127) return refuse(ProblemCode::unavailable);
  }
  return refuse(ProblemCode::not_an_image);
}

}  // namespace nibbi::images
