#include "main/admin_socket.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <system_error>

#include "main/admin_works.hpp"
#include "main/backup.hpp"
#include "main/erase.hpp"
#include "main/options.hpp"
#include "wire/json.hpp"

namespace nibbi {
namespace {

using wire::Json;

constexpr std::size_t kLongestQuestion = 64 * 1024;
constexpr std::size_t kGuests = 16;
constexpr int kPatienceMs = 10'000;  ///< for a question that was begun and doesn't end

struct Stopping : std::runtime_error {
  Stopping() : std::runtime_error("the server is closing") {}
};

[[noreturn]] void failed(const std::string& what) { throw std::system_error(errno, std::generic_category(), what); }

/// A socket's address in a folder, however long the folder's name is: then by way of an open descriptor of it.
class Address {
 public:
  explicit Address(const std::string& folder) {
    std::string path = folder + "/nibbi.sock";
    if (path.size() >= sizeof address_.sun_path) {
      folder_ = ::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
      path = "/proc/self/fd/" + std::to_string(folder_) + "/nibbi.sock";
    }
    address_.sun_family = AF_UNIX;
    std::strncpy(address_.sun_path, path.c_str(), sizeof address_.sun_path - 1);
  }
  ~Address() {
    if (folder_ >= 0) ::close(folder_);
  }
  Address(const Address&) = delete;
  Address& operator=(const Address&) = delete;
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&address_); }
  static constexpr socklen_t size() { return sizeof(sockaddr_un); }

 private:
  sockaddr_un address_{};
  int folder_ = -1;
};

/// Closes a descriptor at the end of its scope.
struct Closed {
  int fd;
  ~Closed() {
    if (fd >= 0) ::close(fd);
  }
};

bool send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

/// The first byte carries the open file, where there is one.
bool send_question(int fd, std::string_view line, int file) {
  if (file < 0) return send_all(fd, line);
  char room[CMSG_SPACE(sizeof(int))] = {};
  iovec first{const_cast<char*>(line.data()), 1};
  msghdr message{};
  message.msg_iov = &first;
  message.msg_iovlen = 1;
  message.msg_control = room;
  message.msg_controllen = sizeof room;
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  std::memcpy(CMSG_DATA(header), &file, sizeof file);
  return ::sendmsg(fd, &message, MSG_NOSIGNAL) == 1 && send_all(fd, line.substr(1));
}

/// Reads into `line` what there is; an open file that comes along is kept in `file`. False at the end of the connection.
bool receive(int fd, std::string& line, int& file) {
  char bytes[4096];
  char room[CMSG_SPACE(sizeof(int))] = {};
  iovec into{bytes, sizeof bytes};
  msghdr message{};
  message.msg_iov = &into;
  message.msg_iovlen = 1;
  message.msg_control = room;
  message.msg_controllen = sizeof room;
  ssize_t n = 0;
  do n = ::recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
  while (n < 0 && errno == EINTR);
  for (cmsghdr* h = CMSG_FIRSTHDR(&message); h; h = CMSG_NXTHDR(&message, h)) {
    if (h->cmsg_level != SOL_SOCKET || h->cmsg_type != SCM_RIGHTS) continue;
    int got = -1;
    std::memcpy(&got, CMSG_DATA(h), sizeof got);
    if (file >= 0) ::close(got);
    else file = got;
  }
  if (n <= 0) return false;
  line.append(bytes, static_cast<std::size_t>(n));
  crypto::wipe(std::span(reinterpret_cast<std::uint8_t*>(bytes), sizeof bytes));
  return true;
}

AdminAsked read_question(std::string_view line) {
  const auto json = wire::read_json(line, {.bytes = kLongestQuestion, .depth = 3});
  const auto bad = [] { return WrongUse("this is not a question that this version understands"); };
  if (!json || !json->is_object() || !json->contains("ask") || !json->contains("with") || !(*json)["ask"].is_string() || !(*json)["with"].is_object()) throw bad();
  AdminAsked asked;
  asked.command = (*json)["ask"].as<std::string>();
  for (const auto& member : (*json)["with"].object_range()) {
    if (!member.value().is_string()) throw bad();
    asked.with.emplace(member.key(), member.value().as<std::string>());
  }
  return asked;
}

