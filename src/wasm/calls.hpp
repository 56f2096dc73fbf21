#pragma once
// What a browser can ask of the core: a name and a UTF-8 text in, a JSON text out. The same functions are compiled for the machine, so that
// tests/parity can hold both builds to one answer, byte for byte.
//
// Every answer is one JSON object. A refusal is {"problem": code, "details": {…}}; details are left out where there are none. Times, days
// and ids arrive with the question: there is neither clock nor chance in here.
//
//   core_version      nothing                                    {"core", "fold", "contract"}: versions of program and fold; digest of the rules
//   fold              JSON lines                                 {"plain": {…}, "identity": {…}, "placement": {…}, "narrative": {…}}: the state
//                       {"header": text, "parts": {tier: text}, "n", "received_at"}: accepted entries in order of n;
//                       the first line may be {"state": {…}} instead, a state from which to go on
//   lay_over          {"view", "entries", "acknowledged",        the view with what waits on this device laid over it (wire/overlay.hpp)
//                      "opened"}; without a view "now", "today"
//                       entries: {"header": text, "parts": {tier: text}}, of one device, in the order in which they were written
//   tasks_done        {"view", "entries", "acknowledged",        {"done": [{"task", "about"}]}: what of the reader's list what waits has done
//                      "opened", "now", "today"}; the reader is who wrote the entries
//   covering_consent  {"view", "data_classes", "service",        {"consent": id} or {}: an agreement in the file that covers what is to be shared
//                      "unit", "unit_kind", "today"}
//   shown_questions   {"form", "answers"}                        {"shown": [id]}
//   check_form        {"form", "answers"}                        {"shown": [id], "value": {id: answer}, "set_aside": [id],
//                                                                 "findings": [{"question", "problem", "details"}]}
//   check_entry       {"header": text, "parts": {tier: text}}    {"ok": true}: the codecs of the server accept it
//                       or {"kind", "parts"} before there is a header
//   decide            see calls_advice.cpp, `advised`               {"effect": "now" | "pending"} or {"undecided": true}: advice, never a verdict
//   check_case_code   {"code"}                                   {"sound": true | false}
//   make_case_code    {"country", "number"}                      {"code"}
//   fold_text         {"text"}                                   {"folded"}
//
// Answers of a form are in the shapes of decision 0001, for every form, whatever entry it writes.
#include <string>
#include <string_view>

namespace nibbi::wasm {

/// Answers one call. Nothing is thrown: a mistake of ours, and memory that runs out, are the problem `our_fault`.
std::string answer(std::string_view call, std::string_view input) noexcept;

}  // namespace nibbi::wasm
