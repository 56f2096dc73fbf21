#include <algorithm>

#include "base/fold.hpp"
#include "exchange/htcds_map.hpp"
#include "wire/json.hpp"

namespace nibbi::exchange {

using wire::Json;

/// Builds the map from the files of the contract.
class HtcdsMapReader {
 public:
  HtcdsMapReader(std::span<const wire::ContractFile> files, const domain::Rules& rules) : files_(files), rules_(rules) {}

  HtcdsMap read() {
    read_fields(parsed("exchange/htcds_fields.json"));
    for (const Field& f : map_.fields_)
      if (!f.list.empty()) read_list(f);
    read_codes(parsed("exchange/htcds_codes.json"));
    read_countries(parsed("exchange/countries.json"));
    read_languages(parsed("exchange/languages.json"));
    read_words(parsed("exchange/words.json"));
    return std::move(map_);
  }

 private:
  [[noreturn]] void broken(const std::string& what) const { throw wire::ContractBroken(path_ + ": " + what); }

  Json parsed(const std::string& path) {
    path_ = path;
    for (const wire::ContractFile& file : files_)
      if (file.path == path) {
        auto json = wire::read_json(file.text, {.bytes = 4 * 1024 * 1024, .depth = 12});
        if (!json) broken("not readable");
        return std::move(*json);
      }
    broken("is not there");
  }
  std::string text(const Json& j, const char* key) const {
    if (!j.contains(key) || !j[key].is_string()) broken(std::string("misses the text ") + key);
    return j[key].as<std::string>();
  }
  static std::string text_or_nothing(const Json& j, const char* key) { return j.contains(key) ? j[key].as<std::string>() : std::string{}; }
  std::vector<std::string> texts(const Json& j, const char* key) const {
    std::vector<std::string> out;
    if (!j.contains(key)) return out;
    for (const Json& item : j[key].array_range()) out.push_back(item.as<std::string>());
    return out;
  }
  std::array<std::string, 3> in_three(const Json& j) const { return {text(j, "fr"), text(j, "en"), text(j, "pt")}; }

  void read_fields(const Json& j) {
    for (const Json& one : j["fields"].array_range()) {
      Field f;
      f.name = text(one, "field");
      f.section = text(one, "section");
      f.list = text_or_nothing(one, "list");
      f.type = type_of(text(one, "type"));
      f.home = home_of(text(one, "home"));
      f.labels = in_three(one);
      f.place = map_.fields_.size();
      if (!map_.names_.emplace(squeezed(f.name), f.place).second) broken("has the field " + f.name + " twice");
      std::vector<std::string> headings = texts(one, "also");
      headings.push_back(text(one, "heading"));
      headings.insert(headings.end(), f.labels.begin(), f.labels.end());
      // Two fields of one label: the label says neither.
      for (const std::string& heading : headings) {
        auto [it, fresh] = map_.headings_.emplace(squeezed(heading), f.place);
        if (!fresh && it->second != f.place) it->second = std::nullopt;
      }
      map_.fields_.push_back(std::move(f));
    }
    for (const Json& one : j["beside"].array_range())
      for (const std::string& heading : texts(one, "headings")) map_.beside_[squeezed(heading)] = text(one, "name");
    const Json& outside = j["left_out_of_identity"];
    map_.not_identity_start_ = text(outside, "starting_with");
    for (const std::string& name : texts(outside, "but")) map_.identity_although_.insert(name);
    for (const std::string& name : texts(outside, "also")) map_.not_identity_.insert(name);
    for (const Json& one : j["notes"].array_range()) {
      map_.groups_.push_back({text(one, "group"), text(one, "source"), in_three(one)});
      needs_code("note_source", map_.groups_.back().source);
    }
    for (const Field& f : map_.fields_)
      if (f.home.kind == HomeKind::note && map_.group(f.home.name) == nullptr) broken("has no group of notes " + f.home.name);
    read_consent(j["consent"]);
  }

  void read_consent(const Json& j) {
    ImportedConsent& c = map_.consent_;
    c = {text(j, "basis"), text(j, "given_by"), text(j, "recipient_kind"), texts(j, "purposes"), texts(j, "data_classes"), {}};
    needs_code("consent_basis", c.basis);
    needs_code("consent_giver", c.given_by);
    needs_code("consent_recipient_kind", c.recipient_kind);
    for (const std::string& purpose : c.purposes) needs_code("consent_purpose", purpose);
    for (const std::string& data : c.data_classes)
      if (!domain::data_class_of(data)) broken("has no data class " + data);
    // The box stands for every one of the seven points.
    auto list = rules_.lists.find("consent_explained");
    if (list == rules_.lists.end()) broken("needs the list consent_explained");
    for (const auto& [code, place] : list->second.place) c.explained.push_back(code);
  }

  FieldType type_of(const std::string& word) const {
    constexpr std::array<std::string_view, 10> kWords{"text", "long_text", "date", "partial_date", "code", "codes", "countries", "language", "checkbox", "number"};
    const auto it = std::find(kWords.begin(), kWords.end(), word);
    if (it == kWords.end()) broken("does not know the type " + word);
    return static_cast<FieldType>(it - kWords.begin());
  }

