#include "names/lexicon.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace nibbi::names {
namespace {

enum class Source : std::uint8_t { page, own };
struct Entry {
  std::string_view name;
  Source source;
  std::string_view forms;  ///< folded, parted by spaces; what is read alike need not be listed
};
struct Pairing {
  std::string_view a, b;
  Source source;
};

#include "names/lexicon_table.inc"

constexpr std::size_t kShortestKey = 3;  // a key of one or two sounds is known only as it is written

using NamePair = std::pair<std::uint16_t, std::uint16_t>;

class Lexicon {
 public:
  Lexicon() {
    for (const Entry& entry : kForms) {
      const std::uint16_t name = add_name(entry.name);
      size_.forms += add_forms(entry.forms, {name, false});
    }
    for (const Entry& entry : kNicknames) size_.nicknames += add_forms(entry.forms, {name_of(entry.name), true});
    for (const Pairing& pair : kClans) clans_.insert(ordered(name_of(pair.a), name_of(pair.b)));
    for (const Pairing& pair : kLookAlikes) look_alikes_.insert(ordered(name_of(pair.a), name_of(pair.b)));
    size_.names = titles_.size();
    size_.clans = clans_.size();
    size_.look_alikes = look_alikes_.size();
  }

  std::vector<Membership> find(std::string_view folded, const std::vector<Reading>& readings) const {
    std::vector<Membership> found;
    const auto take = [&](const auto& map, std::string_view key) {
      if (const auto it = map.find(key); it != map.end()) found.insert(found.end(), it->second.begin(), it->second.end());
    };
    take(written_, folded);
    for (const Reading& reading : readings)
      if (reading.sounds.size() >= kShortestKey) take(read_, reading.sounds);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }
  std::string_view title(std::uint16_t name) const { return titles_.at(name); }
  const LexiconSize& size() const { return size_; }

  static bool any_pair(const std::set<NamePair>& pairs, const std::vector<Membership>& a, const std::vector<Membership>& b) {
    for (const Membership& x : a)
      for (const Membership& y : b)
        if (!x.nickname && !y.nickname && pairs.contains(ordered(x.name, y.name))) return true;
    return false;
  }
  const std::set<NamePair>& clans() const { return clans_; }
  const std::set<NamePair>& look_alikes() const { return look_alikes_; }

 private:
  static NamePair ordered(std::uint16_t a, std::uint16_t b) { return {std::min(a, b), std::max(a, b)}; }
  std::uint16_t add_name(std::string_view title) {
    titles_.push_back(title);
    return static_cast<std::uint16_t>(titles_.size() - 1);
  }
  std::size_t add_forms(std::string_view forms, Membership membership) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < forms.size(); ++count) {
      const std::size_t end = std::min(forms.find(' ', at), forms.size());
      const std::string form(forms.substr(at, end - at));
      at = end + 1;
      const auto put = [&](auto& map, const std::string& key) {
        auto& list = map[key];
        if (std::find(list.begin(), list.end(), membership) == list.end()) list.push_back(membership);
      };
      put(written_, form);
      for (const Reading& reading : readings_of(Word{form, form, form, false})) put(read_, reading.sounds);
    }
    return count;
  }
  /// The name that this form belongs to; a form that no line lists becomes a name of its own.
  std::uint16_t name_of(std::string_view form) {
    const auto it = written_.find(form);
    if (it != written_.end())
      for (const Membership& m : it->second)
        if (!m.nickname) return m.name;
    const std::uint16_t name = add_name(form);
    add_forms(form, {name, false});
    return name;
  }

  std::vector<std::string_view> titles_;
  std::map<std::string, std::vector<Membership>, std::less<>> written_, read_;
  std::set<NamePair> clans_, look_alikes_;
  LexiconSize size_{};
};

const Lexicon& lexicon() {
  static const Lexicon built;
  return built;
}

}  // namespace

std::vector<Membership> names_of(std::string_view folded, const std::vector<Reading>& readings) { return lexicon().find(folded, readings); }
std::string_view title_of(std::uint16_t name) { return lexicon().title(name); }
std::vector<std::uint16_t> clan_equivalents_of(const std::vector<Membership>& names) {
  std::vector<std::uint16_t> found;
  for (const auto& [a, b] : lexicon().clans())
    for (const Membership& m : names)
      if (!m.nickname && (m.name == a || m.name == b)) found.push_back(m.name == a ? b : a);
  return found;
}
bool are_clan_equivalents(const std::vector<Membership>& a, const std::vector<Membership>& b) { return Lexicon::any_pair(lexicon().clans(), a, b); }
bool are_look_alikes(const std::vector<Membership>& a, const std::vector<Membership>& b) { return Lexicon::any_pair(lexicon().look_alikes(), a, b); }
LexiconSize lexicon_size() { return lexicon().size(); }

}  // namespace nibbi::names
