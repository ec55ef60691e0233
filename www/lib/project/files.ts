// A project's files as the page holds them, and how much of them it takes.
import { ProjectFilesError } from "./error";

/** Path, with forward slashes → text. */
export type Files = Record<string, string>;

export interface Project {
  name: string;
  files: Files;
  /** How many files were left out because they are no text. */
  leftOut: number;
}

const MIB = 1024 * 1024;

export const LIMITS = {
  /** Texts of a project. */
  files: 2_000,
  /** Of one text, and of all together: bytes. */
  fileBytes: 2 * MIB,
  bytes: 8 * MIB,
  /** Of a ZIP: bytes as it comes. It may hold pictures, too, which are left out. */
  archiveBytes: 64 * MIB,
  /** Files that are looked at, kept or not: so many that a project has fewer, so few that a whole disk ends soon. */
  entries: 20_000,
} as const;

/** Counts what is kept, and refuses what is too much as soon as it is. */
export class Budget {
  private texts = 0;
  private bytes = 0;
  private entries = 0;

  /** One more file is looked at. */
  look(): void {
    this.entries += 1;
    if (this.entries > LIMITS.entries) throw new ProjectFilesError("too_many", { limit: LIMITS.entries });
  }

  /** One more text is kept. Its bytes are spent as they are read. */
  keep(): void {
    this.texts += 1;
    if (this.texts > LIMITS.files) throw new ProjectFilesError("too_many", { limit: LIMITS.files });
  }

  /** `size`: of the file so far, or as it claims; `more`: those of its bytes that are spent now. */
  spend(path: string, size: number, more = size): void {
    if (size > LIMITS.fileBytes) throw new ProjectFilesError("file_too_large", { file: path, limit: LIMITS.fileBytes / MIB });
    this.bytes += more;
    if (this.bytes > LIMITS.bytes) throw new ProjectFilesError("too_large", { limit: LIMITS.bytes / MIB });
  }
}
