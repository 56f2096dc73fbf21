#include <algorithm>

#include "base/fold.hpp"
#include "exchange/age.hpp"
#include "exchange/code_words.hpp"
#include "exchange/htcds.hpp"
#include "exchange/htcds_notes.hpp"
#include "exchange/row_given.hpp"

namespace nibbi::exchange {
namespace {

using namespace domain;

/// An organisation, a consent box or the state of a file alone say nothing of a person.
bool is_about_somebody(const Field& f) { return f.section != "organisation" && f.section != "consent" && f.section != "case"; }

/// A program writes NULL or null where there is nothing; a family that is called Null writes itself so.
bool is_somebody_called_null(const Question& q, std::string_view value) { return value == "Null" && (q.data_class == DataClass::name || q.data_class == DataClass::family); }

class RowPlan {
 public:
  RowPlan(const Row& row, const HtcdsMap& map, const Rules& rules, const ImportContext& context) : row_(row), map_(map), rules_(rules), context_(context) {}

  std::expected<Mapped, Refused> run() {
    out_.findings = row_.findings;
    if (row_.trouble != RowTrouble::none) return refused(refusal_of(row_.trouble));
    given_ = given_in(row_, map_);
    for (const Field* field : given_.twice) find(FindingCode::column_twice, field);
    if (std::none_of(given_.fields.begin(), given_.fields.end(), [](const auto& g) { return is_about_somebody(*g.second.field); })) return refused(Refusal::empty_row);
    if (const Given* owner = given_of("cas_CaseOwner")) told_by_ = cut(owner->whole(), 200).front();
    find_day();
    read_birth();
    if (!judge()) return refused(Refusal::adult);
    for (const auto& [place, given] : given_.fields) find_home(given);
    write();
    out_.identity = context_.sha256(identity_text(given_, map_, context_.unit, context_.today));
    return std::move(out_);
  }

 private:
  static Refusal refusal_of(RowTrouble t) {
    switch (t) {
      case RowTrouble::row_too_long: return Refusal::row_too_long;
      case RowTrouble::too_many_columns: return Refusal::too_many_columns;
      case RowTrouble::quote_left_open: return Refusal::quote_left_open;
      default: return Refusal::columns_differ;
    }
  }
  std::unexpected<Refused> refused(Refusal reason) { return std::unexpected(Refused{reason, std::move(out_.findings)}); }

  void find(FindingCode code, const Field* field = nullptr) {
    const Finding finding{code, field ? field->name : std::string{}};
    if (std::find(out_.findings.begin(), out_.findings.end(), finding) == out_.findings.end()) out_.findings.push_back(finding);
  }

  const Given* given_of(std::string_view name) const { return given_.of(map_.field(name)); }

  // Days

  WrittenDate read_date(const std::string& text, const Field* field) {
    WrittenDate date = read_written_date(text, map_.months(), context_.today);
    switch (date.doubt) {
      case DateDoubt::none: break;
      case DateDoubt::day_or_month: find(FindingCode::date_day_or_month, field); break;
      case DateDoubt::month_first: find(FindingCode::date_month_first, field); break;
      case DateDoubt::two_digit_year: find(FindingCode::date_two_digit_year, field); break;
      case DateDoubt::as_said: break;
    }
    return date;
  }

  std::optional<Date> read_day(const Given& given) {
    const WrittenDate date = read_date(given.texts.front(), given.field);
    if (date.is_day()) return date.value.earliest;
    find(FindingCode::date_unreadable, given.field);
    return std::nullopt;
  }

