// Files and folders that are dropped on the page, or chosen in a dialog.
import { assemble, stem } from "./assemble";
import { ProjectFilesError } from "./error";
import { Budget, type Project } from "./files";
import { readPasted } from "./pasted";
import { cleanPath, isText, isVisible } from "./path";
import { textOf } from "./text";
import { readZip } from "./zip";

interface Found {
  path: string;
  file(): Promise<File>;
}

/**
 * What was dropped: a folder, files, one ZIP, or a selected text.
 *
 * To be called within the event: what a drop carries is gone when its handler has returned.
 *
 * @throws ProjectFilesError
 */
export async function readDropped(transfer: DataTransfer): Promise<Project> {
  const items = [...transfer.items].filter(({ kind }) => kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const files = [...transfer.files];
  const text = transfer.getData("text/plain");
  if (files.length === 0 && entries.length === 0 && text !== "") return readPasted(text);
  return readEntries(entries, files);
}

/**
 * The same, of what was taken out of a drop within its event.
 *
 * @throws ProjectFilesError
 */
export async function readEntries(entries: FileSystemEntry[], files: File[]): Promise<Project> {
  // Without entries there are no folders: the plain list has it all.
  if (!entries.some((entry) => entry.isDirectory)) return readFiles(files);

  const budget = new Budget();
  const found: Found[] = [];
  for (const entry of entries) await walk(entry, budget, found);
  return read(nameOfFolder(entries), found, new Budget());
}

/**
 * A list of files, or of a folder's files as `<input webkitdirectory>` gives it. One ZIP alone is opened.
 *
 * @throws ProjectFilesError
 */
export async function readFiles(list: Iterable<File>): Promise<Project> {
  const files = [...list];
  if (files.length === 1 && isZip(files[0])) return readZip(files[0], stem(files[0].name));
  const found = files.map((file) => ({ path: file.webkitRelativePath || file.name, file: async () => file }));
  return read(files.length === 1 ? stem(files[0].name) : "project", found, new Budget());
}

async function read(name: string, found: Iterable<Found>, budget: Budget): Promise<Project> {
  const texts = new Map<string, string>();
  let leftOut = 0;
  for (const { path: raw, file: open } of found) {
    if (!isVisible(raw)) continue;
    const path = cleanPath(raw);
    budget.look();
    if (!isText(path)) {
      leftOut += 1;
      continue;
    }
    budget.keep();
    const text = await contentOf(path, open, budget);
    if (text === undefined) leftOut += 1;
    else texts.set(path, text);
  }
  return assemble(name, texts, leftOut);
}

async function contentOf(path: string, open: Found["file"], budget: Budget): Promise<string | undefined> {
  try {
    const file = await open();
    // Before it is read: what is too large must not fill the memory first.
    budget.spend(path, file.size);
    return textOf(new Uint8Array(await file.arrayBuffer()));
  } catch (error) {
    if (error instanceof ProjectFilesError) throw error;
    throw new ProjectFilesError("unreadable", { file: path });
  }
}

/** Folders that are hidden are not even opened. */
async function walk(entry: FileSystemEntry, budget: Budget, found: Found[]): Promise<void> {
  if (!isVisible(entry.name)) return;
  budget.look();
  if (entry.isFile) {
    const file = () => new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed));
    found.push({ path: entry.fullPath, file });
  } else {
    for (const child of await children(entry as FileSystemDirectoryEntry)) await walk(child, budget, found);
  }
}

/** A reader gives a hundred at a time, and none when it has given all. */
async function children(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  try {
    for (;;) {
      const some = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
      if (some.length === 0) return all;
      all.push(...some);
    }
  } catch {
    throw new ProjectFilesError("unreadable", { file: folder.fullPath });
  }
}

function nameOfFolder(entries: FileSystemEntry[]): string {
  return entries.find((entry) => entry.isDirectory)?.name ?? "project";
}

function isZip(file: File): boolean {
  return /\.zip$/i.test(file.name) || file.type === "application/zip";
}
