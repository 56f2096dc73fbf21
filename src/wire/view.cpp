#include "wire/view.hpp"

#include "domain/referral.hpp"
#include "wire/describe_state.hpp"
#include "wire/state_values.hpp"

namespace nibbi::wire {
namespace {

void put_withheld(JsonText& out, std::string_view name) {
  out.member(name);
  out.begin_object();
  put_member(out, "withheld", true);
  out.end_object();
}

/// Facts that anyone who sees the plain part at all needs to say yes or no.
bool is_basic(std::string_view name) {
  return name == "code" || name == "country" || name == "sex" || name == "age_band" || name == "stage" || name == "status" || name == "opened_at";
}

/// What is the same for the whole view.
struct Sight {
  const ChildState& state;
  const Lens& lens;
  PerTier<bool>& shown;

  bool mine(std::int64_t n) const {
    const Said* said = state.entry(n);
    return said && said->unit == lens.reader.unit;
  }
  /// May the reader see a value of this part and class that the entry at `n` gave? What one's own unit wrote is no news to it.
  bool opens(At at, std::int64_t n) const {
    const Access& a = lens.sight[at.tier];
    if (lens.whole(at.tier)) return true;
    if (a.own && mine(n)) return true;
    return a.shared && at.tier != Tier::plain && (lens.shared.has(at.data_class) || mine(n));
  }
};

class Writer {
 public:
  Writer(const Sight& sight, JsonText& into, std::int64_t n) : sight_(sight), into_(into), n_(n) {}

  template <class T>
  void operator()(const char* name, At at, T& value, Rule = any) {
    if (is_empty(value)) return;
    // A unit that was asked knows which unit it is; the name of another one would be placement.
    if constexpr (std::same_as<T, UnitId>)
      if (addressed_ && value == sight_.lens.reader.unit) {
        put_member(into_, name, value);
        return;
      }
    const bool basic = (at.tier == Tier::plain || for_reader_) && (addressed_ || (n_ == 0 && is_basic(name) && sight_.lens.sight[Tier::plain].shared));
    if (basic || sight_.opens(at, n_)) {
      sight_.shown[at.tier] = true;
      put_member(into_, name, value);
    } else {
      put_withheld(into_, name);
    }
  }
  /// `n`: the entry that gave what stands in the object, which may be another than the one around it.
  template <class T>
  void object(const char* name, T& value, std::int64_t n) {
    into_.member(name);
    into_.begin_object();
    Writer sub(sight_, into_, n);
    sub.addressed_ = addressed_;
    describe(sub, value);
    if (!into_.end_object()) into_.drop_member();
  }
  template <class T>
  void list(const char* name, std::vector<T>& items) {
    into_.member(name);
    into_.begin_array();
    for (T& item : items) {
      const std::int64_t n = item.n;
      // Whoever doesn't see the plain part learns not even that there is such an item, unless their unit wrote it or it was sent to them.
      const bool to_me = addressed_ || sent_to_reader(item) || asks_reader(item);
      if (!to_me && !sight_.opens(at::plain, n)) continue;
      if (is_a_concern(item) && !sight_.lens.concerns) continue;
      into_.item();
      into_.begin_object();
      Writer sub(sight_, into_, n);
      sub.addressed_ = to_me;
      sub.for_reader_ = asks_reader(item);
      describe(sub, item);
      if constexpr (std::same_as<T, Kept<VisitRecorded>>) score(item);
      into_.end_object();
    }
    if (!into_.end_array()) into_.drop_member();
  }
  void answered(const char* name, std::map<std::string, Answered>& answers) {
    into_.member(name);
    into_.begin_object();
    for (const auto& [id, slot] : answers) {
      into_.member(id);
      into_.begin_object();
      if (slot.conflict) put_member(into_, "conflict", true);
      into_.member("values");
      into_.begin_array();
      for (const GivenAnswer& given : slot.values) {
        if (!sight_.opens({slot.tier, slot.data_class}, given.n)) continue;
        into_.item();
        into_.begin_object();
        put_member(into_, "n", given.n);
        put_member(into_, "value", given.value);
        into_.end_object();
      }
      const bool some = into_.end_array();
      into_.end_object();
      if (some) {
        sight_.shown[slot.tier] = true;
      } else {
        into_.drop_member();
        put_withheld(into_, id);
      }
    }
    if (!into_.end_object()) into_.drop_member();
  }