  Home home_of(const std::string& text) const {
    constexpr std::array<std::string_view, 7> kWords{"note", "question", "identification", "plan", "consent", "comment", "status"};
    const std::string kind = text.substr(0, text.find(':'));
    const auto it = std::find(kWords.begin(), kWords.end(), kind);
    if (it == kWords.end()) broken("does not know the home " + text);
    Home home{static_cast<HomeKind>(it - kWords.begin()), kind.size() < text.size() ? text.substr(kind.size() + 1) : std::string{}};
    if (home.kind == HomeKind::question && rules_.question(home.name) == nullptr) broken("names the question " + home.name);
    return home;
  }

  void needs_code(std::string_view list, std::string_view code) const {
    if (!rules_.in_list(list, code)) broken("names the code " + std::string(code) + " of " + std::string(list));
  }

  void spelled(const Field& f, std::string_view spelling, const HtcdsCode& code) { map_.codes_[f.name].insert_or_assign(squeezed(spelling), code); }

  /// Codes of ours that carry the standard's.
  void read_list(const Field& f) {
    const Json j = parsed("codelists/" + f.list + ".json");
    for (const Json& one : j["codes"].array_range()) {
      if (!one.contains("htcds")) continue;
      const HtcdsCode code{text(one, "htcds"), text(one, "code"), false};
      map_.ours_[f.name].emplace(code.ours, code.code);
      spelled(f, code.code, code);
      // ISIC sections: the letter alone, or the words without it.
      if (code.code.size() > 2 && code.code[1] == '_') {
        spelled(f, code.code.substr(0, 1), code);
        spelled(f, code.code.substr(2), code);
      }
      spelled(f, code.ours, code);
      for (const std::string& label : in_three(one)) spelled(f, label, code);
    }
  }

  /// Codes whose home is said here, and other spellings.
  void read_codes(const Json& j) {
    for (const Json& one : j["codes"].array_range()) {
      const Field* f = map_.field(text(one, "field"));
      if (f == nullptr) broken("does not know the field " + text(one, "field"));
      HtcdsCode code{text(one, "code"), text_or_nothing(one, "home"), one.contains("nearest") && one["nearest"].as_bool()};
      if (code.ours.empty()) {
        const HtcdsCode* known = map_.code(*f, squeezed(code.code));
        if (known == nullptr) broken("says no home for " + code.code);
        code = *known;
      } else if (code.ours == "none") {
        code.ours.clear();
      } else {
        if (!f->list.empty()) needs_code(f->list, code.ours);
        if (!code.nearest) map_.ours_[f->name].emplace(code.ours, code.code);
      }
      spelled(*f, code.code, code);
      for (const std::string& spelling : texts(one, "also")) spelled(*f, spelling, code);
    }
  }

  void read_countries(const Json& j) {
    const std::string known = text(j, "known");
    for (std::size_t at = 0; at + 2 <= known.size(); at += 3) map_.countries_[squeezed(known.substr(at, 2))] = {known.substr(at, 2), false};
    for (const Json& one : j["countries"].array_range()) {
      const Country c{text(one, "code"), true};
      needs_code("country", c.code);
      map_.countries_[squeezed(c.code)] = c;
      map_.countries_[squeezed(text(one, "alpha3"))] = c;
      for (const std::string& name : texts(one, "also")) map_.countries_[squeezed(name)] = c;
    }
    const Json list = parsed("codelists/country.json");
    for (const Json& one : list["codes"].array_range())
      for (const std::string& name : in_three(one)) map_.countries_[squeezed(name)] = {text(one, "code"), true};
  }

  void read_languages(const Json& j) {
    for (const Json& one : j["languages"].array_range()) {
      const std::string code = text(one, "code");
      needs_code("language", code);
      map_.languages_[squeezed(code)] = {code, false};
      for (const std::string& name : texts(one, "also")) map_.languages_[squeezed(name)] = {code, false};
      for (const std::string& name : texts(one, "nearest")) map_.languages_[squeezed(name)] = {code, true};
    }
    const Json list = parsed("codelists/language.json");
    for (const Json& one : list["codes"].array_range()) {
      const std::string code = text(one, "code");
      map_.languages_.emplace(squeezed(code), Language{code, false});
      for (const std::string& name : in_three(one)) map_.languages_.emplace(squeezed(name), Language{code, false});
    }
  }

  void read_words(const Json& j) {
    for (const std::string& word : texts(j, "yes")) map_.yes_.insert(fold(word));
    for (const std::string& word : texts(j, "no")) map_.no_.insert(fold(word));
    for (const std::string& word : texts(j, "nothing")) map_.nothing_.insert(fold(word));
    int month = 0;
    for (const Json& names : j["months"].array_range()) {
      ++month;
      for (const Json& name : names.array_range()) map_.months_[fold(name.as<std::string>())] = month;
    }
    if (month != 12) broken("has not twelve months");
  }

  std::span<const wire::ContractFile> files_;
  const domain::Rules& rules_;
  HtcdsMap map_;
  std::string path_;
};

HtcdsMap read_htcds_map(std::span<const wire::ContractFile> files, const domain::Rules& rules) { return HtcdsMapReader(files, rules).read(); }

}  // namespace nibbi::exchange
