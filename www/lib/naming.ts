// A process has the name of its entry, and often one of its own. Where both say the same, one of them is enough.

export interface Naming {
  name: string;
  /** What tells it from others of that name; empty: nothing, or the name says it already. */
  tag: string;
}

/** Arguments are no name, however they begin. */
const NAME = /^[\p{L}\p{N}\s._:#/@-]*$/u;
const LETTER = /\p{L}/u;

/** "child", "child" → "child"; "kv_server", "kv" → "kv_server"; "worker", "worker.2" → "worker.2"; "account", "alice" → both. */
export function naming(entry: string, own = ""): Naming {
  const [whole, part] = [words(entry), words(own)];
  if (!NAME.test(own) || !LETTER.test(own)) return { name: entry, tag: own };
  if (whole.includes(part)) return { name: entry, tag: "" };
  return part.includes(whole) ? { name: own, tag: "" } : { name: entry, tag: own };
}

/** "KV_server" → " kv server ", so that only whole words are found in it. */
function words(name: string): string {
  return ` ${name.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean).join(" ")} `;
}