  /// When the child came to those who made the list: the earliest day that the row names and that is not still to come. The age counts from
  /// there, or from the day when it was handed in; that alone says nothing of when anything happened.
  void find_day() {
    std::optional<Date> came;
    auto earliest = [&](std::optional<Date>& day, const std::string& text) {
      const WrittenDate date = read_written_date(text, map_.months(), context_.today);
      if (date.is_day() && *date.value.earliest <= context_.today && (!day || *date.value.earliest < *day)) day = *date.value.earliest;
    };
    if (const Given* referred = given_of("cas_IncomingReferralDate")) earliest(came, referred->texts.front());
    const auto start = given_.beside.find("start"), submitted = given_.beside.find("submitted");
    if (start != given_.beside.end()) earliest(came, start->second);
    registered_ = came;
    if (submitted != given_.beside.end()) earliest(registered_, submitted->second);
    if (came) happened_ = {came, came, {}};
    // A day alone is kept by the entries' own day, and is what our export writes; anything more goes into the note.
    if (start != given_.beside.end() && (!came || start->second != came->text())) given_.others.push_back({nullptr, "start", start->second});
    if (submitted != given_.beside.end() && !Date::parse(submitted->second)) given_.others.push_back({nullptr, kSubmitted, submitted->second});
  }

  void read_birth() {
    const Given* given = given_of("prs_Birthdate");
    if (given == nullptr || map_.says_nothing(given->texts.front())) return;
    const WrittenDate date = read_date(given->texts.front(), given->field);
    if (date.value.earliest && *date.value.earliest > context_.today) {
      find(FindingCode::date_in_future, given->field);
      return;
    }
    if (date.doubt == DateDoubt::as_said) find(FindingCode::date_as_said, given->field);
    if (code_points(date.value.as_said) > 200) return find(FindingCode::text_too_long, given->field);
    birth_ = date.value;
  }

  bool judge() {
    auto text_of = [&](const Given* g) { return g ? std::string_view(g->texts.front()) : std::string_view{}; };
    auto age = given_.beside.find("age");
    const Age judged = judge_age({birth_, age == given_.beside.end() ? std::string_view{} : std::string_view(age->second), text_of(given_of("vic_AgeWhenTrafficked")), registered_.value_or(context_.today)});
    age_band_ = judged.band;
    perhaps_adult_ = judged.verdict == AgeVerdict::perhaps_adult || judged.verdict == AgeVerdict::conflict;
    switch (judged.verdict) {
      case AgeVerdict::child: break;
      case AgeVerdict::perhaps_adult: find(FindingCode::age_uncertain); break;
      case AgeVerdict::conflict: find(FindingCode::age_conflict); break;
      case AgeVerdict::unknown: find(FindingCode::age_unknown); break;
      case AgeVerdict::adult: return false;
    }
    if (birth_.latest && years_between(*birth_.latest, context_.today) >= 18) find(FindingCode::adult_today);
    return true;
  }

  // Homes

  void keep(const Given& given) { keep(given.field, given.whole()); }
  void keep(const Field* field, std::string value) {
    const std::string& group = field->home.kind == HomeKind::note ? field->home.name : kColumns;
    notes_[group].push_back({field, field->name, std::move(value)});
  }

  void find_home(const Given& given) {
    const Field& f = *given.field;
    switch (f.home.kind) {
      case HomeKind::note: return noted(given);
      case HomeKind::question: return answered(given);
      case HomeKind::identification: return identified(given);
      case HomeKind::plan: return planned(given);
      case HomeKind::consent: return consented(given);
      case HomeKind::comment:
        for (NoteAdded& note : read_comments(given.whole(), rules_)) comments_.push_back(std::move(note));
        return;
      case HomeKind::status: {
        const auto codes = codes_of(given);
        if (codes.size() == 1 && codes[0]->ours == "open") return;
        if (codes.size() == 1 && codes[0]->ours == "closed") find(FindingCode::closed_in_source, &f);
        return keep(given);
      }
    }
  }

  void noted(const Given& given) {
    const Field& f = *given.field;
    std::string value = given.whole();
    if (f.type == FieldType::date && !map_.says_nothing(value))
      if (const auto day = read_day(given)) {
        if (read_written_date(value, map_.months(), context_.today).doubt == DateDoubt::none) value = day->text();
        about_[f.home.name] = *day;
        if (*day > context_.today && f.home.name != kColumns) find(FindingCode::date_in_future, &f);
      }
    if (f.name == "prs_Deceased" && map_.yes_or_no(value) == true) find(FindingCode::deceased, &f);
    if (f.name == "prs_Title" && given.label_is_name && given_of("prs_SecondName") == nullptr && code_points(value) <= 200) {
      find(FindingCode::title_read_as_name, &f);
      answers_["intake.family_name"] = value;
    }
    if (value.starts_with('#') && (value == "#N/A" || value.ends_with('!') || value.ends_with('?'))) find(FindingCode::error_in_sheet, &f);
    keep(&f, std::move(value));
  }

