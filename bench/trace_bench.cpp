// Family tracing over an invented base: who is found, how often nobody is rightly said to be there, whether the probabilities hold, and the time.
// trace_bench PEOPLE INQUIRIES [SEED [FOLDER]]. The first quarter of the inquiries is for fixing limits, and only its line of calibration is printed; all other figures are
// of the rest. With a folder, the same files and the rest of the inquiries are written there for peers.
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "bench/invented_places.hpp"
#include "names/trace.hpp"

namespace {

using namespace nibbi::names;

double cpu_ms() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

struct Answer {
  InventedInquiry inquiry;
  std::size_t rank = 0;  ///< of the child's file, from 1; 0 when it is not among ten
  double top = 0;        ///< probability of the first
  double ms = 0;
  double rarity = 0;
  bool likely = false;
};

/// The line through the logarithms of the odds that fits best, by Newton's method.
std::pair<double, double> calibration_line(const std::vector<Answer>& answers) {
  double slope = 1, shift = 0;
  for (int round = 0; round < 50; ++round) {
    double gs = 0, gt = 0, ss = 1e-6, st = 0, tt = 1e-6;
    for (const Answer& a : answers) {
      const double p0 = std::clamp(a.top, 1e-9, 1 - 1e-9), x = std::log(p0 / (1 - p0)), p = 1 / (1 + std::exp(-(slope * x + shift))), e = (a.rank == 1 ? 1.0 : 0.0) - p, w = p * (1 - p);
      gs += e * x, gt += e, ss += w * x * x, st += w * x, tt += w;
    }
    const double d = ss * tt - st * st;
    if (d < 1e-9) break;
    slope += std::clamp((gs * tt - gt * st) / d, -1.0, 1.0);
    shift += std::clamp((gt * ss - gs * st) / d, -1.0, 1.0);
  }
  return {slope, shift};
}

/// Expected calibration error of the first candidates, ten bins of equal width.
double calibration_error(const std::vector<Answer>& answers) {
  struct Bin {
    double sum = 0, right = 0;
    std::size_t n = 0;
  } bins[10];
  for (const Answer& a : answers) {
    Bin& b = bins[std::min<std::size_t>(9, static_cast<std::size_t>(a.top * 10))];
    b.sum += a.top, b.right += a.rank == 1, ++b.n;
  }
  double error = 0;
  for (const Bin& b : bins) {
    if (b.n == 0) continue;
    error += std::abs(b.sum - b.right) / static_cast<double>(answers.size());
    std::printf("  said %.3f, right %.3f (%zu)\n", b.sum / static_cast<double>(b.n), b.right / static_cast<double>(b.n), b.n);
  }
  return error;
}

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& n : names) out += (out.empty() ? "" : ";") + n;
  return out;
}
const char* kHead = "id,person,given,family,other_names,mother,father,siblings,companions,sex,age,recorded,born,parted,village,lat,lon,languages,marks\n";
void write(std::ofstream& to, const InventedFile& f) {
  to << f.id << ',' << f.person << ',' << f.given << ',' << f.family << ',' << listed(f.other_names) << ',' << f.mother << ',' << f.father << ',' << listed(f.siblings) << ',' << listed(f.companions) << ','
     << f.sex << ',' << (f.age < 0 ? "" : std::to_string(f.age)) << ',' << f.recorded << ',' << f.born << ',' << f.parted << ',' << f.village << ',' << (f.where ? std::to_string(f.where->latitude) : "") << ',' << (f.where ? std::to_string(f.where->longitude) : "") << ',' << listed(f.languages) << ',' << listed(f.marks) << '\n';
}

struct Tally {
  std::size_t asked = 0, first = 0, ten = 0;
};
void print(const char* what, const Tally& t) {
  const auto share = [&](std::size_t n) { return t.asked == 0 ? 0.0 : static_cast<double>(n) / static_cast<double>(t.asked); };
  std::printf("%-44s %6zu  recall@1 %.4f  recall@10 %.4f\n", what, t.asked, share(t.first), share(t.ten));
}

}  // namespace

