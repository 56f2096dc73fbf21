/**
 * What is chosen or taken, made ready to be sent. An image is drawn anew, upright and small: so nothing that the telephone wrote
 * into it leaves the device. (The server makes it anew once more; it trusts nobody.) Anything else goes as it is.
 */
import { problem_sentence, problem_words } from "../../base/problems";
import { t } from "../../base/words.svelte";

/** A child's photo and what a child drew. */
export const side_most = 800;
const of_a_child = new Set(["photo_file", "photo_tracing", "drawing"]);
/** On a paper the writing must stay readable. */
const paper_side_most = 1600;
const quality = 0.7;
/** An image of more pixels that can't be drawn is one that the phone has no memory for, rather than one that is broken. */
const pixels_of_some_memory = 12_000_000;

const kept_as_they_are = new Map([
  ["application/pdf", "application/pdf"], ["audio/webm", "audio/webm"], ["video/webm", "audio/webm"], ["audio/ogg", "audio/ogg"],
  ["application/ogg", "audio/ogg"], ["audio/mp4", "audio/mp4"], ["audio/x-m4a", "audio/mp4"],
]);

export interface Ready {
  bytes: Blob;
  media_type: string;
}
/** Why a file can't be taken: the word of a problem, or that this phone's memory is too small for it. */
export class CannotTake extends Error {
  constructor(readonly why: "not_an_image" | "wrong_media_type" | "memory") {
    super(why);
  }
}
export function cannot_words(thrown: unknown): string {
  if (!(thrown instanceof CannotTake)) return problem_words(thrown);
  return thrown.why === "memory" ? t("attachment.memory") : problem_sentence({ code: thrown.why, details: {} });
}

export function small(width: number, height: number, side: number): [number, number] {
  const shrink = Math.min(1, side / Math.max(width, height));
  return [Math.max(1, Math.round(width * shrink)), Math.max(1, Math.round(height * shrink))];
}

/** As a JPEG of this size. */
export async function drawn(image: CanvasImageSource, width: number, height: number): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const paint = canvas.getContext("2d");
  if (!paint) throw new CannotTake("memory");
  paint.fillStyle = "#fff"; // what was transparent
  paint.fillRect(0, 0, width, height);
  paint.drawImage(image, 0, 0, width, height);
  const bytes = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", quality));
  canvas.width = canvas.height = 0;
  if (!bytes) throw new CannotTake("memory");
  return bytes;
}

/** How large it is, upright, read off its beginning: none of its pixels is in memory yet. */
async function size_of(file: Blob): Promise<[number, number]> {
  const image = new Image(), address = URL.createObjectURL(file);
  try {
    await new Promise((done, failed) => {
      image.onload = done;
      image.onerror = failed;
      image.src = address;
    });
    return [image.naturalWidth, image.naturalHeight];
  } finally {
    URL.revokeObjectURL(address);
  }
}

export async function prepare(file: File, kind: string): Promise<Ready> {
  const type = file.type.split(";")[0]!.trim().toLowerCase();
  const as_it_is = kept_as_they_are.get(type);
  if (as_it_is) return { bytes: file, media_type: as_it_is };
  if (!type.startsWith("image/") || type === "image/svg+xml") throw new CannotTake("wrong_media_type");
  const [width, height] = await size_of(file).catch(() => {
    throw new CannotTake("not_an_image");
  });
  const [resizeWidth, resizeHeight] = small(width, height, of_a_child.has(kind) ? side_most : paper_side_most);
  // Decoded at the size that is wanted: of forty megapixels a phone keeps no second copy.
  const image = await createImageBitmap(file, { imageOrientation: "from-image", resizeWidth, resizeHeight, resizeQuality: "medium" }).catch(() => {
    throw new CannotTake(width * height > pixels_of_some_memory ? "memory" : "not_an_image");
  });
  try {
    return { bytes: await drawn(image, resizeWidth, resizeHeight), media_type: "image/jpeg" };
  } finally {
    image.close();
  }
}
