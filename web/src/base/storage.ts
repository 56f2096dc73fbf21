/** How much this browser lets the application keep, and how much is left. Nothing is said where the browser says nothing. */
const in_mb = (bytes: number) => Math.round(bytes / 1_000_000);
const low_mb = 50;

export async function room_left(): Promise<{ used_mb: number; free_mb: number; low: boolean } | undefined> {
  const { usage = 0, quota = 0 } = (await (navigator.storage as StorageManager | undefined)?.estimate()) ?? {};
  const free_mb = in_mb(quota - usage);
  return quota > 0 ? { used_mb: in_mb(usage), free_mb, low: free_mb < low_mb } : undefined;
}
