/** Reads QR codes by the phone's own reader, where the browser has one; no library is carried for the others: they type six digits. */
interface Reader {
  detect(from: CanvasImageSource): Promise<{ rawValue: string }[]>;
}
type ReaderOf = new (options: { formats: string[] }) => Reader;
const reader_of = (): ReaderOf | undefined => (globalThis as { BarcodeDetector?: ReaderOf }).BarcodeDetector;

export const can_read = (): boolean => reader_of() !== undefined && !!navigator.mediaDevices?.getUserMedia;

/** Looks until `take` says that it has what it wants, or until it is told to stop. Throws where the camera may not be used. */
export async function look_for_code(video: HTMLVideoElement, take: (text: string) => boolean): Promise<() => void> {
  const reader = new (reader_of()!)({ formats: ["qr_code"] });
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  let over = false;
  const stop = () => {
    over = true;
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  };
  video.srcObject = stream;
  await video.play();
  const look = async () => {
    if (over) return;
    const found = await reader.detect(video).catch(() => []);
    if (!over && found.some(({ rawValue }) => take(rawValue))) return stop();
    setTimeout(() => void look(), 200);
  };
  void look();
  return stop;
}
