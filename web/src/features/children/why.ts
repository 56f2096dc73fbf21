/** Why a file was found, in words: what was found otherwise than it was asked for, or elsewhere than in the child's own name. */
import { prefs } from "../../base/prefs.svelte";
import { t } from "../../base/words.svelte";
import type { FoundChild } from "../../records/wire";

/** "dj/di" speaks for itself in every language; what is said in English words is for the command line. */
const is_letters = (rule: string) => /^\p{L}+\/\p{L}+$/u.test(rule);

export function why_words(child: FoundChild): string[] {
  // Nothing but codes while somebody may be looking over the shoulder.
  if (prefs.discreet) return [];
  return (child.why ?? []).flatMap(({ where, how, theirs = "", said = "", rules = [] }) => {
    if (where === "phone") return t("children.why.phone");
    if (how === "missing") return t("children.why.missing", { what: said });
    const letters = rules.filter(is_letters);
    const what = how === "read_alike" || how === "slip" ? `${theirs} ~ ${said}${letters.length > 0 ? ` (${letters.join(", ")})` : ""}` : theirs;
    if (where === "relative") return t("children.why.relative", { what });
    if (where === "place") return t("children.why.place", { what });
    return what === theirs ? [] : what;
  });
}
