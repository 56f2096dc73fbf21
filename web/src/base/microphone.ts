/** A minute of somebody's voice, small enough for a poor line. What the microphone hears goes nowhere but into what is given back. */

import { b64u, from_b64u } from "./bytes";

export const seconds_most = 60;
/** Opus at so many bits: speech is understood, and a minute stays under 130 kB. */
const bits_a_second = 16_000;
const types = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

export const can_record = (): boolean =>
  typeof MediaRecorder !== "undefined" && !!(navigator.mediaDevices as MediaDevices | undefined) && types.some((one) => MediaRecorder.isTypeSupported(one));

export interface Recording {
  /** What was heard; empty where nothing was. */
  heard: Promise<Blob>;
  stop: () => void;
}
/** Begins; fails where the microphone is not given. Ends by itself after `seconds_most`. */
export async function record(): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } });
  const type = types.find((one) => MediaRecorder.isTypeSupported(one))!;
  const recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: bits_a_second });
  const pieces: Blob[] = [];
  const heard = new Promise<Blob>((done) => {
    recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
    recorder.addEventListener("stop", () => {
      stream.getTracks().forEach((track) => track.stop());
      done(new Blob(pieces, { type: type.split(";")[0]! }));
    });
  });
  const stop = () => recorder.state === "inactive" || recorder.stop();
  const timer = setTimeout(stop, seconds_most * 1000);
  void heard.then(() => clearTimeout(timer));
  recorder.start();
  return { heard, stop };
}

/** As it lies in a draft: type, then bytes. */
export const voice_text = async (spoken: Blob): Promise<string> => `${spoken.type} ${b64u(await spoken.arrayBuffer())}`;
export function voice_of(text: string | undefined): Blob | undefined {
  const [type, bytes] = text?.split(" ") ?? [];
  return type && bytes ? new Blob([from_b64u(bytes)], { type }) : undefined;
}
