#include "http/server/answer_bytes.hpp"

#include <array>
#include <chrono>

namespace nibbi::http {
namespace {

/// For people who look at the wire; programs read the number alone.
std::string_view phrase_of(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 421: return "Misdirected Request";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    default: return "";
  }
}

void append_two(std::string& out, unsigned n) {
  out += static_cast<char>('0' + n / 10);
  out += static_cast<char>('0' + n % 10);
}

}  // namespace

std::string http_date(std::int64_t unix_seconds) {
  using namespace std::chrono;
  static constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const sys_seconds at{seconds{unix_seconds}};
  const sys_days day = floor<days>(at);
  const year_month_day date{day};
  const hh_mm_ss time{at - day};
  std::string out(kDays[weekday{day}.c_encoding()]);
  out += ", ";
  append_two(out, static_cast<unsigned>(date.day()));
  out.append(1, ' ').append(kMonths[static_cast<unsigned>(date.month()) - 1]).append(1, ' ');
  out.append(std::to_string(static_cast<int>(date.year()))).append(1, ' ');
  append_two(out, static_cast<unsigned>(time.hours().count()));
  out += ':';
  append_two(out, static_cast<unsigned>(time.minutes().count()));
  out += ':';
  append_two(out, static_cast<unsigned>(time.seconds().count()));
  return out + " GMT";
}

bool may_have_body(int status) { return status != 204 && status != 304; }

std::string head_bytes(const Response& response, const AnswerFacts& facts) {
  std::string out;
  out.reserve(256 + 32 * response.headers.fields().size());
  out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(1, ' ').append(phrase_of(response.status)).append("\r\n");
  auto field = [&](std::string_view name, std::string_view value) { out.append(name).append(": ").append(value).append("\r\n"); };
  field("date", facts.date);
  for (const auto& [name, value] : response.headers.fields()) field(name, value);
  if (may_have_body(response.status)) field("content-length", std::to_string(response.bytes().size()));
  field("x-request-id", facts.request_id);
  if (!facts.keep_alive) field("connection", "close");
  else if (facts.http_1_0) field("connection", "keep-alive");
  return out += "\r\n";
}

}  // namespace nibbi::http
