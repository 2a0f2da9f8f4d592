/** Milliseconds of work after which others get a turn. */
const SLICE = 50;

/**
 * For long loops of synchronous calls: hands back a function to await in them. When others, signals among them, had
 * no turn for 50 ms, it calls `before` and gives them one; otherwise it does nothing.
 */
export function pauses(before: () => void): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < SLICE) return undefined;
    before();
    return new Promise((resolve) => {
      setImmediate(() => {
        since = performance.now();
        resolve();
      });
    });
  };
}
