#pragma once
// Every kind of entry, described once: field, part, what may stand in it. An Io reads an entry, writes one, keeps it in a state, or shows it.
// Names equal the question ids of contract/forms where a form writes that kind.
#include "domain/entry.hpp"
#include "wire/field.hpp"

namespace nibbi::wire {

using namespace domain;

// Beside any of them
template <class Io> void describe(Io& io, Telling& t) {
  io("happened", at::plain, t.happened);
  io("copied_from", at::plain, t.copied_from, in("copied_from"));
  io("told_by", at::notes, t.told_by);
  io("why", at::notes, t.reason, long_text);
}

// The file itself
template <class Io> void describe(Io& io, ChildOpened& b) {
  io("code", at::plain, b.code, required);
  io("country", at::plain, b.country, in("country").required());
  io("sex", at::plain, b.sex, in("sex"));
  io("age_band", at::plain, b.age_band, in("age_band"));
  io("event", at::plain, b.event);
}
template <class Io> void describe(Io& io, FormSaved& b) {
  io("form", at::plain, b.form, required);
  io("form_version", at::plain, b.form_version, required);
  io.answers("answers", b.answers);
}
template <class Io> void describe(Io& io, NoteAdded& b) {
  io("note_kind", at::plain, b.note_kind, in("note_kind").required());
  io("about_day", at::plain, b.about_day);
  io("source", at::plain, b.source, in("note_source"));
  io("text", at::notes, b.text, long_text.required());
}
template <class Io> void describe(Io& io, NeedRecorded& b) {
  io("need", at::plain, b.need, in("service_type").required());
  io("urgency", at::plain, b.urgency, in("referral_priority").required());
  io("asked_by_child", at::plain, b.asked_by_child, in("yes_no"));
  io("details", at::notes, b.details, long_text);
}
template <class Io> void describe(Io& io, AttachmentAdded& b) {
  io("attachment", at::plain, b.attachment, required);
  io("kind", at::plain, b.kind, in("attachment_kind").required());
  io("media_type", at::plain, b.media_type, required);
  io("bytes", at::plain, b.bytes, Rule{.most = 64'000'000, .needed = true});
  io("sha256", at::plain, b.sha256, required);
  io("caption", at::notes, b.caption);
}
template <class Io> void describe(Io& io, AttachmentStored& b) {
  io("added", at::plain, b.added, required);
  io("attachment", at::plain, b.attachment, required);
  io("media_type", at::plain, b.media_type, required);
  io("bytes", at::plain, b.bytes, Rule{.most = 64'000'000});
}
template <class Io> void describe(Io& io, AttachmentRefused& b) {
  io("added", at::plain, b.added, required);
  io("why", at::plain, b.why, required);
}
template <class Io> void describe(Io& io, AssignmentMade& b) {
  io("person", at::plain, b.person, required);
  io("unit", at::plain, b.unit, required);
}
template <class Io> void describe(Io& io, CoverSet& b) {
  io("person", at::plain, b.person, required);
  io("from", at::plain, b.from, required);
  io("until", at::plain, b.until, required);
}
template <class Io> void describe(Io&, BreakGlassOpened&) {}
template <class Io> void describe(Io& io, BreakGlassEnded& b) { io("opened", at::plain, b.opened, required); }
template <class Io> void describe(Io& io, FileLookedAt& b) { io("parts", at::plain, b.parts, in("tier").required()); }
template <class Io> void describe(Io& io, KeptApartSettled& b) {
  io("entry", at::plain, b.entry, required);
  io("author", at::notes, b.author, required);  // who writes about a child every day tells where the child lives
  io("unit", at::notes, b.unit, required);
  io("said_at", at::plain, b.said_at, required);
  io("taken_in", at::plain, b.taken_in);
  io("text", at::notes, b.text, long_text);
}
template <class Io> void describe(Io& io, ConflictResolved& b) {
  io("question", at::plain, b.question, required);
  io.answer_of("chosen", b.question, b.chosen);
}
template <class Io> void describe(Io& io, ClosureApproved& b) { io("request", at::plain, b.request, required); }
template <class Io> void describe(Io& io, ClosureRefused& b) {
  io("request", at::plain, b.request, required);
  io("text", at::notes, b.text, long_text);
}
template <class Io> void describe(Io& io, FileReopened& b) { io("text", at::notes, b.text, long_text); }
template <class Io> void describe(Io& io, KeepOrderSet& b) {
  io("kind", at::plain, b.kind, in("keep_order_kind").required());
  io("number", at::legal, b.number);
  io("text", at::legal, b.text, long_text);
}
template <class Io> void describe(Io& io, KeepOrderLifted& b) { io("order", at::plain, b.order, required); }
template <class Io> void describe(Io& io, SetAsideBegun& b) {
  io("person", at::plain, b.person);
  io("unit", at::plain, b.unit);
  io("text", at::notes, b.text, long_text.required());
}
template <class Io> void describe(Io& io, SetAsideLifted& b) {
  io("set_aside", at::plain, b.set_aside, required);
  io("text", at::notes, b.text, long_text.required());
}
template <class Io> void describe(Io& io, RecordMerged& b) { io("other", at::plain, b.other, required); }
template <class Io> void describe(Io& io, RecordAbsorbed& b) { io("survivor", at::plain, b.survivor, required); }
template <class Io> void describe(Io& io, RecordUnmerged& b) { io("merge", at::plain, b.merge, required); }
template <class Io> void describe(Io& io, PairJudged& b) {
  io("other", at::family, b.other, required);
  io("other_n", at::plain, b.other_n, required);
  io("verdict", at::family, b.verdict, in("pair_verdict").required());
  io("unit", at::family, b.unit);
  io("text", at::notes, b.text, long_text);
}
template <class Io> void describe(Io& io, PairReopened& b) { io("judged", at::plain, b.judged, required); }
template <class Io> void describe(Io& io, RecordErased& b) { io("ground", at::plain, b.ground, required); }
template <class Io> void describe(Io& io, SecondAsked& b) {
  io("action", at::plain, b.action, required);
  io("other", at::plain, b.other);
  io("ground", at::plain, b.ground, in("erasure_ground"));
  io("text", at::notes, b.text, long_text);
}
template <class Io> void describe(Io& io, SecondAgreed& b) { io("asked", at::plain, b.asked, required); }
template <class Io> void describe(Io& io, SecondDeclined& b) {
  io("asked", at::plain, b.asked, required);
  io("text", at::notes, b.text, long_text);
}

// Consent and other bases
template <class Io> void describe(Io& io, ConsentGiven& b) {
  io("basis", at::plain, b.basis, in("consent_basis").required());
  io("given_by", at::plain, b.given_by, in("consent_giver").required());
  io("guardian_name", at::family, b.guardian_name);
  io("explained", at::plain, b.explained, in("consent_explained"));
  io("purposes", at::plain, b.purposes, in("consent_purpose").required());
  io("data_classes", at::plain, b.data_classes, required);
  io("recipient_kind", at::plain, b.recipient_kind, in("consent_recipient_kind").required());
  io("recipient_unit", at::location, b.recipient_unit);
  io("until", at::plain, b.until);
  io("child_words", at::consent, b.child_words, long_text);
  io("reason", at::consent, b.reason, long_text);
  io("second_person", at::plain, b.second_person);
}
template <class Io> void describe(Io& io, ConsentRefused& b) {
  io("purposes", at::plain, b.purposes, in("consent_purpose").required());
  io("data_classes", at::plain, b.data_classes);
  io("child_words", at::consent, b.child_words, long_text);
}
template <class Io> void describe(Io& io, ConsentWithdrawn& b) {
  io("consent", at::plain, b.consent, required);
  io("by", at::plain, b.by, in("consent_giver"));
  io("words", at::consent, b.words, long_text);
}
template <class Io> void describe(Io& io, BasisReviewed& b) {
  io("basis", at::plain, b.basis, required);
  io("upheld", at::plain, b.upheld);
  io("text", at::consent, b.text, long_text);
}
template <class Io> void describe(Io& io, BasisLapsed& b) { io("basis", at::plain, b.basis, required); }

// Referral
template <class Io> void describe(Io& io, ReferralSent& b) {
  io("to_unit", at::location, b.to_unit, required);
  io("service", at::plain, b.service, in("service_type").required());
  io("priority", at::plain, b.priority, in("referral_priority").required());
  io("urgent_care", at::plain, b.urgent_care, in("need_flag"));
  io("disability_support", at::plain, b.disability_support, in("need_flag"));
  io("infant_or_pregnancy", at::plain, b.infant_or_pregnancy, in("need_flag"));
  io("siblings", at::plain, b.siblings, Rule{.most = 40});
  io("language", at::plain, b.language, in("language"));
  io("secret_address", at::plain, b.secret_address, in("need_flag"));
  io("data_classes", at::plain, b.data_classes, required);
  io("carer_informed", at::plain, b.carer_informed, in("yes_no"));
  io("basis", at::plain, b.basis, in("consent_basis").required());
  io("transfer", at::plain, b.transfer, in("yes_no"));
  io("basis_reason", at::consent, b.basis_reason, long_text);
  io("context", at::notes, b.context);
}
template <class Io> void describe(Io& io, ReferralReceived& b) { io("referral", at::plain, b.referral, required); }
template <class Io> void describe(Io& io, ReferralOpened& b) { io("referral", at::plain, b.referral, required); }
// What two units say to each other before one of them said yes, or when it said no: read by both, so short and in the plain part.
inline constexpr Rule plain_words{.longest = 400};
template <class Io> void describe(Io& io, ReferralAsked& b) {
  io("referral", at::plain, b.referral, required);
  io("text", at::plain, b.text, plain_words.required());
}
template <class Io> void describe(Io& io, ReferralAnswered& b) {
  io("referral", at::plain, b.referral, required);
  io("text", at::plain, b.text, plain_words.required());
}
template <class Io> void describe(Io& io, ReferralAccepted& b) {
  io("referral", at::plain, b.referral, required);
  io("from", at::plain, b.from);
  io("text", at::notes, b.text, long_text);
}
template <class Io> void describe(Io& io, ReferralDeclined& b) {
  io("referral", at::plain, b.referral, required);
  io("reason", at::plain, b.reason, in("referral_decline_reason").required());
  io("text", at::plain, b.text, plain_words);
}
template <class Io> void describe(Io& io, ReferralServiceGiven& b) {
  io("referral", at::plain, b.referral, required);
  io("outcome", at::plain, b.outcome, in("service_outcome").required());
  io("text", at::notes, b.text, long_text);
}
template <class Io> void describe(Io& io, ReferralFeedback& b) {
  io("referral", at::plain, b.referral, required);
  io("child_came", at::plain, b.child_came, in("yes_no"));
  io("next", at::plain, b.next);
  io("text", at::notes, b.text, long_text);
}
template <class Io> void describe(Io& io, ReferralClosed& b) {
  io("referral", at::plain, b.referral, required);
  io("text", at::notes, b.text, long_text);
}
template <class Io> void describe(Io& io, ReferralWithdrawn& b) {
  io("referral", at::plain, b.referral, required);
  io("text", at::notes, b.text, long_text);
}
template <class Io> void describe(Io& io, ReferralExpired& b) { io("referral", at::plain, b.referral, required); }

}  // namespace nibbi::wire
