#include "wasm/calls.hpp"

#include "wasm/call.hpp"
#include "wire/contract_files.hpp"
#include "wire/contract_read.hpp"

namespace nibbi::wasm {

const domain::Rules& rules() {
  static const domain::Rules kRules = wire::read_rules(wire::contract_files());
  return kRules;
}

Json one(const char* name, Json value) {
  Json j = object();
  j[name] = std::move(value);
  return j;
}
Json texts(const std::vector<std::string>& all) {
  Json j = array();
  for (const std::string& text : all) j.push_back(Json(text));
  return j;
}
Json as_json(const Problem& problem) {
  Json j = one("problem", Json(word(problem.code)));
  if (problem.details.empty()) return j;
  Json details = object();
  for (const auto& [name, value] : problem.details) details[name] = value;
  j["details"] = std::move(details);
  return j;
}

namespace {

std::string answered(std::string_view name, std::string_view input) {
  for (const Call& call : calls()) {
    if (call.name != name) continue;
    Result<std::string> text = call.answer(input);
    return text ? std::move(*text) : wire::write_json(as_json(text.error()));
  }
  return wire::write_json(as_json({ProblemCode::not_found, {}}));
}

}  // namespace

std::string answer(std::string_view call, std::string_view input) noexcept {
  try {
    return answered(call, input);
  } catch (...) {
    return R"({"problem":"our_fault"})";
  }
}

}  // namespace nibbi::wasm
