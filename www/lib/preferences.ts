// What the page remembers between visits. Storage may be missing, full, or hold nonsense: each field is checked by itself.
import type { Order, Pace, Settings } from "../protocol";
import { AS_IT_COMES, type Arrangement } from "./arrangement";

export type Theme = "light" | "dark";
export type Lang = "en" | "ru" | "ko";
export const LANGS: readonly Lang[] = ["en", "ru", "ko"];

/** Panels of the dock, and the areas that become tabs on a narrow screen. */
export const DOCK = ["terminal", "log", "statistics", "source", "table", "faults", "breakpoints", "database", "typed_store", "cursors", "http", "helpers"] as const;
export type DockTab = (typeof DOCK)[number];
export const AREAS = ["diagram", "terminal", "processes", "message", "log", "statistics", "source", "table", "faults", "breakpoints", "database", "typed_store", "cursors", "http", "helpers"] as const;
export type Area = (typeof AREAS)[number];

export interface Layout {
  left: number; // pixels
  right: number;
  dock: number;
  leftOpen: boolean;
  rightOpen: boolean;
  dockOpen: boolean;
  tab: DockTab;
  area: Area;
}

export interface Preferences {
  theme: Theme;
  lang: Lang;
  scenario: string;
  settings: Settings;
  singleKeys: boolean;
  processView: "tree" | "table";
  layout: Layout;
  /** Scenarios whose hint was followed or dismissed. */
  hinted: string[];
  /** How the reader arranged the lanes, by scenario. */
  arrangements: Record<string, Arrangement>;
  /** What runs stop at, by scenario. */
  breakpoints: Record<string, readonly Breakpoint[]>;
}

/** A breakpoint as it is written. */
export interface Breakpoint {
  line: string;
  off: boolean;
}

const KEY = "rehearsal";

/** What a first visit sees. */
export const FIRST_SCENARIO = "key-value";

export function load(): Preferences {
  const stored = read();
  const settings = record(stored.settings);
  const layout = record(stored.layout);
  // The diagram is the largest thing on the page, also on a small one.
  const [left, right] = matchMedia("(max-width: 1100px)").matches ? [212, 220] : [268, 296];
  return {
    theme: oneOf(stored.theme, ["light", "dark"] as const) ?? systemTheme(),
    lang: oneOf(stored.lang, LANGS) ?? systemLang(),
    scenario: text(stored.scenario) ?? FIRST_SCENARIO,
    settings: {
      seed: integer(settings.seed, 0, Number.MAX_SAFE_INTEGER) ?? 42,
      order: oneOf(settings.order, ["fifo", "shuffled"] as const satisfies readonly Order[]) ?? "fifo",
      pace: pace(settings.pace) ?? { kind: "events", value: 5 },
      playing: settings.playing !== false,
    },
    singleKeys: stored.singleKeys !== false,
    processView: oneOf(stored.processView, ["tree", "table"] as const) ?? "tree",
    layout: {
      left: integer(layout.left, 120, 900) ?? left,
      right: integer(layout.right, 120, 900) ?? right,
      dock: integer(layout.dock, 80, 900) ?? 236,
      leftOpen: layout.leftOpen !== false,
      rightOpen: layout.rightOpen !== false,
      dockOpen: layout.dockOpen !== false,
      tab: oneOf(layout.tab, DOCK) ?? "terminal",
      area: oneOf(layout.area, AREAS) ?? "diagram",
    },
    hinted: Array.isArray(stored.hinted) ? stored.hinted.filter((id) => typeof id === "string").slice(0, 100) : [],
    arrangements: Object.fromEntries(Object.entries(record(stored.arrangements)).slice(0, 100).map(([scenario, value]) => [scenario, arrangement(value)])),
    breakpoints: Object.fromEntries(Object.entries(record(stored.breakpoints)).slice(0, 100).map(([scenario, value]) => [scenario, breakpoints(value)])),
  };
}

export function save(preferences: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Private windows and full disks: the page works without a memory.
  }
}

function read(): Record<string, unknown> {
  try {
    return record(JSON.parse(localStorage.getItem(KEY) ?? "{}"));
  } catch {
    return {};
  }
}

function pace(value: unknown): Pace | undefined {
  const { kind, value: amount } = record(value);
  if (kind === "max") return { kind };
  if (kind !== "times" && kind !== "events") return undefined;
  const least = kind === "times" ? 0.01 : 0.1; // the engine refuses what is slower
  return typeof amount === "number" && amount >= least && amount <= 1000 ? { kind, value: amount } : undefined;
}

/** How the lanes of the chosen scenario are arranged. */
export function arrangementOf({ arrangements, scenario }: Preferences): Arrangement {
  return Object.hasOwn(arrangements, scenario) ? arrangements[scenario] : AS_IT_COMES;
}

function arrangement(value: unknown): Arrangement {
  const { order, pinned, hidden, opened } = record(value);
  const names = (list: unknown) => (Array.isArray(list) ? list.filter((name) => typeof name === "string").slice(0, 500) : []);
  const places = (list: unknown) => (Array.isArray(list) ? list.filter((place) => integer(place, 0, 1_000_000) !== undefined).slice(0, 500) : []);
  const groups = Object.entries(record(opened)).slice(0, 500);
  return { order: names(order), pinned: names(pinned), hidden: names(hidden), opened: Object.fromEntries(groups.map(([name, list]) => [name, places(list)])) };
}

function breakpoints(value: unknown): Breakpoint[] {
  const list = Array.isArray(value) ? value.map(record) : [];
  return list.flatMap(({ line, off }) => (typeof line === "string" ? [{ line, off: off === true }] : [])).slice(0, 200);
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value.length <= 100 ? value : undefined;
}

function integer(value: unknown, low: number, high: number): number | undefined {
  return Number.isInteger(value) && (value as number) >= low && (value as number) <= high ? (value as number) : undefined;
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((one) => one === value);
}

function systemTheme(): Theme {
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function systemLang(): Lang {
  for (const wanted of navigator.languages) {
    const lang = oneOf(wanted.slice(0, 2).toLowerCase(), LANGS);
    if (lang) return lang;
  }
  return "en";
}
