/** Whether an agreement still holds, told as the rules judge it (`stands` in domain/sharing): taken back, not upheld, lapsed, past its day. */
import { label_of } from "../../base/lists.svelte";
import { date_words } from "../../base/time";
import { t } from "../../base/words.svelte";
import { who } from "../../records/session.svelte";
import type { View } from "../../records/wire";
import { items_of, type Item } from "./state";

export interface Standing {
  holds: boolean;
  words: string;
}
const text = (value: unknown) => (typeof value === "string" ? value : "");
export const list_in = (value: unknown): string[] => (Array.isArray(value) ? (value as string[]) : []);
const said_on = (view: View, item: Item) => {
  const at = view.said.find((one) => one.n === item.n)?.received_at;
  return at ? date_words(at) : "";
};

/** It was taken back as it had been written before, and whoever corrected it knew nothing of that (`taken_back_uncorrected`). */
function taken_back_before(view: View, consent: Item): Item | undefined {
  const all = items_of(view.state, "consents"), said_at = (n: number) => view.said.find((one) => one.n === n);
  function first_written(one: Item): Item {
    const before = all.find(({ id }) => id === said_at(one.n)?.amends);
    return before && before.n < one.n ? first_written(before) : one;
  }
  const first = first_written(consent), written = said_at(consent.n);
  const knew = (of: Item) => of.n < consent.n && (of.n <= (written?.seen ?? 0) || said_at(of.n)?.author === written?.author);
  return items_of(view.state, "withdrawals").find((one) => {
    const withdrawn = all.find(({ id }) => id === one.consent);
    return withdrawn && withdrawn !== consent && first_written(withdrawn) === first && !knew(one);
  });
}

export function standing_of(view: View, consent: Item, today: string): Standing {
  const until = text(consent.until);
  const ending = (list: string, field: string, when: (one: Item) => boolean = () => true) => items_of(view.state, list).find((one) => one[field] === consent.id && when(one));
  const back = ending("withdrawals", "consent") ?? taken_back_before(view, consent);
  if (back) return { holds: false, words: t("consent.taken_back", { date: said_on(view, back) }) };
  const ended = ending("lapsed_bases", "basis") ?? ending("basis_reviews", "basis", (one) => one.upheld === false);
  if (ended) return { holds: false, words: t("consent.ended", { date: said_on(view, ended) }) };
  if (until && until < today) return { holds: false, words: t("consent.ended", { date: date_words(until) }) };
  if (consent.amended_by) return { holds: false, words: t("file.amended") };
  if (list_in(consent.explained).length === 0) return { holds: false, words: t("consent.not_explained") };
  return { holds: true, words: until ? t("consent.running", { date: date_words(until) }) : t("consent.running_open") };
}

const receiver = (consent: Item) => who.unit_name(text(consent.recipient_unit)) || (text(consent.recipient_kind) && label_of("consent_recipient_kind", text(consent.recipient_kind)));

/** Who sees what, for what. */
export const consent_sentence = (consent: Item): string =>
  t("consent.who_sees", {
    who: receiver(consent) || t("file.withheld"),
    what: list_in(consent.data_classes).map((one) => label_of("data_class", one)).join(" · "),
    purposes: list_in(consent.purposes).map((one) => label_of("consent_purpose", one)).join(" · "),
  });

/** Which agreement a withdrawal took back. */
export function taken_back(view: View, withdrawal: Item): string {
  const consent = items_of(view.state, "consents").find((one) => one.id === withdrawal.consent);
  return consent ? t("consent.takes_back", { date: said_on(view, consent), who: receiver(consent) || t("file.withheld") }) : "";
}
export const refused_on = (view: View, refusal: Item): string => t("consent.refused", { date: said_on(view, refusal) });
