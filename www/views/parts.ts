// Views that nobody sees at first: loaded when one is first shown, or when the page has nothing better to do.

export const PARTS = {
  log: () => import("./log"),
  statistics: () => import("./statistics/statistics"),
  source: () => import("./source"),
  table: () => import("./table/table"),
  database: () => import("./database"),
  help: () => import("./dialogs/help"),
  palette: () => import("./dialogs/palette"),
  project: () => import("./dialogs/project"),
} as const;

export type Part = keyof typeof PARTS;

export function whenIdle(act: () => void): void {
  // Safari has no requestIdleCallback.
  if ("requestIdleCallback" in globalThis) requestIdleCallback(act, { timeout: 5_000 });
  else setTimeout(act, 2_000);
}
