/** Sending what was announced, piece by piece, and asking to see it. */
import { b64u, type Bytes } from "../base/bytes";
import { uuid7 } from "../base/ids";
import { call, call_for_bytes, Unreachable } from "./api";
import type { Proposal } from "./seal";
import { who } from "./session.svelte";
import type { AttachmentProgress } from "./wire";

/** Every piece but the last has exactly so many bytes (contract/openapi.yaml). */
export const chunk_bytes = 32_768;
/** Sealed for the installation alone, piece by piece: from here on nobody reads them on this device. */
export async function sealed_pieces(installation_key: string, attachment: string, bytes: Blob): Promise<Bytes[]> {
  const { seal_piece } = await import("./envelope");
  const pieces: Bytes[] = [];
  for (let at = 0; at < bytes.size; at += chunk_bytes)
    pieces.push(await seal_piece(installation_key, attachment, pieces.length, new Uint8Array(await bytes.slice(at, at + chunk_bytes).arrayBuffer())));
  return pieces;
}

const path_of = (record: string, attachment: string) =>
  `/api/children/${encodeURIComponent(record)}/attachments/${encodeURIComponent(attachment)}`;

async function sha256(bytes: Blob): Promise<string> {
  return b64u(await crypto.subtle.digest("SHA-256", await bytes.arrayBuffer()));
}

/** What is announced, the entry that announces it, and its bytes as nobody reads them here any more. */
export interface Announced {
  record: string;
  attachment: string;
  entry: string;
  pieces: Bytes[];
}
export interface ToAttach {
  record: string;
  /** As much of the file as was seen */
  seen: number;
  /** Of the list attachment_kind */
  kind: string;
  media_type: string;
  bytes: Blob;
  caption?: string;
  /** The entry that it belongs to */
  cause?: string;
  /** Whose installation opens it */
  installation_key: string;
}
export async function announce({ record, seen, kind, media_type, bytes, caption, cause, installation_key }: ToAttach): Promise<{ announced: Announced; proposal: Proposal }> {
  const attachment = uuid7(), entry = uuid7();
  const pieces = await sealed_pieces(installation_key, attachment, bytes);
  const parts = {
    plain: { attachment, kind, media_type, bytes: bytes.size, sha256: await sha256(bytes) },
    ...(caption ? { narrative: { caption } } : {}),
  };
  return { announced: { record, attachment, entry, pieces }, proposal: { id: entry, record, kind: "attachment.added", seen, parts, ...(cause ? { cause } : {}) } };
}

const waits_ms = [1000, 3000, 9000];

/** Goes on where the line broke. Throws Unreachable after some patience, Refused when the server says no. */
export async function send_chunks(
  record: string, attachment: string, pieces: readonly Bytes[], told: (done: number, all: number) => void, wait_ms: readonly number[] = waits_ms,
): Promise<void> {
  // To no other installation than the one that they are sealed for.
  if (who.other_server) throw new Unreachable();
  const all = pieces.length;
  let missing = [...Array(all).keys()];
  let tries = 0;
  while (missing.length > 0) {
    told(all - missing.length, all);
    const index = missing[0]!;
    try {
      const progress = await call<AttachmentProgress>("PUT", `${path_of(record, attachment)}/${index}`, new Blob([pieces[index]!]));
      tries = 0;
      if (progress.stored) break;
      missing = progress.missing;
    } catch (error) {
      if (!(error instanceof Unreachable) || tries >= wait_ms.length) throw error;
      await new Promise((done) => setTimeout(done, wait_ms[tries++]));
    }
  }
  told(all, all);
}

export const see_attachment = (record: string, attachment: string, reason?: string): Promise<Blob> =>
  reason
    ? call_for_bytes("POST", `${path_of(record, attachment)}/view`, { reason })
    : call_for_bytes("GET", path_of(record, attachment));
