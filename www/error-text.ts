// What went wrong, as it is told to the reader.
import { EngineError } from "./engine";
import { t } from "./i18n/index";
import { clip, clipRepeated } from "./lib/clip";
import { Missing, missingText } from "./lib/missing";
import { ProjectFilesError } from "./lib/project/error";

/** In the reader's language where it is the page that knows. */
export function errorText(error: unknown): string {
  if (error instanceof EngineError) return clipRepeated(error.failure.message);
  if (error instanceof ProjectFilesError) return t(error.key, clipped(error.params));
  if (error instanceof Missing) return missingText(error.part);
  return clipRepeated(error instanceof Error ? error.message : String(error));
}

function clipped<T>(params: Record<string, T>): Record<string, T | string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, typeof value === "string" ? clip(value) : value]));
}
