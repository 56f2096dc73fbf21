#include "usecases/sessions.hpp"

namespace nibbi::usecases {

void Sessions::put(Session s) {
  std::lock_guard lock(mutex_);
  sessions_[s.key] = std::move(s);
}

std::optional<Session> Sessions::find(const std::string& key, Instant now) {
  std::lock_guard lock(mutex_);
  auto it = sessions_.find(key);
  if (it == sessions_.end()) return std::nullopt;
  Session& s = it->second;
  if (now > s.seen_at + kSessionIdle || now > s.begun_at + kSessionLasts) {
    sessions_.erase(it);
    return std::nullopt;
  }
  s.seen_at = now;
  return s;
}

bool Sessions::change(const std::string& key, const std::function<void(Session&)>& how) {
  std::lock_guard lock(mutex_);
  auto it = sessions_.find(key);
  if (it == sessions_.end()) return false;
  how(it->second);
  return true;
}

void Sessions::drop(const std::string& key) {
  std::lock_guard lock(mutex_);
  sessions_.erase(key);
}

void Sessions::drop_person(PersonId person) {
  std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [&](const auto& line) { return line.second.person == person; });
}

void Sessions::drop_others(PersonId person, const std::string& key) {
  std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [&](const auto& line) { return line.second.person == person && line.first != key; });
}

void Sessions::drop_device(DeviceId device) {
  std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [&](const auto& line) { return line.second.device == device; });
}

}  // namespace nibbi::usecases
