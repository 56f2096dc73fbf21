#include "http/public_site.hpp"

#include <array>

#include "http/web_files.hpp"
#include "wire/contract_files.hpp"
#include "wire/json.hpp"

namespace nibbi::http {
namespace {

using wire::Json;

constexpr std::array<std::string_view, 3> kLanguages{"fr", "en", "pt"};
constexpr std::array<std::string_view, 3> kLanguageNames{"Français", "English", "Português"};

/// The words of one part of the messages, "public" or "about".
const Json& messages(std::string_view language, std::string_view part) {
  static const std::array<Json, 3> kAll = [] {
    std::array<Json, 3> all;
    for (std::size_t i = 0; i < kLanguages.size(); ++i)
      for (const auto& file : wire::contract_files())
        if (file.path == "messages/" + std::string(kLanguages[i]) + ".json") all[i] = Json::parse(file.text);
    return all;
  }();
  for (std::size_t i = 0; i < kLanguages.size(); ++i)
    if (kLanguages[i] == language) return kAll[i][part];
  return kAll[0][part];
}

/// The language asked for in the address, else the first of ours that the browser names, else French.
std::string language_of(const Request& r) {
  if (auto asked = r.query.find("lang"); asked != r.query.end())
    for (auto l : kLanguages)
      if (asked->second == l) return std::string(l);
  const std::string_view accepts = r.header("accept-language");
  std::string_view best = "fr";
  std::size_t at = std::string_view::npos;
  for (auto l : kLanguages)
    if (const auto found = accepts.find(l); found < at) {
      at = found;
      best = l;
    }
  return std::string(best);
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

constexpr std::string_view kStyle = R"(
:root{color-scheme:light dark;--canvas:#faf7f2;--surface:#fff;--ink:#1f2a2e;--ink2:#4a565b;--brand:#0b6b6b;--on-brand:#fff;--line:#d9d2c5}
@media (prefers-color-scheme:dark){:root{--canvas:#12191b;--surface:#1b2427;--ink:#eef1ef;--ink2:#b9c3c3;--brand:#6cc9c2;--on-brand:#12191b;--line:#6f8085}}
*{box-sizing:border-box}body{margin:0;background:var(--canvas);color:var(--ink);font:1.0625rem/1.5 "Noto Sans",system-ui,sans-serif}
a{color:var(--brand)}a:focus-visible{outline:3px solid var(--ink);box-shadow:0 0 0 6px #ffd24a}
.leave{position:sticky;inset-block-start:0;display:block;text-align:center;background:var(--brand);color:var(--on-brand);padding:.75rem;font-weight:700;text-decoration:none;min-block-size:48px}
header,main,footer{max-inline-size:66ch;margin-inline:auto;padding:1rem}
nav ul{list-style:none;display:flex;gap:1rem;padding:0;margin:0}h1{font-size:1.875rem;line-height:1.2;margin-block:.5rem}
section{background:var(--surface);border:1px solid var(--line);border-radius:12px;padding:1rem 1.25rem;margin-block:1rem}h2{font-size:1.25rem;margin-block:0 .5rem}
.hint{color:var(--ink2);font-size:.9375rem}
@media print{.leave,nav{display:none}}
)";

/// Everything around the words of a page: leaving quickly, languages, heading.
std::string framed(const std::string& language, const std::string& path, const std::string& heading, const std::string& main, const std::string& footer) {
  const Json& m = messages(language, "public");
  auto t = [&](const char* key) { return escaped(m.contains(key) ? m[key].as<std::string>() : std::string()); };
  std::string languages;
  for (std::size_t i = 0; i < kLanguages.size(); ++i) {
    const std::string l(kLanguages[i]);
    languages += "<li><a href=\"" + path + "?lang=" + l + "\" lang=\"" + l + "\" hreflang=\"" + l + "\"" + (l == language ? " aria-current=\"true\"" : "") + ">" + std::string(kLanguageNames[i]) + "</a></li>";
  }
  return "<!doctype html><html lang=\"" + language + "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>" + t("neutral_title") +
         "</title><link rel=\"stylesheet\" href=\"/public.css\"></head><body><a class=\"leave\" href=\"/leave\" rel=\"noreferrer\">" + t("quick_exit") +
         "</a><header><nav aria-label=\"" + t("choose_language") + "\"><ul>" + languages + "</ul></nav>" + heading + "</header><main>" + main + "</main><footer class=\"hint\">" + footer + "</footer></body></html>";
}

std::string front(const std::string& language) {
  const Json &m = messages(language, "public"), &about = messages(language, "about");
  auto t = [&](const char* key) { return escaped(m.contains(key) ? m[key].as<std::string>() : std::string()); };
  return framed(language, "/", "<h1>" + t("welcome") + "</h1><p>" + t("intro") + "</p>",
                "<section><h2>" + t("for_you_title") + "</h2><p>" + t("for_you") + "</p></section><section><h2>" + t("worried_title") + "</h2><p>" + t("worried") + "</p></section><section><h2>" + t("what_title") +
                    "</h2><ul><li>" + t("what_welcome") + "</li><li>" + t("what_protect") + "</li><li>" + t("what_family") + "</li><li>" + t("what_return") + "</li></ul></section>",
                "<p>" + t("quick_exit_help") + "</p><p>" + t("no_tracking") + "</p><p><a href=\"/about?lang=" + language + "\">" + escaped(about["title"].as<std::string>()) + "</a></p>");
}

/// Whose work this is made of, and the offer of the source (AGPL, section 13).
std::string about_page(const std::string& language) {
  const Json& m = messages(language, "about");
  auto t = [&](const char* key) { return escaped(m.contains(key) ? m[key].as<std::string>() : std::string()); };
  std::string from;
  for (const char* key : {"places", "standard", "font", "icons", "packages", "names"}) from += "<li>" + t(key) + "</li>";
  return framed(language, "/about", "<h1>" + t("title") + "</h1>",
                "<section><h2>" + t("licence_title") + "</h2><p>" + t("licence") + "</p><p><a href=\"/source.tar.gz\">" + t("source") + "</a></p><p><a href=\"/notices.txt\">" + t("notices") +
                    "</a></p></section><section><h2>" + t("from_title") + "</h2><ul>" + from + "</ul></section>",
                "<p><a href=\"/?lang=" + language + "\">" + escaped(messages(language, "public")["neutral_title"].as<std::string>()) + "</a></p>");
}

/// A page in the language of whoever asks.
Route in_language(const char* path, const char* name, std::string (*words)(const std::string&)) {
  return {Method::get, path, name, [words](Request& r, const Params&) {
            Response answer = html(200, words(language_of(r)));
            answer.headers.set("vary", "Accept-Language");
            return answer;
          }};
}

/// A file that stands in the program with the web application; 404 in a build without it.
Route of_the_build(const char* path, const char* name) {
  return {Method::get, path, name, [path](Request& r, const Params&) {
            static const StaticFiles kFiles(web_files(), {.page = ""});
            return kFiles.answer(r);
          }};
}

}  // namespace

std::vector<Route> public_routes(usecases::House&) {
  return {
      in_language("/", "public_front", front),
      in_language("/about", "public_about", about_page),
      of_the_build("/notices.txt", "public_notices"),
      of_the_build("/source.tar.gz", "public_source"),
      {Method::get, "/public.css", "public_style", [](Request&, const Params&) {
         Response answer = text(200, std::string(kStyle));
         answer.headers.set("content-type", "text/css; charset=utf-8");
         answer.headers.set("cache-control", "max-age=3600");
         return answer;
       }},
      // A neutral page of this same server; it clears what the browser kept of this site, then shows nothing of it.
      {Method::get, "/leave", "public_leave", [](Request&, const Params&) {
         Response answer = html(200, "<!doctype html><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"0;url=https://www.wikipedia.org/\"><title>…</title>");
         answer.headers.set("clear-site-data", "\"cache\", \"storage\"");
         return answer;
       }},
  };
}

}  // namespace nibbi::http