 private:
  /// Worked out for whoever sees the ratings themselves; kept nowhere.
  void score(const Kept<VisitRecorded>& visit) {
    const Instrument* by = sight_.lens.instrument;
    if (!by || !sight_.opens(at::assessment, visit.n)) return;
    const Score score = score_of(*by, visit.body);
    if (score.whole.answered == 0) return;
    into_.member("score");
    into_.begin_object();
    put_member(into_, "instrument", by->name);
    put_member(into_, "version", by->version);
    put_mean(score.whole);
    into_.member("dimensions");
    into_.begin_array();
    for (std::size_t i = 0; i < score.dimensions.size(); ++i) {
      into_.item();
      into_.begin_object();
      put_member(into_, "dimension", by->dimensions[i].name);
      put_mean(score.dimensions[i]);
      into_.end_object();
    }
    into_.end_array();
    into_.end_object();
  }
  void put_mean(const Mean& mean) {
    if (mean.answered > 0) put_member(into_, "mean", mean.hundredths);
    put_member(into_, "answered", mean.answered);
    put_member(into_, "asked", mean.asked);
  }
  bool sent_to_reader(const Referral& r) const {
    return sight_.lens.sight[Tier::plain].any() && r.sent.to_unit == sight_.lens.reader.unit && (is_pending(r.state) || is_accepted(r.state));
  }
  template <class T>
  bool sent_to_reader(const T&) const { return false; }
  /// A request is read, with its reason, by those who may be its second person for as long as it waits for one, and by the one who asked.
  bool asks_reader(const SecondRequest& r) const {
    const Lens& lens = sight_.lens;
    if (!lens.sight[Tier::plain].any()) return false;
    if (r.asker == lens.reader.person) return true;
    const Role role = lens.reader.role;
    return r.answered_n == 0 && (lens.actions.contains(r.asked.action.value) || role == Role::supervisor || role == Role::country_coordinator || role == Role::data_protection_officer);
  }
  template <class T>
  bool asks_reader(const T&) const { return false; }
  template <class T>
  static constexpr bool is_a_concern(const T&) { return std::same_as<T, Kept<SetAsideBegun>> || std::same_as<T, Kept<SetAsideLifted>>; }

