// The file of a run, as it lies on a disk.

/** A run is larger than this only with a log of a million inputs. */
export const LARGEST = 64 << 20;

/** `Echo service` → `Echo service.run.json`, without what a file's name cannot have. */
export function runName(name: string): string {
  return `${runBase(name)}.run.json`;
}

/** The same without its end. */
export function runBase(name: string): string {
  return name.replace(/[\\/:*?"<>|\p{Cc}]+/gu, " ").trim() || "run";
}

/** The text of the only file, if it is a run or is called so; undefined if it is anything else. What is wrong with a run, the engine says. */
export async function runText(files: readonly File[]): Promise<string | undefined> {
  const [file] = files;
  if (files.length !== 1 || !/\.json$/i.test(file.name) || file.size > LARGEST) return undefined;
  const text = await file.text();
  return isRun(text) || /\.run\.json$/i.test(file.name) ? text : undefined;
}

/** Whether a text says that it is one. */
export function isRun(text: string): boolean {
  return /^\s*\{/.test(text) && /"format"\s*:\s*"rehearsal-run"/.test(text);
}