  void answered(const Given& given) {
    const Field& f = *given.field;
    const Question* question = rules_.question(f.home.name);
    const std::string value = given.whole();
    switch (f.type) {
      case FieldType::partial_date:
        if (birth_.is_unknown()) keep(given);
        else answers_[f.home.name] = birth_;
        return;
      case FieldType::countries: return countries(given);
      case FieldType::language: return languages(given);
      case FieldType::code: {
        const auto codes = codes_of(given);
        if (codes.size() == 1 && !codes[0]->ours.empty()) answers_[f.home.name] = codes[0]->ours;
        else if (codes.size() > 1) unknown(given);
        return;
      }
      default: break;
    }
    if (map_.says_nothing(value) && !is_somebody_called_null(*question, value)) return keep(given);
    const std::size_t longest = question->type == QuestionType::long_text ? 8000 : 200;
    if (code_points(value) > longest) {
      find(FindingCode::text_too_long, &f);
      return keep(given);
    }
    answers_[f.home.name] = value;
  }

  void unknown(const Given& given) {
    find(FindingCode::unknown_code, given.field);
    keep_once(given);
  }
  void keep_once(const Given& given) {
    const auto& lines = notes_[kColumns];
    const bool kept = std::any_of(lines.begin(), lines.end(), [&](const NoteLine& line) { return line.field == given.field; });
    if (!kept) keep(given);
  }

  /// Codes of a field that are known, and what had to be said about the rest.
  std::vector<const HtcdsCode*> codes_of(const Given& given) {
    const Field& f = *given.field;
    std::vector<const HtcdsCode*> out;
    auto read = [&](const std::string& text) {
      if (map_.code(f, squeezed(text)) == nullptr && map_.says_nothing(text)) return keep_once(given);
      CodesInCell cell = codes_in_cell(text, f, map_);
      if (cell.something_unknown) unknown(given);
      for (const HtcdsCode* code : cell.codes)
        if (std::none_of(out.begin(), out.end(), [&](const HtcdsCode* c) { return c->code == code->code; })) out.push_back(code);
    };
    for (const std::string& text : given.texts) read(text);
    for (const std::string& text : given.ticked) read(text);
    for (const HtcdsCode* code : out) {
      if (!code->ours.empty() && !code->nearest) continue;
      find(code->nearest ? FindingCode::nearest_code : FindingCode::code_without_home, &f);
      keep_once(given);
    }
    return out;
  }

  Codes ours(const std::vector<const HtcdsCode*>& codes) const {
    Codes out;
    for (const HtcdsCode* code : codes)
      if (!code->ours.empty() && std::find(out.begin(), out.end(), Code{code->ours}) == out.end()) out.push_back({code->ours});
    return out;
  }

  void countries(const Given& given) {
    std::vector<std::string> answers;
    std::size_t named = 0;
    for (const std::string& text : known_parts(given.whole(), [&](const std::string& t) { return map_.country(t).has_value(); })) {
      if (map_.says_nothing(text)) {
        keep_once(given);
        continue;
      }
      ++named;
      const auto country = map_.country(text);
      if (country && country->ours) answers.push_back(country->code);
      else find(country ? FindingCode::country_not_in_list : FindingCode::unknown_country, given.field);
    }
    if (named > 1) find(FindingCode::more_than_one_country, given.field);
    if (named > answers.size() || named > 1) keep_once(given);
    if (!answers.empty()) answers_[given.field->home.name] = answers.front();
  }

