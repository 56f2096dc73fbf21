/** What the server kept aside or refused, taken up again: corrected in its form, or sent as it is. */
import type { Answer, Answers } from "../../base/answers";
import { load_form, questions_of } from "../../base/forms";
import { b64u } from "../../base/bytes";
import { uuid7 } from "../../base/ids";
import { lang } from "../../base/words.svelte";
import { form_entries, type FormName } from "../../generated/form_names";
import { href } from "../../app/router.svelte";
import { save_draft } from "../../records/drafts";
import type { Parts } from "../../records/entry";
import { outbox, type Outcome } from "../../records/outbox.svelte";
import type { OutboxEntry } from "../../records/outbox_store";

/** The form that writes this; nothing for what only a deed or an opening writes. */
export function form_of(entry: OutboxEntry): FormName | undefined {
  if (!entry.parts) return undefined;
  const saved = entry.parts.plain?.form;
  if (entry.header.kind === "form.saved") return typeof saved === "string" && saved in form_entries ? (saved as FormName) : undefined;
  return (Object.keys(form_entries) as FormName[]).find((name) => form_entries[name] === entry.header.kind);
}

function answers_of(parts: Parts, ids: Map<string, string>): Answers {
  const answers: Answers = {};
  for (const part of Object.values(parts)) {
    const said = (part.answers as Answers | undefined) ?? part;
    for (const [id, value] of Object.entries(said)) {
      const type = ids.get(id);
      if (!type) continue;
      answers[id] = type === "date" && typeof value === "string" ? { date: value } : typeof value === "boolean" ? (value ? "yes" : "no") : (value as Answer);
    }
  }
  return answers;
}

/** A draft with what was said; answers the address where it is gone on with. */
export async function amend(entry: OutboxEntry): Promise<string | undefined> {
  const name = form_of(entry);
  const form = name && (await load_form(name, lang()));
  if (!form || !entry.parts) return undefined;
  const answers = answers_of(entry.parts, new Map(questions_of(form).map((one) => [one.id, one.type])));
  const { record } = entry.header;
  await save_draft({
    id: uuid7(), person: entry.person, form: name, form_version: form.version, record, answers, page: "", saved_at: new Date().toISOString(),
    extra: { about: entry.header.amends ?? "", replaces: entry.id },
  }, []);
  return href.form(record, name, entry.header.amends);
}

/** As another entry: the server has said what it had to say about this one. */
export async function send_again(entry: OutboxEntry): Promise<Outcome | undefined> {
  if (!entry.parts) return undefined;
  const { record, kind, seen, cause, amends } = entry.header;
  const outcome = await outbox.propose([{ record, kind, seen, parts: entry.parts, ...(cause ? { cause } : {}), ...(amends ? { amends } : {}) }]);
  if (outcome.kind !== "refused") await outbox.dismiss(entry.id);
  return outcome;
}

/** So large at most is a file that `nibbi import outbox` reads (src/usecases/outbox_file.hpp). */
export const file_most = { bytes: 64 * 1024 * 1024 };
/**
 * What waits, as a file: JSON, {"format": "nibbi outbox 1", "installation", "entries": as `POST /api/entries` takes them, "attachments": [{"record", "attachment",
 * "pieces"}]}. Sealed for the installation; in clear are only the headers, which name nobody. The file's name says when, and nothing else. More than one
 * where it would be larger than the other end reads: the entries are in the first.
 */
export async function sealed_files(person: string, entries: OutboxEntry[], installation: string, now: Date): Promise<{ name: string; bytes: Blob }[]> {
  const head = (of: unknown[]) => JSON.stringify({ format: "nibbi outbox 1", installation, entries: of, attachments: [] }).slice(0, -2);
  const texts = [[head(entries.map((one) => outbox.as_sent(one)))]];
  let size = texts[0]![0]!.length;
  const { each_unarrived } = await import("../../records/own_bytes");
  await each_unarrived(person, ({ pieces, ...about }) => {
    const text = JSON.stringify({ ...about, pieces: pieces.map(b64u) });
    if (size + text.length + 3 > file_most.bytes) size = texts[texts.push([head([])]) - 1]![0]!.length;
    const to = texts.at(-1)!;
    to.push((to.length > 1 ? "," : "") + text);
    size += text.length + 1;
  });
  const when = now.toISOString().slice(0, 16).replace(/[-:]/g, "").replace("T", "-");
  return texts.map((text, i) => ({ name: `nibbi-${when}${i > 0 ? `-${i + 1}` : ""}.json`, bytes: new Blob([...text, "]}"], { type: "application/json" }) }));
}
