/**
 * Asks, and takes the answer; asked again meanwhile, the older answer changes nothing, however late it comes: what was read without network must not
 * cover what the server said since.
 */
export function newest<T>(ask: () => Promise<T>, take: (answer: T) => void, fail: (thrown: unknown) => void): () => Promise<void> {
  let turn = 0;
  return async () => {
    const mine = ++turn;
    try {
      const answer = await ask();
      if (mine === turn) take(answer);
    } catch (thrown) {
      if (mine === turn) fail(thrown);
    }
  };
}