std::string line_of(const Json& json) { return wire::write_json(json) + '\n'; }

Json said(const char* what, const std::string& text) {
  Json j(jsoncons::json_object_arg);
  j[what] = text;
  return j;
}

AdminAnswer work_on(Installation& installation, const InstallationOptions& options, const AdminAsked& asked, const AdminProgress& progress) {
  const AdminWork work = admin_work(asked.command);
  if (!work) throw WrongUse("the server doesn't know " + asked.command + "; it is of another version");
  return work(installation, options, asked, progress);
}

bool is_owner(int fd) {
  ucred peer{};
  socklen_t size = sizeof peer;
  return ::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && (peer.uid == ::geteuid() || peer.uid == 0);
}

}  // namespace

std::optional<std::string> AdminAsked::get(const std::string& name) const {
  auto it = with.find(name);
  return it == with.end() ? std::nullopt : std::optional(it->second);
}
std::string AdminAsked::need(const std::string& name) const {
  auto value = get(name);
  if (!value || value->empty()) throw WrongUse("--" + name + " is needed");
  return *value;
}

AdminSocket::AdminSocket(Installation& installation, InstallationOptions options) : installation_(installation), options_(std::move(options)) {
  // Whoever holds the lock of the installation owns what is left there: it is a dead server's.
  clear_scratch(options_.data);
  ::unlink((options_.data + "/nibbi.sock").c_str());
  listening_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (listening_ < 0) failed("can't make the administrator's socket");
  const Address address(options_.data);
  // Before it has a name: so nobody ever sees it with other rights.
  if (::fchmod(listening_, 0600) != 0 || ::bind(listening_, address.get(), Address::size()) != 0 || ::listen(listening_, 8) != 0) {
    const int why = errno;
    ::close(listening_);
    errno = why;
    failed("can't make the administrator's socket nibbi.sock");
  }
  thread_ = std::thread([this] { listen(); });
}

AdminSocket::~AdminSocket() {
  stopping_ = true;
  thread_.join();
  keep_list();
  {
    const std::lock_guard lock(mutex_);
    for (Guest& g : guests_) ::shutdown(g.fd, SHUT_RD);
  }
  for (Guest& g : guests_) g.thread.join();
  for (Guest& g : guests_) ::close(g.fd);
  ::close(listening_);
  ::unlink((options_.data + "/nibbi.sock").c_str());
}

void AdminSocket::listen() {
  for (unsigned round = 0; !stopping_; ++round) {
    if (round % 50 == 0) keep_list();
    pollfd waiting{listening_, POLLIN, 0};
    if (::poll(&waiting, 1, 200) <= 0) continue;
    const int fd = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) continue;
    const std::lock_guard lock(mutex_);
    for (auto it = guests_.begin(); it != guests_.end();) {
      if (!it->gone) {
        ++it;
        continue;
      }
      it->thread.join();
      ::close(it->fd);
      it = guests_.erase(it);
    }
    if (guests_.size() >= kGuests || !is_owner(fd)) {
      ::close(fd);
      continue;
    }
    Guest& guest = guests_.emplace_back();
    guest.fd = fd;
    guest.thread = std::thread([this, &guest] {
      serve(guest);
      ::shutdown(guest.fd, SHUT_RDWR);
      guest.gone = true;
    });
  }
}

void AdminSocket::keep_list() {
  try {
    keep_lists(options_.data + "/master.key", installation_.house().store);
  } catch (const std::exception&) {
    // The world failed; the next round tries again.
  }
}

