#pragma once
// How the administrator's commands reach the installation. Only one process may write: while `nibbi serve` runs, a command asks it through the Unix
// socket DIR/nibbi.sock; when nobody serves, it opens the installation itself and holds its lock meanwhile.
//
// The socket has mode 0600, and who connects must be the user that serves, or root (SO_PEERCRED). One question a connection:
//   → {"ask": "unit add", "with": {"name": "…", …}}     one line of JSON; an open file may come with its first byte (SCM_RIGHTS)
//   ← {"progress": "…"}                                 lines for people, any number
//   ← {"out": "…"}                                      a piece of a long result (a report, a table), any number, in order
//   ← {"answer": "JSON text", "exit": 0}                or {"failed": "…", "wrong_use": false}; the last line
// A passphrase travels in it, so no line is ever logged.
#include <atomic>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "main/installation.hpp"

namespace nibbi {

struct AdminAsked {
  std::string command;
  std::map<std::string, std::string> with;
  int file = -1;       ///< an open file to write the answer into, or to read from; -1 for none; whoever made the question closes it
  bool served = false; ///< it came through the socket: others work with the installation meanwhile
  /// Onto the standard output of whoever asks, as it comes: for results that are long. Throws when the work should stop.
  std::function<void(const std::string&)> print;

  std::optional<std::string> get(const std::string& name) const;
  /// Throws WrongUse.
  std::string need(const std::string& name) const;
};
struct AdminAnswer {
  std::string json;  ///< empty where everything was printed as it came
  int exit = 0;
};
/// For people, on their standard error. Throws when the work should stop.
using AdminProgress = std::function<void(const std::string&)>;
using AdminWork = AdminAnswer (*)(Installation&, const InstallationOptions&, const AdminAsked&, const AdminProgress&);

/// The work of that name; nullptr when there is none.
AdminWork admin_work(std::string_view command);

/// Listens while it lives, beside whatever else the process does. Ending it stops works under way at their next progress.
class AdminSocket {
 public:
  AdminSocket(Installation&, InstallationOptions);
  ~AdminSocket();
  AdminSocket(const AdminSocket&) = delete;
  AdminSocket& operator=(const AdminSocket&) = delete;

 private:
  struct Guest {
    int fd = -1;
    std::atomic<bool> gone = false;
    std::thread thread;
  };
  void listen();
  void keep_list();
  void serve(Guest&);

  Installation& installation_;
  const InstallationOptions options_;
  std::atomic<bool> stopping_ = false;
  int listening_ = -1;
  std::mutex mutex_;
  std::list<Guest> guests_;
  std::thread thread_;
};

/// Asks whoever serves `options.data`, or does it here. Progress goes to standard error. Throws std::runtime_error, WrongUse.
AdminAnswer ask_admin(const InstallationOptions& options, const AdminAsked&);

/// Prints the answer's JSON and gives its exit code: the last line of a command.
int print_answer(const AdminAnswer&);

}  // namespace nibbi
