// What each scenario's hint asks for, step by step: the sentence of the first is `hint.<scenario>`, that of the second `hint.<scenario>.2`.
import type { Deed } from "../state";

const HINTS: Record<string, readonly (readonly Deed[])[]> = {
  echo: [["line"]],
  "key-value": [["send", "line"]],
  "ping-pong": [["step"]],
  supervisor: [["kill"]],
  "fan-in": [["pace"]],
  "persistent-kv": [["line", "send"]],
  "live-cursors": [["kill"], ["point"], ["look"]],
  "session-cache": [["line"], ["line"], ["look"]],
  deadlock: [["line"], ["line"]],
  "app-settings": [["line"], ["line"], ["line"], ["look"]],
};

/** The step after one, if a deed is what that one asks for; `over` if there is none. */
export function nextStep(scenario: string, step: number, deed: Deed): number | "over" | undefined {
  const steps = HINTS[scenario];
  if (!steps?.[step]?.includes(deed)) return undefined;
  return step + 1 < steps.length ? step + 1 : "over";
}

/** The key of a step's sentence. */
export function hintKey(scenario: string, step: number): string {
  return step === 0 ? `hint.${scenario}` : `hint.${scenario}.${step + 1}`;
}
