// Uses of the generated client that compile, and some that must not.
import { KvClient, KvError, type CursorPosition, type UserPreferences } from "./kv.js";

export async function cursors(kv: KvClient, item: string): Promise<CursorPosition[]> {
  await kv.setCursorPosition("user:7", { x: 1, y: 2, item_id: item, user_id: "7" }, 5000);
  const found = await kv.listCursorPositions("user:");
  return found.map(([, cursor]) => cursor).filter((cursor) => cursor.item_id === item);
}

export async function theme(kv: KvClient): Promise<string> {
  const preferences: UserPreferences | null = await kv.getUserPreferences("app_config");
  // @ts-expect-error it may be missing
  preferences.theme;
  return preferences?.theme ?? "light";
}

export async function collapsed(kv: KvClient): Promise<void> {
  await kv.setViewportState("a", { scroll_y: 0.5, sidebar_collapsed: true });
  await kv.setViewportState("a", { scroll_y: 0.5, selected_item: null, sidebar_collapsed: true });
  // @ts-expect-error a field is missing
  await kv.setViewportState("a", { scroll_y: 0.5 });
  // @ts-expect-error there is no such field
  await kv.setViewportState("a", { scroll_y: 0.5, sidebar_collapsed: true, colour: "red" });
  // @ts-expect-error it is no number
  await kv.setViewportState("a", { scroll_y: "0.5", sidebar_collapsed: true });
  // @ts-expect-error it is no key
  await kv.deleteViewportState(7);
}

export function reasons(error: unknown): string[] {
  return error instanceof KvError ? error.details.map(({ pointer, message }) => `${pointer}: ${message}`) : [];
}
