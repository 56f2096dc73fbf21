#include <algorithm>

#include "base/fold.hpp"
#include "domain/sharing.hpp"
#include "exchange/age.hpp"
#include "exchange/htcds.hpp"
#include "exchange/htcds_notes.hpp"
#include "wire/values.hpp"

namespace nibbi::exchange {
namespace {

using namespace domain;

constexpr std::string_view kStart = "start", kSubmitted = "_submission_time", kAge = "prs_Age";

using Cells = std::map<std::string, std::string, std::less<>>;

class RowExport {
 public:
  RowExport(const ChildState& state, const HtcdsMap& map, const Rules& rules, const ExportContext& context) : state_(state), map_(map), rules_(rules), context_(context) {}

  ExportedRow run() {
    for (const Field& f : map_.fields())
      if (f.home.kind == HomeKind::question) answer(f);
    identification();
    plan();
    consent();
    status();
    referral();
    opened();
    age();
    notes();
    restore();
    for (Tier tier : kTiers)
      if (!context_.open[tier]) not_held(NotHeld::closed_part);
    return written();
  }

 private:
  void put(std::string_view field, std::string value) {
    if (!value.empty()) cells_.insert_or_assign(std::string(field), std::move(value));
  }
  void not_held(NotHeld what) {
    if (std::find(out_.not_held.begin(), out_.not_held.end(), what) == out_.not_held.end()) out_.not_held.push_back(what);
  }
  bool open(Tier tier) const { return context_.open[tier]; }

  const Answer* answer_to(std::string_view question) const {
    const Question* q = rules_.question(question);
    auto it = state_.answers.find(std::string(question));
    if (q == nullptr || !open(q->tier) || it == state_.answers.end() || it->second.values.empty()) return nullptr;
    return &it->second.values.back().value;
  }
  std::string_view code_answer(std::string_view question) const {
    const Answer* a = answer_to(question);
    const auto* text = a ? std::get_if<std::string>(a) : nullptr;
    return text ? std::string_view(*text) : std::string_view{};
  }

  void answer(const Field& f) {
    const Answer* a = answer_to(f.home.name);
    if (a == nullptr) return;
    if (const auto* codes = std::get_if<Codes>(a)) {
      // Two languages fit, in two fields.
      Codes each;
      for (const Code& code : *codes)
        if (std::find(each.begin(), each.end(), code) == each.end()) each.push_back(code);
      const std::size_t at = f.name == "prs_SecondaryLanguage" ? 1 : 0;
      if (each.size() > 2) not_held(NotHeld::third_language);
      if (at < each.size()) put(f.name, each[at].value);
    } else if (const auto* date = std::get_if<PartialDate>(a)) {
      put(f.name, write_written_date(*date, map_.months(), context_.today));
    } else if (const auto* text = std::get_if<std::string>(a)) {
      put(f.name, f.list.empty() ? *text : code(f, *text));
    }
  }

  std::string code(const Field& f, const std::string& ours) {
    if (ours.empty()) return {};
    std::string out(map_.code_of(f, ours));
    if (out.empty()) not_held(NotHeld::answer_without_code);
    return out;
  }
  std::string codes(const Field& f, const Codes& ours) {
    std::string out;
    for (const Code& one : ours) {
      const std::string word = code(f, one.value);
      if (!word.empty()) out += (out.empty() ? "" : ";") + word;
    }
    return out;
  }

  template <class T>
  std::size_t standing() const {
    const auto& all = state_.all<T>();
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [](const auto& kept) { return kept.amended_by == 0; }));
  }

