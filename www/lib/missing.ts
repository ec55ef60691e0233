// What did not come over the network. A browser's own words for that say nothing to a reader.
import { t, type Key } from "../i18n/index";

export class Missing extends Error {
  /** `part` is the key of what the reader calls it. */
  constructor(readonly part: Key) {
    super(`${part} could not be loaded`);
  }
}

/** What `import()` loads, or why there is nothing, as a `Missing`. */
export async function loaded<T>(part: Key, loading: Promise<T>): Promise<T> {
  try {
    return await loading;
  } catch {
    throw new Missing(part);
  }
}

/** “Log” could not be loaded. */
export function missingText(part: Key): string {
  return t("part.missing", { part: t(part) });
}
