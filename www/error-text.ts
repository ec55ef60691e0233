// What went wrong, as it is told to the reader.
import { EngineError } from "./engine";
import { t } from "./i18n/index";
import { clip, clipRepeated } from "./lib/clip";
import { Missing, missingText } from "./lib/missing";
import { ProjectFilesError } from "./lib/project/error";
import type { Failure } from "./protocol";

/** Why the engine refuses a text as a run. */
const REFUSALS = ["no_format", "not_json", "other_format", "cut_off", "other_version", "malformed"] as const;

/** In the reader's language where it is the page that knows. */
export function errorText(error: unknown): string {
  if (error instanceof EngineError) return refusalText(error.failure) ?? clipRepeated(error.failure.message);
  if (error instanceof ProjectFilesError) return t(error.key, clipped(error.params));
  if (error instanceof Missing) return missingText(error.part);
  return clipRepeated(error instanceof Error ? error.message : String(error));
}

function refusalText({ details }: Failure): string | undefined {
  const { refusal, place, detail } = (JSON.parse(details ?? "null") ?? {}) as Record<string, string | undefined>;
  const known = REFUSALS.find((one) => one === refusal);
  return known && t(`run.refused.${known}`, { place: clip(place || "/"), detail: clipRepeated(detail ?? "") });
}

function clipped<T>(params: Record<string, T>): Record<string, T | string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, typeof value === "string" ? clip(value) : value]));
}