  void identification() {
    const auto* last = open(Tier::narrative) ? state_.last<IdentificationRecorded>() : nullptr;
    if (last == nullptr) return;
    if (standing<IdentificationRecorded>() > 1) not_held(NotHeld::other_identification);
    const IdentificationRecorded& b = last->body;
    for (const Field& f : map_.fields()) {
      if (f.home.kind != HomeKind::identification) continue;
      const std::string& part = f.home.name;
      put(f.name, part == "status"        ? code(f, b.status.value)
                  : part == "decided_by"  ? code(f, b.decided_by.value)
                  : part == "recruitment" ? codes(f, b.recruitment)
                  : part == "control"     ? codes(f, b.control)
                  : part == "exploitation" ? codes(f, b.exploitation)
                                           : codes(f, b.labour_industry));
    }
  }

  /// One plan fits in a row: the last one whose service has a code.
  void plan() {
    const Field* type = map_.field("spl_Type");
    const auto& all = state_.all<ServicePlanned>();
    std::size_t others = standing<ServicePlanned>();
    for (auto it = all.rbegin(); it != all.rend(); ++it) {
      if (it->amended_by != 0) continue;
      const std::string service = code(*type, it->body.service.value);
      if (service.empty()) continue;
      put(type->name, service);
      if (open(Tier::narrative)) put("spl_Objectives", it->body.aim);
      if (it->body.planned_on) put("spl_PlannedEndDate", it->body.planned_on->text());
      --others;
      break;
    }
    if (others > 0) not_held(NotHeld::other_plan);
  }

  void consent() {
    const auto& all = state_.all<ConsentGiven>();
    const std::size_t points = map_.consent().explained.size();
    auto whole = [&](const auto& c) { return stands(state_, c, context_.today) && c.body.explained.size() == points && c.body.given_by.value.starts_with("child"); };
    const std::string_view assent = code_answer("intake.assent");
    if (std::any_of(all.begin(), all.end(), whole)) put("con_Consent", "TRUE");
    else if (assent == "not_now" && standing<ConsentGiven>() == 0) put("con_Consent", "FALSE");
    else if (!assent.empty() || !all.empty()) not_held(NotHeld::consent_in_part);
  }

  void status() {
    const bool closed = state_.status != FileState::open;
    put("cas_Status", closed ? "Closed" : state_.stage == Stage::follow_up ? "FollowUp" : "Active");
    if (const auto* end = state_.last<ClosureApproved>(); closed && end)
      if (const auto* request = state_.find<ClosureRequested>(end->body.request)) put("cas_ReasonForCaseClosure", request->body.closure_reason.value);
  }

  int utc_offset() const {
    auto it = rules_.utc_offset_minutes.find(state_.opened.country.value);
    return it == rules_.utc_offset_minutes.end() ? 0 : it->second;
  }

  void referral() {
    if (state_.referrals.empty()) return;
    if (state_.referrals.size() > 1) not_held(NotHeld::other_referral);
    const Referral& r = state_.referrals.back();
    if (open(Tier::placement) && context_.unit_name) put("cas_ReferredOrganisation", context_.unit_name(r.sent.to_unit));
    put("cas_OutgoingReferralDate", day_of(r.sent_at, utc_offset()).text());
    put("cas_ReasonForOutgoingReferral", "AdditionalServicesRequired");
    if (open(Tier::narrative)) put("cas_OutgoingReferralDetails", r.sent.context);
  }

  /// When the child came, and when it was written down here: so that the same age counts when the row is read again.
  void opened() {
    if (state_.said.empty()) return;
    const Said& first = state_.said.front();
    const std::string written = day_of(first.claimed_at, utc_offset()).text();
    const bool told = first.happened.earliest && first.happened.earliest == first.happened.latest;
    const bool at_first_hand = first.copied_from.empty() && first.happened.is_unknown();
    put(kStart, told ? first.happened.earliest->text() : at_first_hand ? written : "");
    put(kSubmitted, written);
  }

  /// The band of ages, where no birth says it: the standard has no room for it, and many lists have a column of ages beside it.
  void age() {
    const Answer* birth = answer_to("intake.birth");
    const auto* date = birth ? std::get_if<PartialDate>(birth) : nullptr;
    if (date && (date->earliest || date->latest)) return;
    const std::string_view band = code_answer("intake.age_band");
    put(kAge, std::string(age_text(band.empty() ? std::string_view(state_.opened.age_band.value) : band)));
  }