void AdminSocket::serve(Guest& guest) {
  std::string line;
  int file = -1;
  while (line.find('\n') == std::string::npos) {
    pollfd waiting{guest.fd, POLLIN, 0};
    if (line.size() > kLongestQuestion || ::poll(&waiting, 1, kPatienceMs) <= 0 || !receive(guest.fd, line, file)) {
      if (file >= 0) ::close(file);
      return;
    }
  }
  const Closed closed{file};
  Json last(jsoncons::json_object_arg);
  try {
    AdminAsked asked = read_question(std::string_view(line).substr(0, line.find('\n')));
    crypto::wipe(line);
    asked.file = file;
    asked.served = true;
    asked.print = [&](const std::string& text) {
      if (stopping_ || !send_all(guest.fd, line_of(said("out", text)))) throw Stopping();
    };
    const AdminAnswer answer = work_on(installation_, options_, asked, [&](const std::string& text) {
      if (stopping_ || !send_all(guest.fd, line_of(said("progress", text)))) throw Stopping();
    });
    for (auto& [name, value] : asked.with) crypto::wipe(value);
    last["answer"] = answer.json;
    last["exit"] = answer.exit;
  } catch (const WrongUse& wrong) {
    last = said("failed", wrong.what());
    last["wrong_use"] = true;
  } catch (const std::exception& e) {
    last = said("failed", e.what());
    last["wrong_use"] = false;
  }
  send_all(guest.fd, line_of(last));
}

AdminAnswer ask_admin(const InstallationOptions& options, const AdminAsked& asked) {
  const AdminProgress progress = [](const std::string& text) { std::cerr << text << std::endl; };
  const auto print = [](const std::string& text) {
    // Somebody closed the pipe: what is not read is not made.
    if (!std::cout.write(text.data(), static_cast<std::streamsize>(text.size())).flush()) throw std::runtime_error("the result can't be written to standard output");
  };
  const Closed connection{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  const Address address(options.data);
  if (connection.fd < 0 || ::connect(connection.fd, address.get(), Address::size()) != 0) {
    if (connection.fd >= 0 && errno != ENOENT && errno != ECONNREFUSED && errno != ENOTDIR) failed("the server's socket nibbi.sock can't be reached");
    InstallationOptions here = options;
    here.must_exist = true;
    if (here.database && !std::filesystem::exists(here.data + "/master.key")) throw std::runtime_error("there is no installation in " + here.data);
    Installation installation(here);
    clear_scratch(here.data);
    AdminAsked alone = asked;
    alone.print = print;
    return work_on(installation, here, alone, progress);
  }
  Json question(jsoncons::json_object_arg);
  question["ask"] = asked.command;
  question["with"] = Json(jsoncons::json_object_arg);
  for (const auto& [name, value] : asked.with) question["with"][name] = value;
  std::string line = line_of(question);
  const bool sent = send_question(connection.fd, line, asked.file);
  crypto::wipe(line);
  if (!sent) throw std::runtime_error("the server closed the connection");
  std::size_t looked_at = 0;
  for (int nothing = -1;;) {
    for (std::size_t end = line.find('\n', looked_at); end != std::string::npos; end = line.find('\n')) {
      const Json said = Json::parse(std::string_view(line).substr(0, end));
      line.erase(0, end + 1);
      if (said.contains("progress")) {
        progress(said["progress"].as<std::string>());
      } else if (said.contains("out")) {
        print(said["out"].as<std::string>());
      } else if (said.contains("failed")) {
        if (said["wrong_use"].as<bool>()) throw WrongUse(said["failed"].as<std::string>());
        throw std::runtime_error(said["failed"].as<std::string>());
      } else {
        return {said["answer"].as<std::string>(), said["exit"].as<int>()};
      }
    }
    looked_at = line.size();
    if (!receive(connection.fd, line, nothing)) throw std::runtime_error("the server closed before it had answered; whether it was done can be seen by asking again");
  }
}

int print_answer(const AdminAnswer& answer) {
  if (!answer.json.empty()) std::cout << answer.json << '\n';
  return answer.exit;
}

}  // namespace nibbi
