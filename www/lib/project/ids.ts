// Which scenarios are projects of files: known before anything else of the page is.

/** A project that comes with the page. */
interface Example {
  id: string;
  /** Its folder in examples/. */
  folder: string;
  /** The scenario that does the same in Rust: its name and its hint suit both. */
  like?: string;
  /** What shows best what it does. */
  shown?: "cursors" | "typed_store";
  /** Times are what it is about: it is met at the pace of the clock. */
  paced?: boolean;
}

export const EXAMPLES: readonly Example[] = [
  { id: "key-value-lua", folder: "key-value", like: "key-value" },
  { id: "echo-lua", folder: "echo", like: "echo" },
  { id: "live-cursors", folder: "live-cursors", shown: "cursors", paced: true },
  { id: "session-cache", folder: "session-cache", paced: true },
  { id: "app-settings", folder: "app-settings" },
  { id: "deadlock", folder: "deadlock" },
];

/** What the id of a reader's own project begins with. */
export const OWN = "own:";

/** Whether an id is that of a project of files. */
export function isProject(id: string): boolean {
  return id.startsWith(OWN) || EXAMPLES.some((example) => example.id === id);
}

/** Scenarios in Rust that only the second engine has: they would make the first visit longer. */
export const LATER: readonly string[] = ["persistent-kv"];

/** The engine that a scenario begins with. */
export function engineFor(id: string): "plain" | "lua" {
  return isProject(id) || LATER.includes(id) ? "lua" : "plain";
}
