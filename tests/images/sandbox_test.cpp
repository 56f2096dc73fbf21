#include "images/sandbox.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <iterator>
#include <new>
#include <thread>

#include "images/shut_in.hpp"
#include "tests/images/samples.hpp"

using namespace nibbi;
using namespace nibbi::tests;
using namespace std::chrono_literals;

namespace {

const images::SandboxOptions kNibbi{.program = NIBBI_BINARY};

#ifdef __SANITIZE_ADDRESS__
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

/// A program that stands in for ours, and misbehaves.
class Script {
 public:
  explicit Script(const std::string& what) : path_(std::filesystem::temp_directory_path() / ("nibbi-child-" + std::to_string(getpid()) + ".sh")) {
    std::ofstream(path_) << "#!/bin/sh\n" << what << "\n";
    chmod(path_.c_str(), 0700);
  }
  ~Script() { std::filesystem::remove(path_); }
  images::SandboxOptions options(std::chrono::milliseconds wait = 20s) const { return {.program = path_, .wait = wait}; }

 private:
  std::string path_;
};

std::string refusal(const Result<std::string>& r) { return r ? "taken" : std::string(word(r.error().code)); }

/// What becomes of a process that shut itself in and then does this: 0 it came to the end, or the signal that ended it.
int shut_in_and(const std::function<int()>& act) {
  const pid_t pid = fork();
  if (pid == 0) {
    if (!images::shut_in()) _exit(99);
    _exit(act());
  }
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

TEST_CASE("an image goes through the child and comes back made anew") {
  for (const std::string& in : {telling_jpeg(6), telling_png()}) {
    const auto out = images::remake_apart(in, kNibbi);
    REQUIRE(out.has_value());
    CHECK(out->find("CANARI") == std::string::npos);
    CHECK(*out == images::remake(in));
  }
}

TEST_CASE("what is no image is refused through the child, and what is too large") {
  CHECK(refusal(images::remake_apart("", kNibbi)) == "not_an_image");
  CHECK(refusal(images::remake_apart("GIF89a", kNibbi)) == "not_an_image");
  CHECK(refusal(images::remake_apart(telling_jpeg().substr(0, 700), kNibbi)) == "not_an_image");
  CHECK(refusal(images::remake_apart(std::string(images::kBytesMax + 1, 'x'), kNibbi)) == "too_large");
}

TEST_CASE("the largest photo that we take goes through the child's memory and time") {
  const std::string in = with_segment(images::write_jpeg(quarters(6000, 4000)), 0xE1, exif(6));
  CHECK(refusal(images::remake_apart(in, kNibbi)) == "taken");
  CHECK(refusal(images::remake_apart(images::write_png(quarters(6000, 4000, 4)), kNibbi)) == "taken");
}

TEST_CASE("what is small and unpacks to much more than a photo ends in an image or a refusal, within the child's memory and time") {
  const std::string much(200'000'000, '\0'), pixels = packed(std::string(std::size_t{60} * (1 + 3 * 40), '\0'));
  const std::string bomb = packed(much);
  REQUIRE(bomb.size() < 400'000);
  const auto began = std::chrono::steady_clock::now();
  // Rows that go on long after the last one; a profile, a text of the same; and words without number.
  const std::string few_rows = png_around(40, 60, bomb);
  CHECK(refusal(images::remake_apart(few_rows, kNibbi)) != "unavailable");
  for (const std::string& odd : {chunk("iCCP", std::string("profile\0\0", 9) + bomb), chunk("zTXt", std::string("Comment\0\0", 9) + bomb), chunk("iTXt", std::string("Comment\0\1\0\0\0", 12) + bomb)}) {
    const auto out = images::remake_apart(png_around(40, 60, pixels, odd), kNibbi);
    CHECK(refusal(out) == "taken");
    if (out) CHECK(out->size() < 2'000);
  }
  std::string words;
  for (int i = 0; i < 100'000; ++i) words += chunk("tEXt", std::string("a\0b", 3));
  CHECK(refusal(images::remake_apart(png_around(40, 60, pixels, words), kNibbi)) == "taken");
  // As many pixels as we take, in a few kilobytes: an image; one row more: none.
  CHECK(refusal(images::remake_apart(png_around(6000, 4000, packed(std::string(std::size_t{4000} * (1 + 3 * 6000), '\0'))), kNibbi)) == "taken");
  CHECK(refusal(images::remake_apart(png_around(6000, 4001, pixels), kNibbi)) == "too_large");
  CHECK(refusal(images::remake_apart(png_around(24'000'001, 1, pixels), kNibbi)) != "taken");
  CHECK(refusal(images::remake_apart(png_around(0x7FFF'FFFF, 0x7FFF'FFFF, pixels), kNibbi)) != "taken");
  CHECK(std::chrono::steady_clock::now() - began < 60s);
}

TEST_CASE("a child that hangs, dies, writes without end or says nothing costs one answer and no process") {
  const std::string photo = telling_jpeg();
  const auto began = std::chrono::steady_clock::now();
  CHECK(refusal(images::remake_apart(photo, Script("exec sleep 60").options(500ms))) == "busy");
  CHECK(refusal(images::remake_apart(photo, Script("exec sleep 60 >/dev/null").options(500ms))) == "busy");
  CHECK(refusal(images::remake_apart(photo, Script("kill -9 $$").options())) == "busy");
  CHECK(refusal(images::remake_apart(photo, Script("kill -XCPU $$").options())) == "not_an_image");
  CHECK(refusal(images::remake_apart(photo, Script("kill -SYS $$").options())) == "not_an_image");
  CHECK(refusal(images::remake_apart(photo, Script("exec cat /dev/zero").options())) == "not_an_image");
  CHECK(refusal(images::remake_apart(photo, Script("exit 0").options())) == "not_an_image");
  CHECK(refusal(images::remake_apart(photo, Script("echo half; exit 1").options())) == "not_an_image");
  CHECK(std::chrono::steady_clock::now() - began < 60s);
  CHECK(waitpid(-1, nullptr, WNOHANG) == -1);  // nobody is left behind
}

TEST_CASE("the child is shut in before it has read a byte") {
  int in[2], out[2];
  REQUIRE((pipe2(in, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0));
  const pid_t pid = fork();
  if (pid == 0) {
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    execl(NIBBI_BINARY, NIBBI_BINARY, std::string(images::kWord).c_str(), nullptr);
    _exit(98);
  }
  close(in[0]);
  close(out[1]);
  // It waits for its image; meanwhile the kernel says what it still may.
  const std::string proc = "/proc/" + std::to_string(pid);
  auto words = [&](const std::string& file) {
    std::ifstream from(proc + "/" + file);
    return std::string(std::istreambuf_iterator<char>(from), {});
  };
  auto shut = [&] { return words("status").find("NoNewPrivs:\t1") != std::string::npos && (kSanitized || words("status").find("Seccomp:\t2") != std::string::npos); };
  for (int i = 0; i < 1000 && !shut(); ++i) std::this_thread::sleep_for(10ms);
  CHECK(shut());
  const std::string limits = words("limits");
  for (const char* line : {"Max cpu time              5                    6", "Max open files            3                    3", "Max processes             0                    0",
                           "Max file size             0                    0", "Max core file size        0                    0"})
    CHECK(limits.find(line) != std::string::npos);
  CHECK((kSanitized || limits.find("Max address space         268435456            268435456") != std::string::npos));
  close(in[1]);
  close(out[0]);
  int status = 0;
  REQUIRE(waitpid(pid, &status, 0) == pid);
  CHECK((WIFEXITED(status) && WEXITSTATUS(status) == 33));
}

TEST_CASE("a child that cannot be started, or cannot shut itself in, says nothing about the image") {
  CHECK(refusal(images::remake_apart(telling_jpeg(), {.program = "/nowhere/nibbi"})) == "unavailable");
  CHECK(refusal(images::remake_apart(telling_jpeg(), Script("exit 35").options())) == "unavailable");
}

TEST_CASE("many at once wait for their turn and all come back") {
  const std::string photo = telling_jpeg(3);
  std::vector<std::future<std::string>> all;
  for (int i = 0; i < 12; ++i) all.push_back(std::async(std::launch::async, [&] { return refusal(images::remake_apart(photo, kNibbi)); }));
  for (auto& one : all) CHECK(one.get() == "taken");
}

#ifndef __SANITIZE_ADDRESS__
TEST_CASE("shut in, a process can open no file, make no socket and no other process, and run no memory") {
  CHECK(shut_in_and([] { return 0; }) == 0);
  CHECK(shut_in_and([] { return open("/etc/passwd", O_RDONLY); }) == SIGSYS);
  CHECK(shut_in_and([] { return socket(AF_INET, SOCK_STREAM, 0); }) == SIGSYS);
  CHECK(shut_in_and([] { return socket(AF_UNIX, SOCK_STREAM, 0); }) == SIGSYS);
  CHECK(shut_in_and([] { return fork(); }) == SIGSYS);
  CHECK(shut_in_and([] { return execl("/bin/true", "true", nullptr); }) == SIGSYS);
  CHECK(shut_in_and([] { return kill(getppid(), 0); }) == SIGSYS);
  CHECK(shut_in_and([] { return mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED; }) == SIGSYS);
  CHECK(shut_in_and([] {
          alignas(4096) static char room[4096];
          return mprotect(room, sizeof room, PROT_READ | PROT_EXEC) == 0;
        }) == SIGSYS);
}

TEST_CASE("shut in, a process has its memory and its seconds, and no more") {
  CHECK(shut_in_and([] {
          char* room = new (std::nothrow) char[400'000'000];
          return room ? 1 : 0;
        }) == 0);
  const auto began = std::chrono::steady_clock::now();
  const int ended = shut_in_and([] {
    for (volatile unsigned long i = 0;; i = i + 1) {}
    return 0;
  });
  CHECK(ended == SIGXCPU);
  CHECK(std::chrono::steady_clock::now() - began < 60s);
}
#endif
