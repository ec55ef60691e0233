// Who may open a database: one tab at a time. A lock lives as long as the worker that asked for it, and no longer.

/** A worker that was ended has its lock for a moment longer, and nobody wants to know of that. */
const MOMENT_MS = 300;

/** Takes the lock, for ever. If another has it: calls `held`, and waits until it is free. */
export async function take(name: string, held: () => void): Promise<void> {
  if (await request(name, { ifAvailable: true })) return;
  const timer = setTimeout(held, MOMENT_MS);
  await request(name, {});
  clearTimeout(timer);
}

/** False: another has it, and it was asked for only if it can be had at once. */
function request(name: string, options: LockOptions): Promise<boolean> {
  return new Promise((done, fail) => {
    const granted = (lock: Lock | null) => {
      done(lock !== null);
      // What is returned here is what the lock waits for.
      return lock === null ? undefined : new Promise(() => {});
    };
    navigator.locks.request(name, options, granted).catch(fail);
  });
}
