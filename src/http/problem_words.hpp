#pragma once
// The sentence of a Problem in the reader's language (RFC 9457 §3.1.3: the title may be localised): whoever talks to the server without the application
// is told what to do as well. The code beside it never changes.
#include <map>
#include <string>
#include <string_view>

#include "http/server/message.hpp"

namespace nibbi::http {

class ProblemWords {
 public:
  /// Adds a language: contract/messages/LANGUAGE.json. The first is what a reader gets who asks for none that is here.
  void add(std::string language, std::string_view messages);
  /// Puts the sentence where the code stands as title; what is no Problem is left as it is.
  void translate(const Request&, Response&) const;

 private:
  struct Language {
    std::string name;
    std::map<std::string, std::string, std::less<>> sentences;  ///< by code
  };
  const Language& asked_for(std::string_view accept_language) const;
  std::vector<Language> languages_;
};

}  // namespace nibbi::http
