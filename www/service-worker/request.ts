// Which requests are the store's, and what it gets of them.
import type { HttpRequest } from "../protocol";

/** The longest body, in bytes; the store takes no more either (`Limits` in crates/typed-kv/src/service). */
export const LONGEST_BODY = 1 << 20;

/** What the store gets as the target of a request: `/kv/…`, wherever the page lies. Null: the request is none of ours. */
export function targetOf(url: string, folder: string): string | null {
  const { origin, pathname, search } = new URL(url);
  const page = new URL(folder);
  if (origin !== page.origin || !pathname.startsWith(`${page.pathname}kv/`)) return null;
  return pathname.slice(page.pathname.length - 1) + search;
}

/** A document may be opened from anywhere: what another site's link or form opens may read, and no more. */
export function isFromElsewhere({ mode, method }: Request): boolean {
  return mode === "navigate" && method !== "GET";
}

/** Whether the answer would run, or say how the page looks: a project says what a store answers, and it is not the page. */
export function isProgram({ destination }: Request): boolean {
  return destination !== "" && destination !== "document" && destination !== "iframe" && destination !== "frame";
}

/** The request as the store gets it; null: its body is too long. */
export async function read(request: Request, target: string, folder: string): Promise<HttpRequest | null> {
  const bytes = await bodyOf(request);
  if (!bytes) return null;
  const { method } = request;
  const host = request.headers.get("x-tenant") ?? new URL(folder).host;
  const text = textOf(bytes);
  return text === null ? { method, target, host, body: "", bytes } : { method, target, host, body: text, bytes: null };
}

/** Reads no more than it must. Not every browser lets a request's body be read piece by piece. */
async function bodyOf(request: Request): Promise<Uint8Array | null> {
  if (!request.body) {
    const bytes = new Uint8Array(await request.arrayBuffer());
    return bytes.length > LONGEST_BODY ? null : bytes;
  }
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = request.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > LONGEST_BODY) {
      void reader.cancel();
      return null;
    }
    pieces.push(next.value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** Null: it is no UTF-8. A byte order mark is the store's to judge. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
