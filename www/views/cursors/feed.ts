// The canvas as a client of the store: it lists the cursors, and sets the reader's own.
import type { Answer } from "../../http";
import type { HttpRequest } from "../../protocol";
import { visible } from "../../lib/visible";
import { OWN, readCursors, type Listed, type Place } from "./scene";

/** Five times a second at most. */
const CALM_MS = 200;
/** A cursor that rests is set again before its time is over. */
const REST_MS = 800;
/** How long the reader's cursor lives, in milliseconds of the run. */
const TTL = 2000;

interface Host {
  ask(request: HttpRequest): Promise<Answer>;
  came(listed: Listed, tenant: string): void;
  /** Why the store does not want the reader's cursor; empty: it does. */
  refused(why: string): void;
}

export class Feed {
  /** Where the reader points; null: nowhere. */
  pointer: Place | null = null;
  private listing = false;
  private listedAt = -Infinity;
  private setting = false;
  private setAt = -Infinity;
  private said: Place | null = null;

  constructor(private readonly host: Host) {}

  /** Asks what is due, of each kind one request at a time. */
  tick(now: number, tenant: string, pace: number): void {
    if (!this.listing && now - this.listedAt >= CALM_MS) void this.list(now, tenant);
    const { pointer, said } = this;
    if (!pointer) return void (this.said = null);
    const moved = pointer.x !== said?.x || pointer.y !== said.y;
    if (!this.setting && now - this.setAt >= (moved ? CALM_MS : REST_MS / Math.max(1, pace))) void this.set(now, tenant, pointer);
  }

  private async list(now: number, host: string): Promise<void> {
    this.listing = true;
    this.listedAt = now;
    const { status, body } = await this.host.ask({ method: "GET", target: "/kv/list/CursorPosition?prefix=user:", host, body: "", bytes: null });
    this.listing = false;
    this.host.came(status === 200 ? readCursors(body) : { cursors: [], others: 0 }, host);
  }

  private async set(now: number, host: string, pointer: Place): Promise<void> {
    this.setting = true;
    this.setAt = now;
    this.said = pointer;
    const value = JSON.stringify({ x: pointer.x, y: pointer.y, item_id: "", user_id: "you" });
    const { status, body } = await this.host.ask({ method: "POST", target: `/kv/set/CursorPosition/${OWN}?ttl=${TTL}`, host, body: value, bytes: null });
    this.setting = false;
    // Without a store nothing is wrong with the cursor.
    this.host.refused(status === 200 || status === 503 ? "" : visible(why(body)));
  }
}

/** In the store's words; another process may have its name, and say what it likes. */
function why(body: string): string {
  try {
    const { error, details = [] } = JSON.parse(body) as { error: string; details?: { pointer: string; message: string }[] };
    return [error, ...details.map(({ pointer, message }) => `${pointer}: ${message}`)].join("; ");
  } catch {
    return body.slice(0, 200);
  }
}
