#include "tests/sim/trail.hpp"

#include <cstdio>

namespace nibbi::sim {

void Trail::add(Instant now, int file, int device, std::string what) {
  lines_.push_back({++step_, now, file, device, std::move(what)});
  if (lines_.size() > 200'000) lines_.pop_front();
}

std::string Trail::about(int file, int device, std::size_t most) const {
  std::vector<const Line*> chosen;
  for (auto it = lines_.rbegin(); it != lines_.rend() && chosen.size() < most; ++it) {
    const bool of_house = it->file < 0 && it->device < 0;
    if (of_house || (file >= 0 && it->file == file) || (file < 0 && device >= 0 && it->device == device) || (file < 0 && device < 0)) chosen.push_back(&*it);
  }
  std::string text;
  for (auto it = chosen.rbegin(); it != chosen.rend(); ++it) {
    const std::int64_t ms = ((*it)->at - began_).count;
    char when[64];
    std::snprintf(when, sizeof when, "  step %lld, day %lld %02lld:%02lld:%02lld", static_cast<long long>((*it)->step), static_cast<long long>(ms / 86'400'000 + 1),
                  static_cast<long long>(ms / 3'600'000 % 24), static_cast<long long>(ms / 60'000 % 60), static_cast<long long>(ms / 1000 % 60));
    text += when;
    if ((*it)->device >= 0) text += ", device " + std::to_string((*it)->device);
    if ((*it)->file >= 0) text += ", file " + std::to_string((*it)->file);
    text += ": " + (*it)->what + "\n";
  }
  return text;
}

}  // namespace nibbi::sim
