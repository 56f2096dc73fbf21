#pragma once
// Text: one folding for every comparison and search, one cleaning for everything that is stored. Both apply the table that
// tools/gen_fold.py writes, so server and browser give one answer; no locale, no ICU.
#include <cstddef>
#include <string>
#include <string_view>

namespace nibbi {

/// The form in which texts are compared: equal when a person would call them the same letters, whatever the keyboard.
///
/// * Case is gone, and so are accents, tones and every other nonspacing mark: É, é, è, e -> e; ß -> ss; œ -> oe.
/// * A letter that many keyboards lack becomes the plain one that it was drawn from: ɓ b, ɗ d, ƙ k, ƴ y, ɛ e, ɔ o, and ñ ɲ ŋ n.
///   What sounds alike (ɲ, gn, ny; ŋ, ng) is no matter of folding: src/names reads those letters before it folds.
/// * Arabic letters stay Arabic; tashkeel, tatweel and the hamza or madda on a carrier go (أ -> ا); ligatures and positional forms
///   are opened; ة, ى and ء stay. Digits of Arabic, NKo and Adlam become 0-9.
/// * Every apostrophe is ', every dash -, every double quotation mark ".
/// * White space of any kind and length is one space, none at either end. Controls, bidi controls and invisible characters go.
///
/// Look-alikes of other scripts stay apart: Cyrillic "а" is not Latin "a". Whoever must not be deceived shows the script.
/// Broken UTF-8 becomes U+FFFD. Folding twice changes nothing; the result has at most three bytes for each byte given.
std::string fold(std::string_view utf8);

/// Well-formed UTF-8 (RFC 3629): no overlong form, no surrogate, nothing above U+10FFFF.
bool is_valid_utf8(std::string_view bytes);

/// What is stored of what somebody wrote: their letters as they typed them, composed or not, without what cannot be seen.
/// Dropped: controls other than tab, bidi controls and overrides, zero-width and other invisible characters, noncharacters, and combining
/// marks after the sixth on one letter. Every kind of line break becomes \n. The joiners U+200C and U+200D stay between two Arabic
/// letters, whose shape they change. Broken UTF-8 becomes U+FFFD. Cleaning twice changes nothing, and fold(clean_text(s)) == fold(s).
std::string clean_text(std::string_view utf8);

/// How many characters a limit such as "200 characters" counts. Each broken part of invalid UTF-8 counts as one.
std::size_t code_points(std::string_view utf8);

}  // namespace nibbi
