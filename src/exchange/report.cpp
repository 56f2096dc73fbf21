#include "exchange/report.hpp"

#include <array>

#include "wire/json.hpp"

namespace nibbi::exchange {

std::string_view word(FindingCode code) {
  constexpr std::array kWords = std::to_array<std::string_view>({
#define X(code) #code,
      NIBBI_EXCHANGE_FINDINGS(X)
#undef X
  });
  return kWords[static_cast<std::size_t>(code)];
}

std::string text(const Finding& f) { return f.field.empty() ? std::string(word(f.code)) : std::string(word(f.code)) + ":" + f.field; }

std::string_view word(NotHeld what) {
  constexpr std::array<std::string_view, 7> kWords{"answer_without_code", "third_language", "consent_in_part", "other_plan", "other_referral", "other_identification", "closed_part"};
  return kWords[static_cast<std::size_t>(what)];
}

std::string_view word(RowStatus s) {
  constexpr std::array<std::string_view, 4> kWords{"created", "would_create", "exists", "refused"};
  return kWords[static_cast<std::size_t>(s)];
}

// By hand, so that the keys stand in the order in which they are read; every value is a number or a word of ours.
std::string write(const ReportLine& line) {
  auto quoted = [](std::string_view s) { return wire::write_json(wire::Json(std::string(s))); };
  std::string out = "{\"row\":" + std::to_string(line.row) + ",\"status\":" + quoted(word(line.status));
  if (!line.reason.empty()) out += ",\"reason\":" + quoted(line.reason);
  out += ",\"findings\":[";
  for (std::size_t i = 0; i < line.findings.size(); ++i) out += (i > 0 ? "," : "") + quoted(text(line.findings[i]));
  return out + "]}\n";
}

}  // namespace nibbi::exchange
