#pragma once
// What contract/exchange says about the Human Trafficking Case Data Standard 2.0: its fields and codes, and where each has its home with us.
// Source: docs/standards, key [htcds-2.0]; what is mapped and what becomes a note: docs/standards/htcds.md.
#include <array>
#include <map>
#include <set>
#include <span>

#include "exchange/written_date.hpp"
#include "wire/contract_read.hpp"

namespace nibbi::exchange {

enum class FieldType : std::uint8_t { text, long_text, date, partial_date, code, codes, countries, language, checkbox, number };
/// Where the values of a field go: an answer of a form, a field of the identification or of a planned service, the consent, a note.
enum class HomeKind : std::uint8_t { note, question, identification, plan, consent, comment, status };

struct Home {
  HomeKind kind = HomeKind::note;
  std::string name;  ///< question id, field of the entry, or group of notes
};

/// The names of the three languages of the house, in this order everywhere here.
inline constexpr std::array<std::string_view, 3> kLanguages{"fr", "en", "pt"};

struct Field {
  std::string name, section, list;
  FieldType type{};
  Home home;
  std::array<std::string, 3> labels;
  std::size_t place = 0;  ///< its place in the published sheet
};

/// A code of the standard. `ours` is empty when it has no code of ours; `nearest` when ours is wider or only close.
struct HtcdsCode {
  std::string code, ours;
  bool nearest = false;
};

struct NoteGroup {
  std::string name, source;
  std::array<std::string, 3> headings;
};

struct ImportedConsent {
  std::string basis, given_by, recipient_kind;
  std::vector<std::string> purposes, data_classes, explained;
};

struct Country {
  std::string code;
  bool ours = false;  ///< one of the countries that a question can hold
};
struct Language {
  std::string code;
  bool nearest = false;
};

/// A text as names and codes are compared: folded, and without anything but letters and digits, so that `prs_First_Name`, `PRS_FirstName` and
/// `DebtBondage ` are what they mean.
std::string squeezed(std::string_view);

class HtcdsMap {
 public:
  std::span<const Field> fields() const { return fields_; }
  const Field* field(std::string_view name) const;
  /// By a column's heading: the standard's name of the field in any spelling, or its label. nullptr when two fields share the label.
  const Field* by_heading(std::string_view heading) const;
  /// By the standard's name alone.
  const Field* by_name(std::string_view heading) const;
  /// What is beside the standard and still understood: `age`, `start`, `submitted`; empty for anything else.
  std::string_view beside(std::string_view heading) const;

  /// A code of a field, however it was spelled: code, label, our code or label.
  const HtcdsCode* code(const Field&, std::string_view squeezed) const;
  /// The standard's code for one of ours, when going there and back gives ours again; empty otherwise.
  std::string_view code_of(const Field&, std::string_view ours) const;

  std::optional<Country> country(std::string_view text) const;
  std::optional<Language> language(std::string_view text) const;
  std::optional<bool> yes_or_no(std::string_view text) const;
  /// Words that say that there is nothing: unknown, n/a, -.
  bool says_nothing(std::string_view text) const;
  const MonthNames& months() const { return months_; }

  const NoteGroup* group(std::string_view name) const;
  std::span<const NoteGroup> groups() const { return groups_; }
  const ImportedConsent& consent() const { return consent_; }
  bool in_identity(std::string_view heading) const;

 private:
  friend class HtcdsMapReader;
  friend HtcdsMap list_map(HtcdsMap, std::span<const wire::ContractFile>, const domain::Rules&);
  std::vector<Field> fields_;
  std::map<std::string, std::size_t, std::less<>> names_;
  std::map<std::string, std::optional<std::size_t>, std::less<>> headings_;
  std::map<std::string, std::string, std::less<>> beside_;
  std::map<std::string, std::map<std::string, HtcdsCode, std::less<>>, std::less<>> codes_;     ///< field -> spelling -> code
  std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> ours_;  ///< field -> our code -> code
  std::map<std::string, Country, std::less<>> countries_;
  std::map<std::string, Language, std::less<>> languages_;
  std::set<std::string, std::less<>> yes_, no_, nothing_;
  MonthNames months_;
  std::vector<NoteGroup> groups_;
  ImportedConsent consent_;
  std::string not_identity_start_;
  std::set<std::string, std::less<>> identity_although_, not_identity_;
};

/// Reads exchange/*.json, and from codelists/*.json the codes that carry an `htcds`, and their labels. Throws wire::ContractBroken when a file is
/// missing or names a question, list or code that the rules don't have.
HtcdsMap read_htcds_map(std::span<const wire::ContractFile>, const domain::Rules&);

}  // namespace nibbi::exchange
