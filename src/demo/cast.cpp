#include "demo/cast.hpp"

#include <algorithm>

namespace nibbi::demo {
namespace {

using domain::Code;
using domain::Codes;
using enum domain::Role;

Codes codes(std::string_view words) {
  Codes all;
  while (!words.empty()) {
    const auto word = words.substr(0, words.find(' '));
    if (!word.empty()) all.push_back({std::string(word)});
    words.remove_prefix(std::min(word.size() + 1, words.size()));
  }
  return all;
}

struct UnitPlan {
  std::string_view key, name, organisation, kind, country, town, services, languages;
  std::int64_t places = 0;
  bool secret = false;
};

constexpr std::string_view kCare = "tracing family_mediation follow_up school_enrolment income_project best_interests documents psychosocial kit";
constexpr UnitPlan kUnits[] = {
    {"mobile", "Équipe mobile Dakar (DEMO)", "Association Lampadaire (DEMO)", "mobile_team", "SN", "Dakar", "emergency_care interpretation transport follow_up", "wol ful fra pov"},
    {"centre_a", "Centre Baobab (DEMO)", "Fondation Baobab (DEMO)", "shelter", "SN", "Dakar", "shelter psychosocial emergency_care", "wol ful fra", 40, true},
    {"centre_b", "Centre Grande Sœur (DEMO)", "Association Grande Sœur (DEMO)", "shelter", "SN", "Dakar", "shelter psychosocial emergency_care medical", "wol srr fra", 36, true},
    {"centre_c", "Centre Pirogue (DEMO)", "Association Pirogue (DEMO)", "shelter", "SN", "Dakar", "shelter psychosocial school_enrolment", "wol ful mnk fra", 30},
    {"centre_d", "Centre de premier accueil du Plateau (DEMO)", "Service de protection de la jeunesse (DEMO)", "state_shelter", "SN", "Dakar", "shelter psychosocial emergency_care", "wol fra", 48},
    {"aemo", "Action éducative en milieu ouvert, Dakar (DEMO)", "Action éducative en milieu ouvert (DEMO)", "open_setting_service", "SN", "Dakar",
     "follow_up family_mediation best_interests psychosocial documents legal mediation_master_or_employer", "wol ful srr fra"},
    {"aemo_kolda", "Action éducative en milieu ouvert, Kolda (DEMO)", "Action éducative en milieu ouvert (DEMO)", "open_setting_service", "SN", "Kolda", kCare, "ful mnk fra"},
    {"court", "Tribunal pour enfants (DEMO)", "Tribunal pour enfants (DEMO)", "court", "SN", "Dakar", "legal documents", "fra wol"},
    {"police", "Brigade des mineurs (DEMO)", "Brigade des mineurs (DEMO)", "police", "SN", "Dakar", "legal", "fra wol ful"},
    {"hospital", "Hôpital des Manguiers, pédiatrie (DEMO)", "Hôpital des Manguiers (DEMO)", "health", "SN", "Dakar", "medical emergency_care psychosocial", "fra wol"},
    {"tracing", "Réseau Chemins, recherche des familles (DEMO)", "Réseau Chemins (DEMO)", "tracing_service", "SN", "Dakar", "tracing family_mediation", "fra wol ful mnk pov"},
    {"vocational", "Centre de formation L’Établi (DEMO)", "Association L’Établi (DEMO)", "vocational_centre", "SN", "Thiès", "vocational_training school_enrolment", "fra wol"},
    {"gw_centre", "Centro de acolhimento Poilão (DEMO)", "Associação Poilão (DEMO)", "shelter", "GW", "Gabú", "shelter psychosocial follow_up", "pov ful mnk por", 26, true},
    {"gw_social", "Serviço social da infância, Bissau (DEMO)", "Serviço social da infância (DEMO)", "social_service", "GW", "Bissau", kCare, "pov ful mnk por"},
    {"gm_ngo", "River Path Banjul (DEMO)", "River Path (DEMO)", "ngo", "GM", "Banjul", kCare, "mnk wol eng"},
    {"gn_social", "Service social des enfants, Labé (DEMO)", "Service social des enfants (DEMO)", "social_service", "GN", "Labé", kCare, "ful sus fra"},
    {"ml_ngo", "Association Karité, Kayes (DEMO)", "Association Karité (DEMO)", "ngo", "ML", "Kayes", kCare, "bam snk fra"},
    {"coord_sn", "Coordination Sénégal (DEMO)", "Programme DEMO", "coordination", "SN", "Dakar", "best_interests transport", "fra wol"},
    {"coord_gw", "Coordenação Guiné-Bissau (DEMO)", "Programme DEMO", "coordination", "GW", "Bissau", "best_interests transport", "por pov"},
    {"coord_gm", "Coordination The Gambia (DEMO)", "Programme DEMO", "coordination", "GM", "Banjul", "best_interests transport", "eng mnk"},
    {"coord_gn", "Coordination Guinée et Mali (DEMO)", "Programme DEMO", "coordination", "GN", "Conakry", "best_interests transport", "fra ful bam"},
    {"office", "Bureau du programme (DEMO)", "Programme DEMO", "programme", "SN", "Dakar", "awareness_meeting", "fra eng por"},
};

struct Named { std::string_view login, name; bool woman = false; };
struct Posts {
  std::string_view unit;
  domain::Role role;
  int count;
  bool grows = false;
  std::string_view supervised_at{};  ///< the unit whose supervisors answer for these
  std::initializer_list<Named> named{};
  std::string_view countries{};
};

// Supervisors stand before those whom they supervise.
const Posts kPosts[] = {
    {"aemo", supervisor, 2, true, {}, {{"mariama", "Mariama Sagna", true}}},
    {"aemo_kolda", supervisor, 1, true},
    {"gw_social", supervisor, 1, true, {}, {{"alpha", "Alpha Baldé"}}},
    {"gm_ngo", supervisor, 1, true},
    {"gn_social", supervisor, 1, true},
    {"ml_ngo", supervisor, 1, true},
    {"mobile", street_worker, 4, true, "aemo", {{"awa", "Awa Diatta", true}}},
    {"aemo", case_worker, 7, true, "aemo", {{"ibrahima", "Ibrahima Loum"}, {"khady", "Khady Kébé", true}}},
    {"aemo_kolda", case_worker, 2, true, "aemo_kolda"},
    {"centre_a", shelter_staff, 3, true, "aemo", {{"fatou", "Fatou Gning", true}}},
    {"centre_a", unit_focal_point, 1, false, "aemo", {{"ousmane", "Ousmane Badji"}}},
    {"centre_b", shelter_staff, 2, true, "aemo"},
    {"centre_b", unit_focal_point, 1, false, "aemo"},
    {"centre_c", shelter_staff, 2, true, "aemo"},
    {"centre_c", unit_focal_point, 1, false, "aemo"},
    {"centre_d", shelter_staff, 3, true, "aemo"},
    {"centre_d", unit_focal_point, 1, false, "aemo"},
    {"court", unit_focal_point, 1, false, "aemo", {{"abdoulaye", "Abdoulaye Faty"}}},
    {"police", unit_focal_point, 2, false, "aemo", {{"samba", "Samba Kassé"}}},
    {"hospital", unit_focal_point, 2, false, "aemo", {{"aissatou", "Aïssatou Seydi", true}}},
    {"tracing", tracing_officer, 2, true, {}, {{"cheikh", "Cheikh Diattara"}}},
    {"tracing", unit_focal_point, 1},
    {"vocational", unit_focal_point, 1},
    {"gw_centre", shelter_staff, 2, true, "gw_social"},
    {"gw_centre", unit_focal_point, 1, false, "gw_social", {{"saly", "Saly Gomis", true}}},
    {"gw_social", case_worker, 4, true, "gw_social", {{"binta", "Binta Djitté", true}}},
    {"gw_social", tracing_officer, 1, false, {}, {{"coumba", "Coumba Mané", true}}},
    {"gm_ngo", case_worker, 2, true, "gm_ngo", {{"lamine", "Lamine Sabaly"}}},
    {"gn_social", case_worker, 2, true, "gn_social", {{"kadiatou", "Kadiatou Diaby", true}}},
    {"ml_ngo", case_worker, 2, true, "ml_ngo", {{"moussa", "Moussa Souare"}}},
    {"coord_sn", country_coordinator, 1, false, {}, {{"aminata", "Aminata Ndong", true}}, "SN"},
    {"coord_gw", country_coordinator, 1, false, {}, {{"boubacar", "Boubacar Bodian"}}, "GW"},
    {"coord_gm", country_coordinator, 1, false, {}, {{"salimata", "Salimata Faty", true}}, "GM"},
    {"coord_gn", country_coordinator, 1, false, {}, {{"thierno", "Thierno Dème"}}, "GN ML"},
    {"office", programme_manager, 1, false, {}, {{"pathe", "Pathé Diao"}}},
    {"office", trainer, 1, false, {}, {{"astou", "Astou Biteye", true}}},
    {"office", finance_officer, 1, false, {}, {{"malick", "Malick Willane"}}},
    {"office", data_protection_officer, 2, false, {}, {{"oumou", "Oumou Diamanka", true}, {"export", "Compte d’export"}}},
    {"office", administrator, 2, false, {}, {{"seydou", "Seydou Coly"}, {"rama", "Rama Leye", true}}},
};

std::string_view dialling(std::string_view country) {
  if (country == "GM") return "+220 000 ";
  if (country == "GW") return "+245 000 000 ";
  if (country == "GN") return "+224 000 00 ";
  if (country == "ML") return "+223 00 00 ";
  return "+221 00 000 ";
}

}  // namespace

Cast::Cast(const Stock& stock, std::uint64_t seed, std::int64_t children, Instant since) : since_(since), small_(children <= 100) {
  Chance chance(seed, 1);
  auto grown = [&](std::int64_t base) { return std::max(base, (base * children + 564) / 565); };
  for (const UnitPlan& p : kUnits) {
    Unit unit;
    unit.key = p.key;
    unit.id = UnitId{chance.id_at(since)};
    unit.about.name = p.name;
    unit.about.organisation = p.organisation;
    unit.about.kind = {std::string(p.kind)};
    unit.about.country = {std::string(p.country)};
    unit.about.services = codes(p.services);
    unit.about.languages = codes(p.languages);
    unit.about.town = p.town;
    const std::string last = std::to_string(1000 + units_.size());
    unit.about.phone = std::string(dialling(p.country)) + last.substr(0, 2) + ' ' + last.substr(2);
    unit.about.address_secret = p.secret;
    unit.about.breaks_glass = p.kind == "shelter" || p.kind == "open_setting_service" || p.kind == "social_service" || p.kind == "mobile_team" || p.kind == "coordination" || p.kind == "ngo" || p.kind == "health";
    unit.about.address = (p.secret ? "Rue sans nom, portail vert, " : "Avenue de la Démonstration, ") + std::string(p.town) + " (DEMO)";
    unit.places = p.places == 0 ? 0 : grown(p.places);
    units_.push_back(std::move(unit));
  }

  std::size_t most = 0;
  for (const Posts& p : kPosts) most += static_cast<std::size_t>(grown(p.count));
  people_.reserve(most);  // they are pointed to
  for (const Posts& p : kPosts) {
    const Unit& unit = this->unit(p.unit);
    const std::int64_t count = p.grows ? grown(p.count) : p.count;
    for (std::int64_t i = 0; i < count; ++i) {
      Worker w;
      w.person = PersonId{chance.id_at(since)};
      w.device = DeviceId{chance.id_at(since)};
      w.role = p.role;
      w.unit = &unit;
      w.countries = codes(p.countries);
      const auto place = static_cast<std::size_t>(i);
      if (place < p.named.size()) {
        const Named& named = p.named.begin()[place];
        w.name = named.name;
        w.login = named.login;
        w.woman = named.woman;
      } else {
        w.woman = i % 2 == 0;
        w.name = stock.name(chance, unit.about.country.value, w.woman);
      }
      w.name += " (DEMO)";
      if (!p.supervised_at.empty()) {
        const auto& supervisors = at_.at({std::string(p.supervised_at), supervisor});
        w.supervisor = &people_[supervisors[place % supervisors.size()]];
      }
      at_[{std::string(p.unit), p.role}].push_back(people_.size());
      people_.push_back(std::move(w));
    }
  }
}

const Unit& Cast::unit(std::string_view key) const {
  const auto found = std::find_if(units_.begin(), units_.end(), [&](const Unit& u) { return u.key == key; });
  ensure(found != units_.end(), "the stories know the units of the cast");
  return *found;
}

const Worker& Cast::one(Chance& chance, std::string_view unit, domain::Role role) const {
  const auto found = at_.find(std::pair(std::string(unit), role));
  ensure(found != at_.end(), "the stories know who works where");
  const bool first = small_ && chance.in_100(40);
  return people_[first ? found->second.front() : chance.one_of(found->second)];
}

std::vector<History> Cast::registrations(Chance& chance) const {
  std::vector<History> all;
  auto begin = [&](RecordId record, domain::RecordKind kind) { all.push_back({record, kind, {}}); };
  auto say = [&](domain::Body body) {
    History& h = all.back();
    Line line;
    line.entry.header.id = EntryId{chance.id_at(since_)};
    line.entry.header.record = h.record;
    line.entry.header.kind = domain::kind_of(body);
    line.entry.header.seen = static_cast<std::int64_t>(h.lines.size());
    line.entry.header.claimed_at = line.entry.received_at = since_;
    line.entry.body = std::move(body);
    line.entry.n = line.entry.header.seen + 1;
    h.lines.push_back(std::move(line));
  };
  for (const Unit& u : units_) {
    begin(RecordId{u.id.uuid}, domain::RecordKind::unit);
    say(u.about);
    if (u.places > 0) say(domain::UnitCapacitySet{u.places});
  }
  for (const Worker& w : people_) {
    begin(RecordId{w.person.uuid}, domain::RecordKind::person);
    say(domain::PersonRegistered{w.name, {std::string(language_of(w.unit->about.country.value))}});
    say(domain::PersonGranted{w.role, w.unit->id, w.countries});
    // The account for lists also takes lists in, and then somebody answers for the files that it opens.
    if (w.login == "export") {
      say(domain::PersonGranted{case_worker, w.unit->id, {}});
      say(domain::PersonSupervised{people_[at_.at({"aemo", supervisor}).front()].person});
    }
    if (w.supervisor) say(domain::PersonSupervised{w.supervisor->person});
    // Whom the programme named for concerns about colleagues: one on each shore.
    if (w.login == "aminata" || w.login == "boubacar") say(domain::PersonSafeguards{true});
  }
  return all;
}

}  // namespace nibbi::demo