  void languages(const Given& given) {
    Codes& all = languages_[given.field->home.name];
    for (const std::string& text : known_parts(given.whole(), [&](const std::string& t) { return map_.language(t).has_value(); })) {
      const auto language = map_.language(text);
      if (language && std::find(all.begin(), all.end(), Code{language->code}) == all.end()) all.push_back({language->code});
      if (language && !language->nearest) continue;
      if (language || !map_.says_nothing(text)) find(language ? FindingCode::nearest_code : FindingCode::unknown_language, given.field);
      keep_once(given);
    }
  }
  /// Which language is the first is no answer of ours: a note has it where our order is another, or where it has one of them already.
  void keep_order_of_languages(const std::string& question, const Codes& codes) {
    const auto& lines = notes_[kColumns];
    const bool kept = std::any_of(lines.begin(), lines.end(), [&](const NoteLine& line) { return line.field->home.name == question; });
    if (!kept && given_of("prs_PrimaryLanguage") != nullptr && std::is_sorted(codes.begin(), codes.end())) return;
    for (const auto& [place, other] : given_.fields)
      if (other.field->home.name == question) keep_once(other);
  }

  void identified(const Given& given) {
    IdentificationRecorded& body = identification_ ? *identification_ : identification_.emplace();
    const auto codes = codes_of(given);
    const Codes known = ours(codes);
    const std::string& into = given.field->home.name;
    if (into == "recruitment") body.recruitment = known;
    else if (into == "control") body.control = known;
    else if (into == "exploitation") body.exploitation = known;
    else if (into == "labour_industry") body.labour_industry = known;
    else if (known.size() > 1) unknown(given);
    else if (known.size() == 1 && into == "status") body.status = known.front();
    else if (known.size() == 1 && into == "decided_by") body.decided_by = known.front();
  }

  void planned(const Given& given) {
    const std::string& into = given.field->home.name;
    if (into == "service") {
      const Codes known = ours(codes_of(given));
      if (known.size() == 1) plan_.service = known.front();
      else if (known.size() > 1) unknown(given);
    } else if (into == "aim") {
      if (code_points(given.whole()) <= 8000) plan_.aim = given.whole();
      else find(FindingCode::text_too_long, given.field), keep(given);
    } else if (const auto day = map_.says_nothing(given.whole()) ? std::nullopt : read_day(given)) {
      plan_.planned_on = day;
      if (read_written_date(given.whole(), map_.months(), context_.today).doubt != DateDoubt::none) keep(given);
    } else {
      keep(given);
    }
  }

  void consented(const Given& given) {
    const auto answer = map_.yes_or_no(given.whole());
    if (!answer) {
      if (!map_.says_nothing(given.whole())) find(FindingCode::unknown_code, given.field);
      return keep(given);
    }
    consent_ = *answer;
    find(*answer ? FindingCode::consent_for_this_unit : FindingCode::consent_not_given, given.field);
    answers_["intake.assent"] = std::string(*answer ? "agrees" : "not_now");
  }

  // Entries, in the order in which they are to be written

  void add(Body body) { out_.contents.push_back({telling(happened_), std::move(body)}); }
  Telling telling(PartialDate happened) const { return {.happened = std::move(happened), .copied_from = {"list"}, .told_by = told_by_, .reason = {}}; }

  void write() {
    for (auto& [question, codes] : languages_) {
      if (codes.empty()) continue;
      keep_order_of_languages(question, codes);
      answers_[question] = codes;
    }
    answers_["intake.age_band"] = std::string(age_band_);
    auto sex = answers_.find("intake.sex");
    add(ChildOpened{.code = {}, .country = context_.country, .sex = {sex == answers_.end() ? std::string{} : std::get<std::string>(sex->second)}, .age_band = {std::string(age_band_)}, .event = {}});
    write_forms();
    if (consent_ == true) write_consent();
    if (identification_) write_identification();
    write_plan();
    write_notes();
  }

  void write_forms() {
    std::map<std::string, FormSaved> forms;
    for (auto& [question, answer] : answers_) {
      const std::string name = question.substr(0, question.find('.'));
      auto form = rules_.forms.find(name);
      if (form == rules_.forms.end() || rules_.question(question) == nullptr) continue;
      FormSaved& saved = forms[name];
      saved.form = {name};
      saved.form_version = form->second.version;
      saved.answers.emplace(question, answer);
    }
    // First who the child is, then the rest.
    for (const bool first : {true, false})
      for (auto& [name, saved] : forms)
        if ((name == "intake") == first) add(saved);
  }

