// What is stored.

export const KEYS = 1_000;
export const key = (n) => `key/${n % KEYS}`;

/** SQLite does not write a value that is there already, so each one is new. */
export const newValue = () => `"${"0123456789".repeat(10)}${Math.random()}"`;

/** All keys, a hundred at a time. */
export async function fill(some) {
  for (let n = 0; n < KEYS; n += 100) await some(n, n + 100);
}
