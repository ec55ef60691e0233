// What a ZIP holds, by its own directory: names and places, nothing inflated yet.
//
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16
import { ProjectFilesError } from "./error";

export interface ArchiveEntry {
  /** As it is written there: a folder ends with a slash. */
  path: string;
  encrypted: boolean;
  method: number;
  crc: number;
  /** What it claims to have when it is inflated. */
  size: number;
  compressed: Uint8Array;
}

const END = 0x06054b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
/** What stands where the true number is in a ZIP64 record. */
const ELSEWHERE = 0xffffffff;

/** @throws ProjectFilesError `not_a_zip`, `damaged_zip`, `foreign_zip` */
export function* entriesOf(bytes: Uint8Array): Generator<ArchiveEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  if (end < 0) throw new ProjectFilesError(beginsLikeOne(view) ? "damaged_zip" : "not_a_zip");
  const count = view.getUint16(end + 10, true);
  const length = view.getUint32(end + 12, true);
  const offset = view.getUint32(end + 16, true);
  if (offset === ELSEWHERE || length === ELSEWHERE) throw new ProjectFilesError("foreign_zip");
  // A self-extracting archive has a program in front, which its offsets do not count.
  const shift = end - length - offset;
  let at = end - length;
  try {
    for (let n = 0; n < count; n += 1) {
      if (shift < 0 || view.getUint32(at, true) !== CENTRAL) throw new RangeError();
      const [name, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
      yield entryAt(view, bytes, at, shift, bytes.subarray(at + 46, at + 46 + name));
      at += 46 + name + extra + comment;
    }
  } catch (error) {
    // A number led out of the file.
    throw error instanceof RangeError ? new ProjectFilesError("damaged_zip") : error;
  }
}

function entryAt(view: DataView, bytes: Uint8Array, at: number, shift: number, name: Uint8Array): ArchiveEntry {
  const local = view.getUint32(at + 42, true) + shift;
  if (view.getUint32(local, true) !== LOCAL) throw new RangeError();
  const data = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const length = view.getUint32(at + 20, true);
  if (data + length > bytes.length) throw new RangeError();
  return {
    path: decoded(name),
    encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    size: view.getUint32(at + 24, true),
    compressed: bytes.subarray(data, data + length),
  };
}

/** The last record stands at the very end, but for a comment. */
function endOf(view: DataView): number {
  const least = Math.max(0, view.byteLength - END_LENGTH - LONGEST_COMMENT);
  for (let at = view.byteLength - END_LENGTH; at >= least; at -= 1) {
    if (view.getUint32(at, true) === END) return at;
  }
  return -1;
}

function beginsLikeOne(view: DataView): boolean {
  return view.byteLength >= 4 && view.getUint32(0, true) === LOCAL;
}

/** UTF-8, as the flag says and most write also without it; else one letter a byte, so that it is a name at all. */
function decoded(name: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(name);
  } catch {
    return Array.from(name, (byte) => String.fromCharCode(byte)).join("");
  }
}
