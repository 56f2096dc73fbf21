#include "store/sqlite_check.hpp"

#include "store/sqlite_session.hpp"

namespace nibbi::store {

std::vector<std::string> sqlite_damage(const std::string& path) {
  std::vector<std::string> found;
  try {
    const auto session = SqliteSession::reader(path, {});
    session->query("PRAGMA integrity_check(20)", {}, [&](const Row& row) {
      if (std::string line = row.bytes(0); line != "ok") found.push_back(std::move(line));
    });
  } catch (const usecases::StoreFailed& failed) {
    found.push_back(failed.what());
  }
  return found;
}

}  // namespace nibbi::store
