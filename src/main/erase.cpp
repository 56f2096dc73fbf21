#include "main/erase.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace nibbi {
namespace {

[[noreturn]] void failed(const std::string& what) { throw std::system_error(errno, std::generic_category(), what); }

std::string read_whole(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// A list of which only the first line stands is none yet.
void keep_list(const std::string& path, const std::string& text) {
  if (text.find('\n') + 1 == text.size() && !std::filesystem::exists(path)) return;
  if (read_whole(path) != text) write_private_file(path, text, true);
}

}  // namespace

void write_private_file(const std::string& path, std::string_view text, bool replace) {
  const std::string part = path + ".part";
  ::unlink(part.c_str());
  const int fd = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0) failed("can't make " + path);
  bool good = true;
  for (std::string_view left = text; good && !left.empty();) {
    const ssize_t n = ::write(fd, left.data(), left.size());
    if (n < 0 && errno == EINTR) continue;
    good = n > 0;
    if (good) left.remove_prefix(static_cast<std::size_t>(n));
  }
  good = good && ::fsync(fd) == 0;
  good = ::close(fd) == 0 && good;
  good = good && ::renameat2(AT_FDCWD, part.c_str(), AT_FDCWD, path.c_str(), replace ? 0 : RENAME_NOREPLACE) == 0;
  if (!good) {
    const int why = errno;
    ::unlink(part.c_str());
    errno = why;
    failed("can't write " + path);
  }
  const auto folder = std::filesystem::absolute(path).parent_path().string();
  const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory >= 0) {
    ::fsync(directory);
    ::close(directory);
  }
}

void keep_lists(const std::string& master_key, usecases::StoreReader& store) {
  keep_list(erased_list_beside(master_key), usecases::write_erased_list(usecases::erased_list(store)));
  keep_list(revoked_list_beside(master_key), usecases::revoked_list(store));
}

std::vector<usecases::ErasedLine> read_erased_list_file(const std::string& path) {
  if (!std::filesystem::exists(path)) return {};
  auto lines = usecases::read_erased_list(read_whole(path));
  if (!lines) throw std::runtime_error(path + " is not a list of erased files, or damaged");
  return std::move(*lines);
}

std::vector<usecases::Device> read_revoked_list_file(const std::string& path) {
  if (!std::filesystem::exists(path)) return {};
  auto devices = usecases::read_revoked_list(read_whole(path));
  if (!devices) throw std::runtime_error(path + " is not a list of revoked devices, or damaged");
  return std::move(*devices);
}

}  // namespace nibbi
