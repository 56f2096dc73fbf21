/**
 * What is chosen, made ready to be sent. An image is drawn anew, upright and small: so nothing that the telephone wrote
 * into it leaves the device. (The server makes it anew once more; it trusts nobody.) Anything else goes as it is.
 */
const side_max: Record<string, number> = { photo_file: 800, photo_tracing: 800, drawing: 800 };
/** On a paper the writing must stay readable. */
const paper_side_max = 1600;
const quality = 0.7;

const kept_as_they_are = new Map([
  ["application/pdf", "application/pdf"], ["audio/webm", "audio/webm"], ["video/webm", "audio/webm"], ["audio/ogg", "audio/ogg"],
  ["application/ogg", "audio/ogg"], ["audio/mp4", "audio/mp4"], ["audio/x-m4a", "audio/mp4"],
]);

export interface Ready {
  bytes: Blob;
  media_type: string;
}
/** The word of a problem, where the file can't be taken. */
export class CannotTake extends Error {
  constructor(readonly code: "not_an_image" | "wrong_media_type") {
    super(code);
  }
}

export function small(width: number, height: number, side: number): [number, number] {
  const shrink = Math.min(1, side / Math.max(width, height));
  return [Math.max(1, Math.round(width * shrink)), Math.max(1, Math.round(height * shrink))];
}

export async function prepare(file: File, kind: string): Promise<Ready> {
  const type = file.type.split(";")[0]!.trim().toLowerCase();
  const as_it_is = kept_as_they_are.get(type);
  if (as_it_is) return { bytes: file, media_type: as_it_is };
  if (!type.startsWith("image/") || type === "image/svg+xml") throw new CannotTake("wrong_media_type");
  const image = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => {
    throw new CannotTake("not_an_image");
  });
  const [width, height] = small(image.width, image.height, side_max[kind] ?? paper_side_max);
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const paint = canvas.getContext("2d")!;
  paint.fillStyle = "#fff"; // what was transparent
  paint.fillRect(0, 0, width, height);
  paint.drawImage(image, 0, 0, width, height);
  image.close();
  const bytes = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", quality));
  canvas.width = canvas.height = 0;
  if (!bytes) throw new CannotTake("not_an_image");
  return { bytes, media_type: "image/jpeg" };
}
