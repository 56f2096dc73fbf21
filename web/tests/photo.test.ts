import { afterEach, expect, test, vi } from "vitest";
import { use_language } from "../src/base/words.svelte";
import { agreed, agreed_in, said_in } from "../src/features/file/agreed";
import { cannot_words, CannotTake, prepare } from "../src/features/photo/prepare_photo";
import { recording_of } from "../src/ui/recorded";
import type { View } from "../src/records/wire";

afterEach(() => vi.unstubAllGlobals());

/** A phone with a picture of this size on it, which can be decoded or not. */
function phone(width: number, height: number, decodes: boolean) {
  const asked: ImageBitmapOptions[] = [];
  const canvas = { width: 0, height: 0, getContext: () => ({ fillRect: vi.fn(), drawImage: vi.fn() }), toBlob: (done: (bytes: Blob) => void) => done(new Blob(["jpeg"], { type: "image/jpeg" })) };
  vi.stubGlobal("document", { documentElement: {}, createElement: () => canvas });
  vi.stubGlobal("Image", class {
    naturalWidth = width;
    naturalHeight = height;
    onload?: () => void;
    onerror?: () => void;
    set src(_address: string) {
      queueMicrotask(() => (width > 0 ? this.onload?.() : this.onerror?.()));
    }
  });
  vi.stubGlobal("createImageBitmap", (_file: Blob, how: ImageBitmapOptions) => {
    asked.push(how);
    return decodes ? Promise.resolve({ width: how.resizeWidth, height: how.resizeHeight, close: () => {} }) : Promise.reject(new DOMException("no", "InvalidStateError"));
  });
  return asked;
}
const file = (type = "image/jpeg") => new File(["…"], "IMG_CANARI.jpg", { type });
const why = async (kind = "photo_file", type?: string) => prepare(file(type), kind).then(() => "taken", (thrown: CannotTake) => thrown.why);

test("a photo of forty megapixels is decoded at the size that is sent, not at its own", async () => {
  const asked = phone(8000, 5000, true);
  expect(await prepare(file(), "photo_tracing")).toMatchObject({ media_type: "image/jpeg" });
  expect(asked).toMatchObject([{ resizeWidth: 800, resizeHeight: 500, imageOrientation: "from-image" }]);
  await prepare(file(), "legal_document");
  expect(asked[1]).toMatchObject({ resizeWidth: 1600, resizeHeight: 1000 });
});

test("a photo too large for the phone's memory is told from one that is none, in a sentence of its own", async () => {
  phone(8000, 5000, false);
  expect(await why()).toBe("memory");
  phone(800, 500, false);
  expect(await why()).toBe("not_an_image");
  phone(0, 0, true);
  expect(await why()).toBe("not_an_image");
  expect(await why("photo_file", "image/svg+xml")).toBe("wrong_media_type");
  await use_language("en");
  expect(cannot_words(new CannotTake("memory"))).toMatch(/memory/);
  expect(cannot_words(new CannotTake("not_an_image"))).not.toMatch(/memory/);
});

test("what the child agreed to is offered and nothing beside it", () => {
  const yes = "agrees", no = "not_now";
  expect(agreed({ "intake.assent": no, "intake.photo_for_file": yes, "intake.photo_for_tracing": yes })).toEqual({ photo: [], voice: false });
  expect(agreed({ "intake.assent": yes })).toEqual({ photo: [], voice: true });
  expect(agreed({ "intake.assent": yes, "intake.photo_for_file": no, "intake.photo_for_tracing": yes })).toEqual({ photo: [], voice: true });
  expect(agreed({ "intake.assent": yes, "intake.photo_for_file": yes, "intake.photo_for_tracing": { unanswered: "unknown" } })).toEqual({ photo: ["photo_file"], voice: true });
  expect(agreed({ "intake.assent": yes, "intake.photo_for_file": yes, "intake.photo_for_tracing": yes })).toEqual({ photo: ["photo_file", "photo_tracing"], voice: true });
});

test("in a file a yes counts only where nobody heard anything else", () => {
  const view = (...said: string[]) => ({ state: { answers: { "intake.assent": { values: said.map((value, n) => ({ n, value })) } } } }) as unknown as View;
  expect(agreed_in(view("agrees")).voice).toBe(true);
  expect(agreed_in(view("not_now", "agrees")).voice).toBe(false);
  expect(said_in(view("agrees", "not_now"), "intake.assent")).toBe("not_now");
  expect(said_in(view("agrees"), "intake.photo_for_file")).toBeUndefined();
});

test("what was recorded for the application's own languages is found under the code that the child's language has", () => {
  const all = { fr: { assent: "/sounds/fr/assent.webm" }, wol: { assent: "/sounds/wol/assent.webm" } };
  expect(recording_of("fra", "assent", all)).toBe("/sounds/fr/assent.webm");
  expect(recording_of("fr", "assent", all)).toBe("/sounds/fr/assent.webm");
  expect(recording_of("wol", "assent", all)).toBe("/sounds/wol/assent.webm");
  expect(recording_of("por", "assent", all)).toBeUndefined();
  expect(recording_of("ful", "assent", all)).toBeUndefined();
});