  // Notes: those of columns go back into their columns, the others are the case comment.

  bool from_a_list(std::int64_t n) const {
    const Said* said = state_.entry(n);
    return said && said->copied_from.value == "list";
  }

  void notes() {
    if (!open(Tier::narrative)) return;
    std::vector<const NoteAdded*> comments;
    for (const auto& kept : state_.all<NoteAdded>()) {
      if (kept.amended_by != 0) continue;
      const auto columns = from_a_list(kept.n) ? read_columns(kept.body, map_) : std::nullopt;
      if (!columns) {
        comments.push_back(&kept.body);
        continue;
      }
      for (std::size_t i = 0; i < columns->lines.size(); ++i) {
        const NoteLine& line = columns->lines[i];
        std::string& value = noted_[line.field];
        if (columns->continued[i]) value += line.value;
        else value = line.value;
      }
    }
    put("cco_CaseComment", write_comments(comments, rules_));
  }

  /// A column that was kept in a note stands in the row again: always when the note is its home, and else when it still says what the file
  /// says (a word that was only the nearest, a first nationality of two).
  void restore() {
    const bool has_referral = cells_.contains("cas_OutgoingReferralDate");
    std::map<std::string, Cells> homes;  // fields of one home stand or fall together
    for (auto& [field, value] : noted_) {
      if (field->section == "person" && !open(Tier::identity)) continue;
      const bool outgoing = field->home.name == "outgoing";
      if (outgoing && has_referral) not_held(NotHeld::other_referral);
      else if (field->home.kind == HomeKind::status) restore_status(value);
      else if (field->home.kind != HomeKind::note) homes[fact_of(field->home)].insert_or_assign(field->name, value);
      else if (!cells_.contains(field->name)) put(field->name, value);
    }
    if (homes.empty()) return;
    for (const Field& f : map_.fields())
      if (auto of_home = homes.find(fact_of(f.home)); of_home != homes.end()) of_home->second.emplace(f.name, "");
    const Facts wanted = facts_of_state();
    Facts now = facts_of_cells(cells_);
    for (const auto& [home, cells] : homes) {
      Cells tried = cells_;
      for (const auto& [name, value] : cells) tried.insert_or_assign(name, value);
      const Facts then = facts_of_cells(tried);
      const bool says_it = at(then, home) == at(wanted, home);
      const bool loses_none = std::all_of(wanted.begin(), wanted.end(), [&](const auto& fact) { return at(now, fact.first) != fact.second || at(then, fact.first) == fact.second; });
      if (!says_it || !loses_none) continue;
      cells_ = std::move(tried);
      now = then;
    }
  }

  /// What the list said of the file stands while the house itself has said nothing else.
  void restore_status(const std::string& value) {
    if (cells_["cas_Status"] == "Active") cells_["cas_Status"] = value;
  }

