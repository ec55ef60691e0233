// A project out of a ZIP, and into one.
import { loaded } from "../missing";
import { entriesOf, type ArchiveEntry } from "./archive";
import { assemble } from "./assemble";
import { crc32 } from "./crc";
import { ProjectFilesError } from "./error";
import { Budget, LIMITS, type Project } from "./files";
import { cleanPath, isText, isVisible } from "./path";
import { textOf } from "./text";

const STORED = 0;
const DEFLATED = 8;
/** How much is inflated at once. Deflate makes at most a thousandfold of it: 4 MiB, before they are counted. */
const CHUNK = 4096;

type Fflate = typeof import("./fflate");

/**
 * Limits hold while it inflates, whatever the archive claims; what is not kept is not inflated at all.
 *
 * @throws ProjectFilesError
 */
export async function readZip(archive: Blob | Uint8Array, name = "project"): Promise<Project> {
  const size = archive instanceof Blob ? archive.size : archive.byteLength;
  if (size > LIMITS.archiveBytes) throw new ProjectFilesError("too_large", { limit: LIMITS.archiveBytes / 1024 / 1024 });
  const [bytes, fflate] = await Promise.all([bytesOf(archive), loaded("part.files", import("./fflate"))]);
  const budget = new Budget();
  const texts = new Map<string, string>();
  let leftOut = 0;
  for (const entry of entriesOf(bytes)) {
    budget.look();
    const folder = /[\\/]$/.test(entry.path);
    if (folder || !isVisible(entry.path)) continue;
    const path = cleanPath(entry.path);
    const text = isText(path) ? textOf(contentOf(fflate, path, entry, budget)) : undefined;
    if (text === undefined) leftOut += 1;
    else texts.set(path, text);
  }
  return assemble(name, texts, leftOut);
}

/** Below a folder of the project's name, as one expects to unpack it. */
export async function toZip({ name, files }: Pick<Project, "name" | "files">): Promise<Blob> {
  const { strToU8, zipSync } = await loaded("part.files", import("./fflate"));
  const folder = name.replace(/[^\p{L}\p{N}._ -]/gu, "_").replace(/^\.+/, "") || "project";
  const entries = Object.entries(files).map(([path, text]) => [`${folder}/${path}`, strToU8(text)]);
  return new Blob([zipSync(Object.fromEntries(entries)) as Uint8Array<ArrayBuffer>], { type: "application/zip" });
}

async function bytesOf(archive: Blob | Uint8Array): Promise<Uint8Array> {
  if (archive instanceof Uint8Array) return archive;
  try {
    return new Uint8Array(await archive.arrayBuffer());
  } catch {
    throw new ProjectFilesError("unreadable", { file: archive instanceof File ? archive.name : "zip" });
  }
}

function contentOf(fflate: Fflate, path: string, entry: ArchiveEntry, budget: Budget): Uint8Array {
  if (entry.encrypted) throw new ProjectFilesError("encrypted_zip", { file: path });
  if (entry.method !== STORED && entry.method !== DEFLATED) throw new ProjectFilesError("foreign_zip");
  budget.keep();
  budget.spend(path, entry.size, 0);
  const content = entry.method === STORED ? stored(path, entry, budget) : inflated(fflate, path, entry, budget);
  if (crc32(content) !== entry.crc) throw new ProjectFilesError("damaged_file", { file: path });
  return content;
}

function stored(path: string, { compressed }: ArchiveEntry, budget: Budget): Uint8Array {
  budget.spend(path, compressed.length);
  return compressed;
}

function inflated(fflate: Fflate, path: string, { compressed }: ArchiveEntry, budget: Budget): Uint8Array {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const inflate = new fflate.Inflate((chunk) => {
    size += chunk.length;
    budget.spend(path, size, chunk.length);
    chunks.push(chunk);
  });
  try {
    for (let at = 0; at < compressed.length; at += CHUNK) {
      inflate.push(compressed.subarray(at, at + CHUNK), at + CHUNK >= compressed.length);
    }
  } catch (error) {
    throw error instanceof ProjectFilesError ? error : new ProjectFilesError("damaged_file", { file: path });
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