  void write_consent() {
    const ImportedConsent& c = map_.consent();
    ConsentGiven body;
    body.basis = {c.basis};
    body.given_by = {c.given_by};
    for (const std::string& code : c.explained) body.explained.push_back({code});
    for (const std::string& code : c.purposes) body.purposes.push_back({code});
    for (const std::string& word : c.data_classes) body.data_classes.add(*data_class_of(word));
    body.recipient_kind = {c.recipient_kind};
    body.recipient_unit = context_.unit;
    add(body);
  }

  // Nobody is identified but by an authority that is named; until then the child is presumed to be a victim.
  void write_identification() {
    IdentificationRecorded body = *identification_;
    const Given* status = given_of("vic_TraffickingStatus");
    const bool says_nothing = body.status.empty() && body.decided_by.empty() && body.exploitation.empty() && body.labour_industry.empty() && body.recruitment.empty() && body.control.empty();
    if (says_nothing) return;
    if (body.status.empty()) find(FindingCode::status_missing);
    if (!body.status.empty() && body.status.value != "possible_victim" && body.decided_by.empty()) {
      find(FindingCode::status_without_authority, status ? status->field : nullptr);
      if (body.status.value == "identified_victim") {
        body.status.value.clear();
        if (status) keep_once(*status);
      }
    }
    if (body.status.empty()) body.status = {"possible_victim"};
    if (perhaps_adult_) body.presumed_child = {"yes"};
    add(body);
  }

  void write_plan() {
    if (plan_.service.empty()) {
      if (plan_.aim.empty() && !plan_.planned_on) return;
      find(FindingCode::plan_without_service);
      for (const char* name : {"spl_Objectives", "spl_PlannedEndDate"})
        if (const Given* g = given_of(name)) keep_once(*g);
      return;
    }
    plan_.beneficiary = {"child"};
    add(plan_);
  }

  void write_notes() {
    for (NoteAdded& note : comments_) add(std::move(note));
    auto& columns = notes_[kColumns];
    std::stable_sort(columns.begin(), columns.end(), [](const NoteLine& a, const NoteLine& b) { return a.field->place < b.field->place; });
    if (!columns.empty() || !given_.others.empty()) find(FindingCode::columns_in_note);
    columns.insert(columns.end(), given_.others.begin(), given_.others.end());
    for (const NoteGroup& group : map_.groups()) {
      auto lines = notes_.find(group.name);
      if (lines == notes_.end()) continue;
      auto about = about_.find(group.name);
      const auto day = about == about_.end() || group.name == kColumns ? std::nullopt : std::optional(about->second);
      for (NoteAdded& note : write_columns(group, lines->second, context_.language, day))
        out_.contents.push_back({telling(day ? PartialDate{day, day, {}} : happened_), std::move(note)});
    }
  }

  inline static const std::string kColumns = "columns", kSubmitted = "_submission_time";
  const Row& row_;
  const HtcdsMap& map_;
  const Rules& rules_;
  const ImportContext& context_;
  Mapped out_;

  GivenRow given_;
  std::string told_by_;
  std::optional<Date> registered_;
  PartialDate happened_, birth_;
  std::string_view age_band_;
  bool perhaps_adult_ = false;

  std::map<std::string, Answer> answers_;
  std::map<std::string, Codes> languages_;
  std::optional<bool> consent_;
  std::optional<IdentificationRecorded> identification_;
  ServicePlanned plan_;
  std::vector<NoteAdded> comments_;
  std::map<std::string, std::vector<NoteLine>> notes_;
  std::map<std::string, Date> about_;
};

}  // namespace

std::string_view word(Refusal r) {
  constexpr std::array<std::string_view, 6> kWords{"adult", "empty_row", "row_too_long", "too_many_columns", "quote_left_open", "columns_differ"};
  return kWords[static_cast<std::size_t>(r)];
}

std::expected<Mapped, Refused> plan_row(const Row& row, const HtcdsMap& map, const domain::Rules& rules, const ImportContext& context) {
  return RowPlan(row, map, rules, context).run();
}

}  // namespace nibbi::exchange