int main(int count, char** words) {
  const auto people = static_cast<std::uint64_t>(count > 1 ? std::atoll(words[1]) : 100'000), inquiries = static_cast<std::uint64_t>(count > 2 ? std::atoll(words[2]) : 2'000);
  const auto seed = static_cast<std::uint64_t>(count > 3 ? std::atoll(words[3]) : 1);
  const std::string folder = count > 4 ? words[4] : "";
  const std::uint64_t validation = inquiries / 4;
  TraceBase base;
  std::vector<std::uint64_t> person;
  std::map<std::string, std::size_t> common;
  std::vector<Answer> fixing, answers;
  std::ofstream files, asked;
  if (!folder.empty()) {
    files.open(folder + "/people.csv");
    asked.open(folder + "/inquiries.csv");
    files << kHead;
    asked << kHead;
  }
  const double begun = cpu_ms();
  double made = 0;
  Trace trace(base);
  std::uint64_t n = 0;
  invent_inquiries(people, inquiries, seed, nibbi::bench::invented_places(),
                   {[&](const InventedFile& f) {
                      base.add(person.size(), known_of(f));
                      person.push_back(f.person);
                      ++common[f.family];
                      if (!folder.empty()) write(files, f);
                    },
                    {},
                    [&](const InventedInquiry& q) {
                      if (n == 0) made = cpu_ms() - begun;
                      Answer a{q};
                      const Known known = known_of(q.told);
                      const double from = cpu_ms();
                      const Traced traced = trace.find(known, 10);
                      a.ms = cpu_ms() - from;
                      for (std::size_t i = 0; i < traced.candidates.size() && a.rank == 0; ++i)
                        if (person[traced.candidates[i].file] == q.told.person) a.rank = i + 1;
                      if (!traced.candidates.empty()) a.top = traced.candidates[0].probability;
                      a.likely = traced.likely;
                      if (std::getenv("NIBBI_BENCH_SHOW") && ((q.answer && a.rank != 1) || (!q.answer && a.likely)) && !traced.candidates.empty()) {
                        std::printf("%s %s %s, %s, %s, %s | rank %zu, first %.3f %.1f\n", q.answer ? "answer" : "none", q.told.given.c_str(), q.told.family.c_str(), q.told.mother.c_str(), q.told.father.c_str(), q.told.village.c_str(), a.rank, a.top, traced.candidates[0].weight);
                        for (const Evidence& e : traced.candidates[a.rank > 1 ? a.rank - 1 : 0].evidence) std::printf("    %s %.1f %s\n", std::string(word(e.fact)).c_str(), e.bits, e.why.c_str());
                      }
                      if (const auto it = common.find(q.told.family); it != common.end()) a.rarity = static_cast<double>(it->second);
                      (n++ < validation ? fixing : answers).push_back(std::move(a));
                      if (!folder.empty() && n > validation) write(asked, q.told);
                    }});
  const TraceSize size = base.size();
  std::printf("files %zu, made and read in %.1f s; %.1f bytes a file, dictionary of %zu words and %zu places %.1f MB\n", size.files, made / 1000, static_cast<double>(size.file_bytes) / static_cast<double>(size.files), size.words,
              size.places, static_cast<double>(size.dictionary_bytes) / 1e6);
  const auto [slope, shift] = calibration_line(fixing);
  std::printf("validation (%zu inquiries): the line that fits has slope %.3f and shift %.3f on top of what is fixed\n", fixing.size(), slope, shift);

  // Where the limit would have to be for 99 of 100 inquiries without an answer to stay below it, and what that costs those with one.
  std::vector<double> none;
  for (const Answer& a : fixing)
    if (!a.inquiry.answer) none.push_back(a.top);
  std::sort(none.begin(), none.end());
  if (!none.empty()) {
    const double limit = none[std::min(none.size() - 1, none.size() * 99 / 100)];
    const auto above = static_cast<double>(std::count_if(fixing.begin(), fixing.end(), [&](const Answer& a) { return a.inquiry.answer && a.top > limit; }));
    std::printf("validation: 99 of 100 without an answer are below %.4f; above it are %.4f of those with one\n", limit, above / static_cast<double>(fixing.size() - none.size()));
  }

  std::map<std::string, Tally> kinds, groups;
  std::vector<double> times, rarities;
  std::size_t answerless = 0, rightly_none = 0, likely = 0, likely_right = 0;
  for (const Answer& a : answers) rarities.push_back(a.rarity);
  std::sort(rarities.begin(), rarities.end());
  for (const Answer& a : answers) {
    times.push_back(a.ms);
    likely += a.likely;
    likely_right += a.likely && a.rank == 1;
    if (!a.inquiry.answer) {
      ++answerless;
      rightly_none += !a.likely;
      continue;
    }
    const InventedFile& told = a.inquiry.told;
    const bool parents = !told.mother.empty() && !told.father.empty(), enough = parents || !told.village.empty();
    const auto add = [&](std::map<std::string, Tally>& to, const std::string& kind) {
      Tally& t = to[kind];
      ++t.asked, t.first += a.rank == 1, t.ten += a.rank > 0;
    };
    add(kinds, "all that have an answer");
    add(kinds, enough ? "with village or both parents" : "with neither");
    if (told.elsewhere) add(kinds, "another place told");
    if (!enough) continue;
    add(groups, "clerk " + told.clerk);
    add(groups, "country " + told.country);
    add(groups, "sex " + (told.sex.empty() ? "not told" : told.sex));
    if (!told.languages.empty()) add(groups, "language " + told.languages[0]);
    const auto decile = (std::lower_bound(rarities.begin(), rarities.end(), a.rarity) - rarities.begin()) * 10 / static_cast<std::ptrdiff_t>(rarities.size());
    add(groups, "family name, decile of commonness " + std::to_string(decile));
  }
  for (const auto& [kind, t] : kinds) print(kind.c_str(), t);
  const auto of = [](std::size_t a, std::size_t b) { return b == 0 ? 0.0 : static_cast<double>(a) / static_cast<double>(b); };
  std::printf("without an answer: %zu, of which %.4f are said to have no likely match\n", answerless, of(rightly_none, answerless));
  std::printf("likely matches: %zu, of which %.4f are the child\n", likely, of(likely_right, likely));
  std::printf("calibration, of the first candidates:\n");
  const double error = calibration_error(answers);
  std::printf("expected calibration error %.4f\n", error);
  const Tally& mean = kinds["with village or both parents"];
  double gap = 0;
  std::string worst;
  for (const auto& [group, t] : groups) {
    print(group.c_str(), t);
    const double g = of(mean.ten, mean.asked) - of(t.ten, t.asked);
    if (t.asked >= 50 && g > gap) gap = g, worst = group;
  }
  std::printf("fairness: the worst group of fifty and more is %.1f points below the mean in recall@10 (%s)\n", gap * 100, worst.c_str());
  std::sort(times.begin(), times.end());
  if (!times.empty()) std::printf("processor time of an inquiry: p50 %.1f ms, p99 %.1f ms, most %.1f ms\n", times[times.size() / 2], times[times.size() * 99 / 100], times.back());
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  std::printf("peak memory %.0f MB\n", static_cast<double>(used.ru_maxrss) / 1024);
}