  const Sight& sight_;
  JsonText& into_;
  std::int64_t n_;          ///< the entry that gave what is being written; 0 at the top of the file
  bool addressed_ = false;  ///< inside something that was sent to the reader's unit, or asks the reader
  bool for_reader_ = false; ///< every part of it is the reader's to read
};

void put_value(JsonText& out, RelationSet relations) {
  out.begin_array();
  for (Relation r : every_relation) {
    if (!relations.has(r)) continue;
    out.item();
    out.string(word(r));
  }
  out.end_array();
}

template <class Decisions>
void put_decisions(JsonText& out, std::string_view name, const Decisions& decisions) {
  out.member(name);
  out.begin_object();
  for (const auto& [action, decision] : decisions) {
    out.member(action);
    out.string(word(decision));
  }
  out.end_object();
}

void put_departure(JsonText& out, const Lens& lens) {
  out.member("departure");
  out.begin_object();
  put_member(out, "plan", lens.departure.plan);
  out.member("conditions");
  out.begin_array();
  for (const Condition& c : lens.departure.conditions) {
    out.item();
    out.begin_object();
    out.member("condition");
    out.string(c.name);
    put_member(out, "met", c.met);
    put_member(out, "waived", c.waived);
    out.member("missing");
    out.string(word(c.missing));
    out.end_object();
  }
  out.end_array();
  out.end_object();
}

void put_belongs(JsonText& out, const Lens& lens) {
  out.member("belongs");
  out.begin_object();
  for (const auto& [attachment, entry] : lens.belongs) put_member(out, attachment.text(), entry);
  out.end_object();
}

/// A referral stands between this unit and the file, so that it knows with whom it speaks.
bool addressed(const ChildState& state, UnitId unit) {
  return std::any_of(state.referrals.begin(), state.referrals.end(), [&](const Referral& r) { return r.sent.to_unit == unit; });
}

bool about_referral_to(const ChildState& state, UnitId unit, const Said& said) {
  for (const Referral& r : state.referrals) {
    if (r.sent.to_unit != unit) continue;
    if (r.n == said.n) return true;
    for (const ReferralStep& step : r.steps)
      if (step.n == said.n) return true;
  }
  return false;
}

}  // namespace

bool opens(const ChildState& state, const Lens& lens, Tier tier, DataClass data_class, std::int64_t n) {
  PerTier<bool> shown;
  return Sight{state, lens, shown}.opens({tier, data_class}, n);
}

View make_view(const ChildState& state, RecordId record, const Lens& lens) {
  View view;
  const Sight sight{state, lens, view.shown_};
  auto& s = const_cast<ChildState&>(state);  // a writer reads only; one description serves reading and writing

  JsonText out;
  out.begin_object();
  put_member(out, "record", record);
  put_member(out, "n", state.n);
  out.member("relations");
  put_value(out, lens.relations);
  out.member("sight");
  out.begin_object();
  for (Tier tier : kTiers) {
    out.member(word(tier));
    out.string(word(lens.sight[tier].strongest()));
  }
  out.end_object();
  put_decisions(out, "actions", lens.actions);
  put_decisions(out, "when_fresh", lens.when_fresh);
  if (!lens.departure.plan.is_none()) put_departure(out, lens);
  if (!lens.belongs.empty() && lens.whole(Tier::plain)) put_belongs(out, lens);

  out.member("state");
  out.begin_object();
  Writer writer(sight, out, 0);
  describe(writer, s);
  out.end_object();

  const Access& placement = lens.sight[Tier::placement];
  const bool placement_may_be_known = placement.any() || placement.fresh_would_open || addressed(state, lens.reader.unit);
  const bool sees_referrals = lens.sight[Tier::plain].any();
  Lens open = lens;
  open.sight[Tier::plain].allow = true;
  const Sight all{state, open, view.shown_};
  out.member("said");
  out.begin_array();
  for (const Said& entry : s.said) {
    if ((entry.kind == Kind::set_aside_begun || entry.kind == Kind::set_aside_lifted) && !lens.concerns) continue;
    if (!sight.opens(at::plain, entry.n) && !(sees_referrals && about_referral_to(state, lens.reader.unit, entry))) continue;
    Said told = entry;
    told.device = {};  // proof of authorship is the log's; a reader has no use for whose telephone it was
    // Who writes about a child every day tells where the child lives: hidden from those who must not know.
    const bool hides_who = entry.unit != lens.reader.unit && !placement_may_be_known;
    if (hides_who) {
      told.unit = {};
      told.author = {};
    }
    out.item();
    out.begin_object();
    Writer sub(all, out, entry.n);
    describe(sub, told);
    if (hides_who) {
      put_withheld(out, "unit");
      put_withheld(out, "author");
    }
    if (is_empty(told.claimed_at)) put_member(out, "claimed_at", told.claimed_at);  // a phone that begins at 1970 claims a moment all the same
    out.end_object();
  }
  out.end_array();
  out.end_object();
  view.json_ = std::move(out).take();
  return view;
}

}  // namespace nibbi::wire
