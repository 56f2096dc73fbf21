/** The phone's camera: what it sees now, and one moment of it, drawn here. Nothing of it ever lies in the phone's gallery, nor says where it was taken. */
import { drawn, side_most, small } from "./prepare_photo";

/** Shows what the camera sees. Fails where there is none, or where it is not given. */
export async function open_camera(video: HTMLVideoElement): Promise<() => void> {
  const side = { ideal: side_most * 2 };
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: side, height: side } });
  const stop = () => {
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  };
  try {
    video.srcObject = stream;
    await video.play();
  } catch (error) {
    stop();
    throw error;
  }
  return stop;
}

export const moment_of = (video: HTMLVideoElement): Promise<Blob> => drawn(video, ...small(video.videoWidth, video.videoHeight, side_most));
