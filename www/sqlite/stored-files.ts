// The files of a database as they lie in the browser's storage, read without SQLite: for a database that SQLite cannot read any more.
// How they lie there is what the crate sqlite-wasm-vfs says in its module sahpool: files without names of their own, which begin with a name.

/** The folder of the files, in that of the pool. */
const FOLDER = ".opaque";
/** A file begins with its name, filled up with zeros, and with flags; what SQLite has written comes after them. */
const NAME = 512;
const CONTENT = 4_096;
/** The file is gone as soon as it is closed. */
const DELETE_ON_CLOSE = 0x8;

export interface StoredFile {
  /** As SQLite calls it: `app.db`, and beside it `app.db-wal`. */
  name: string;
  content: Blob;
}

/** Those that have something in them. */
export async function storedFiles(directory: string): Promise<StoredFile[]> {
  let folder = await navigator.storage.getDirectory();
  for (const part of [...directory.split("/"), FOLDER]) folder = await folder.getDirectoryHandle(part);
  const found: StoredFile[] = [];
  for await (const handle of folder.values()) {
    if (handle.kind !== "file") continue;
    // A worker may hold it: reading asks for no lock.
    const file = await handle.getFile();
    const head = new Uint8Array(await file.slice(0, NAME + 4).arrayBuffer());
    if (head.length < NAME + 4) continue;
    const name = new TextDecoder().decode(head.subarray(0, head.indexOf(0)));
    const flags = new DataView(head.buffer).getUint32(NAME);
    if (name === "" || file.size <= CONTENT || flags & DELETE_ON_CLOSE || (await isSpent(name, file))) continue;
    found.push({ name, content: new Blob([await file.slice(CONTENT).arrayBuffer()]) });
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A journal that nobody wants any more has an empty head. */
async function isSpent(name: string, file: File): Promise<boolean> {
  if (!name.endsWith("-journal")) return false;
  return new Uint8Array(await file.slice(CONTENT, CONTENT + 8).arrayBuffer()).every((byte) => byte === 0);
}

/** Removes all of it. Nobody may have it open. */
export async function removeFiles(directory: string): Promise<void> {
  const parts = directory.split("/");
  const last = parts.pop() ?? "";
  let folder = await navigator.storage.getDirectory();
  try {
    for (const part of parts) folder = await folder.getDirectoryHandle(part);
    await folder.removeEntry(last, { recursive: true });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "NotFoundError")) throw error;
  }
}