  // What a row says, by home; to see whether a noted spelling says the same as the file.
  using Facts = std::map<std::string, std::string, std::less<>>;
  static std::string_view at(const Facts& facts, std::string_view key) {
    auto it = facts.find(key);
    return it == facts.end() ? std::string_view{} : std::string_view(it->second);
  }
  static std::string fact_of(const Home& home) {
    switch (home.kind) {
      case HomeKind::identification: return "identification." + home.name;
      case HomeKind::plan: return "plan." + home.name;
      case HomeKind::consent: return "consent";
      default: return home.name;
    }
  }
  static std::string text_of(const Codes& codes) {
    std::string out;
    for (const Code& code : codes) out += code.value + ";";
    return out;
  }
  static void add(Facts& facts, const IdentificationRecorded& b) {
    facts["identification.status"] = b.status.value;
    facts["identification.decided_by"] = b.decided_by.value;
    facts["identification.recruitment"] = text_of(b.recruitment);
    facts["identification.control"] = text_of(b.control);
    facts["identification.exploitation"] = text_of(b.exploitation);
    facts["identification.labour_industry"] = text_of(b.labour_industry);
  }
  static void add(Facts& facts, const ServicePlanned& b) {
    facts["plan.service"] = b.service.value;
    facts["plan.aim"] = b.aim;
    facts["plan.planned_on"] = b.planned_on ? b.planned_on->text() : "";
  }
  /// In one order: a file keeps the codes of an answer sorted.
  static std::string text_of(Answer answer) {
    if (auto* codes = std::get_if<Codes>(&answer)) std::sort(codes->begin(), codes->end());
    return wire::write_json(wire::write_value(answer));
  }

  Facts facts_of_state() const {
    Facts out;
    for (const Field& f : map_.fields())
      if (f.home.kind == HomeKind::question)
        if (const Answer* a = answer_to(f.home.name)) out[f.home.name] = text_of(*a);
    if (const auto* identified = state_.last<IdentificationRecorded>()) add(out, identified->body);
    if (const auto* planned = state_.last<ServicePlanned>()) add(out, planned->body);
    if (auto consent = cells_.find("con_Consent"); consent != cells_.end()) out["consent"] = consent->second;
    return out;
  }

  Facts facts_of_cells(const Cells& cells) const {
    std::vector<Column> columns;
    columns.reserve(cells.size());
    Row row{.number = 1, .cells = {}, .findings = {}, .trouble = {}};
    for (const auto& [name, value] : cells) {
      columns.push_back({.heading = name, .field = map_.field(name), .code = {}, .beside = map_.beside(name), .unheaded = false, .label_is_name = false});
      const std::string clean = clean_text(value);
      if (const auto bare = trimmed(clean); !bare.empty()) row.cells.push_back({&columns.back(), std::string(bare)});
    }
    const ImportContext context{.unit = context_.unit, .country = context_.country, .today = context_.today, .sha256 = [](std::string_view) { return Digest{}; }, .language = "fr"};
    Facts out;
    const auto mapped = plan_row(row, map_, rules_, context);
    if (!mapped) return out;
    for (const Planned& planned : mapped->contents) {
      if (const auto* form = std::get_if<FormSaved>(&planned.body))
        for (const auto& [question, answer] : form->answers) out[question] = text_of(answer);
      if (const auto* identified = std::get_if<IdentificationRecorded>(&planned.body)) add(out, *identified);
      if (const auto* plan = std::get_if<ServicePlanned>(&planned.body)) add(out, *plan);
      if (std::holds_alternative<ConsentGiven>(planned.body)) out["consent"] = "TRUE";
    }
    if (at(out, "intake.assent") == "\"not_now\"") out["consent"] = "FALSE";
    return out;
  }

  ExportedRow written() {
    for (const std::string& name : export_header(map_)) {
      auto it = cells_.find(name);
      out_.cells.push_back(it == cells_.end() ? std::string{} : it->second);
    }
    return std::move(out_);
  }

  const ChildState& state_;
  const HtcdsMap& map_;
  const Rules& rules_;
  const ExportContext& context_;
  Cells cells_;
  std::map<const Field*, std::string> noted_;
  ExportedRow out_;
};

}  // namespace

std::vector<std::string> export_header(const HtcdsMap& map) {
  std::vector<std::string> out;
  for (const Field& f : map.fields()) out.push_back(f.name);
  out.emplace_back(kStart);
  out.emplace_back(kSubmitted);
  out.emplace_back(kAge);
  return out;
}

ExportedRow export_row(const ChildState& state, const HtcdsMap& map, const Rules& rules, const ExportContext& context) { return RowExport(state, map, rules, context).run(); }

}  // namespace nibbi::exchange
