// A run as a link: `#run=1.` and two lines of JSON, how it is looked at and the run itself, compressed and in base64url. docs/run-format.md
// describes it for others who make links.
import type { FilterView } from "../filter";
import { deflate, inflate, TooLarge } from "../lib/deflate";
import { RUN_LINK } from "../lib/run-link";
import { isRun } from "../lib/run-file";

/** The version of the link that is written, and the newest that is read; and that of the run in it. */
const VERSION = 1;
const RUN_VERSION = 1;

/**
 * Of a link that is longer, a part is likely to be lost: chats cut messages at 40,000 characters at most, office programs and mail earlier.
 * A browser's address bar takes fifty times as much, so a longer one that comes is read all the same.
 */
export const LONGEST = 32_000;
/** Of a QR code of more characters, the modules are so many (117 in a row) that a phone's camera cannot tell them apart from a seat in a room. */
export const LONGEST_CODE = 1_273;

/** What is read at most: characters of the link, and bytes of what is in it. */
const MOST_CHARACTERS = 4 << 20;
const MOST_BYTES = 16 << 20;

/** How a run is looked at. */
export interface LinkView {
  /** The event at which it opens; without one, it opens at its end. */
  event?: number;
  /** What the trace is searched for. */
  filter?: FilterView;
}

export interface Shared {
  view: LinkView;
  /** The text of a run file. */
  text: string;
}

/** Of a query that a link brings, as of one that is typed. */
const MOST_OF_QUERY = 400;

/** Why a link cannot be read: a key below `link.` */
export class LinkError extends Error {
  constructor(readonly why: "damaged" | "newer" | "too_large" | "no_run") {
    super(`the link is ${why}`);
  }
}

/** The fragment of an address, `#` included. */
export async function encode({ view, text }: Shared): Promise<string> {
  const bytes = await deflate(`${JSON.stringify(view)}\n${compact(text)}`);
  return `${RUN_LINK}${VERSION}.${base64url(bytes)}`;
}

/** @throws LinkError */
export async function decode(fragment: string): Promise<Shared> {
  if (fragment.length > MOST_CHARACTERS) throw new LinkError("too_large");
  // Mail breaks long lines, and what stands after a link in a sentence is taken for a part of it.
  const link = fragment.slice(RUN_LINK.length).replace(/%0[AD]|%20|\s/gi, "").replace(/[^\w-]+$/, "");
  const [, version, data] = /^(\d{1,9})\.([\w-]+)$/.exec(link) ?? [];
  if (!version) throw new LinkError("damaged");
  if (Number(version) > VERSION) throw new LinkError("newer");
  const [first, text] = divided(await inflated(data));
  const view = parsed(first) as object | null;
  if (!isRun(text)) throw new LinkError("no_run");
  const { version: written } = parsed(text) as { version?: unknown };
  if (Number(written) > RUN_VERSION) throw new LinkError("newer");
  // What a newer page says of the view, and this one does not know, does no harm if it is not heard.
  return { view: viewOf(view), text };
}

function viewOf(view: { event?: unknown; filter?: unknown } | null): LinkView {
  const { event, filter } = view ?? {};
  const known: LinkView = Number.isSafeInteger(event) && (event as number) > 0 ? { event: event as number } : {};
  const { text, only, record } = (filter ?? {}) as Partial<FilterView>;
  if (typeof text === "string" && text.trim() !== "" && text.length <= MOST_OF_QUERY) known.filter = { text, only: only === true, ...(record === true && { record }) };
  return known;
}

/** JSON without the space between its parts. It is not parsed for that: JavaScript would round its integers. */
export function compact(json: string): string {
  return json.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|\s+/g, (part) => (part[0] === '"' ? part : ""));
}

async function inflated(data: string): Promise<string> {
  try {
    return await inflate(fromBase64url(data), MOST_BYTES);
  } catch (error) {
    throw new LinkError(error instanceof TooLarge ? "too_large" : "damaged");
  }
}

function divided(content: string): [view: string, text: string] {
  const end = content.indexOf("\n");
  if (end < 0) throw new LinkError("damaged");
  return [content.slice(0, end), content.slice(end + 1)];
}

/** To be looked at only: what is made again is the text, whose integers JavaScript would round. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new LinkError("damaged");
  }
}

function base64url(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64url(data: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(data.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}
