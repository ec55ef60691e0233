// The database behind the run's key-value store: opened when a process first asks for it, and let go with its scenario.
import type { Engine } from "./engine";
import { loaded, Missing, missingText } from "./lib/missing";
import type { Database } from "./sqlite/database";
import { openCopy, openDatabase } from "./sqlite/open";
import type { DatabaseStatus, Rows, RowsQuery, StoreFailure } from "./sqlite/protocol";
import type { StoredFile } from "./sqlite/stored-files";

/** What the page knows of it. */
export interface DatabaseInfo extends DatabaseStatus {
  /** The scenario or project whose database it is. */
  name: string;
  /** Whether the browser has promised not to remove it when room is short; undefined: nobody knows yet. */
  kept: boolean | undefined;
  /** Grows whenever the rows may be others for another reason than the run. */
  version: number;
}

interface Host {
  engine(): Engine | null;
  /** What the reader wants to know, wherever they look: another tab holds it, that tab has gone, its worker has ended and was replaced. */
  news(what: "held" | "taken_over" | "restarted"): void;
  changed(info: DatabaseInfo | null): void;
  /** The run that begins is one that went off from another. */
  isFork(): boolean;
}

export class RunDatabase {
  private database: Database | undefined;
  /** One that is on its way. */
  private opening: { name: string; database: Promise<Database> } | undefined;
  private info: DatabaseInfo | null = null;
  /** The run that is being played, and whose it is. */
  private run = { number: 0, name: "" };
  /** A run that has asked before it was known to have begun. */
  private early = 0;
  /** The run went off from another one: it works on a copy of the database. */
  private isCopy = false;

  constructor(private readonly host: Host) {}

  /** A run begins. The database of another scenario is let go, for another tab to have. */
  begin(number: number, name: string): void {
    this.run = { number, name };
    const { isCopy } = this;
    this.isCopy = this.host.isFork();
    if (isCopy || this.isCopy || (this.info && this.info.name !== name)) this.close();
    if (number !== 0 && this.early === number) void this.want(number);
  }

  /** A run goes on from an earlier moment of the one that there is. A database has no earlier moments: so this one works on a copy of it. */
  fork(number: number): void {
    const { name } = this.run;
    this.run = { number, name };
    const { database } = this;
    this.isCopy = true;
    if (!database || this.opening) return; // whoever asks first has it copied
    this.database = undefined;
    this.opening = { name, database: this.fetch(name, () => this.copy(name, database)) };
    this.opening.database.catch((error: unknown) => this.fail(error));
  }

  /** A process of a run has asked the store. A run that is over gets nothing. */
  async want(number: number): Promise<void> {
    const { run } = this;
    this.early = number > run.number ? number : 0;
    if (number !== run.number) return;
    try {
      const database = await this.open(run.name);
      if (this.run === run) this.host.engine()?.connect(number, database.connect());
    } catch (error) {
      if (this.run === run) this.fail(error);
    }
  }

  private async open(name: string): Promise<Database> {
    // One that is there has said how it is, and says it no more than once.
    if (this.database?.name === name) return this.database;
    if (!this.info || this.info.state === "failed") this.tell({ name, state: "starting", reason: "", kept: undefined, version: 0 });
    if (this.opening?.name !== name) {
      this.stop();
      this.opening = { name, database: this.fetch(name, () => this.start(name)) };
    }
    return this.opening.database;
  }

  /** Whoever wants a database while it is on its way gets the same one: two workers on one would be in each other's way. */
  private async fetch(name: string, start: () => Promise<Database>): Promise<Database> {
    try {
      const database = await loaded("area.database", start());
      if (this.opening?.name === name) this.database = database;
      else database.stop();
      return database;
    } finally {
      if (this.opening?.name === name) this.opening = undefined;
    }
  }

  private async start(name: string): Promise<Database> {
    if (!this.isCopy) return openDatabase(name, (status) => this.learn(name, status), () => this.lost(name));
    return this.copy(name, await openDatabase(name, () => {}));
  }

  /** Copies a database, and lets go of it. */
  private async copy(name: string, from: Database): Promise<Database> {
    try {
      const bytes = await from.download();
      return await openCopy(name, bytes, (status) => this.learn(name, status), () => this.lost(name));
    } finally {
      from.stop();
    }
  }

  /** Its worker has ended by itself. What the run has asked is answered with an error, and it goes on with another worker. */
  private lost(name: string): void {
    const { database } = this;
    if (!database || this.info?.name !== name) return;
    this.host.engine()?.connect(this.run.number, database.connect());
    if (database.status.state === "starting") this.host.news("restarted");
  }

  private stop(): void {
    this.database?.stop();
    this.database = this.opening = undefined;
  }

  private learn(name: string, status: DatabaseStatus): void {
    if (this.info?.name !== name) return;
    const before = this.info.state;
    this.tell({ ...status, name, kept: this.database?.kept, version: this.info.version + 1 });
    if (status.state === before) return;
    if (status.state === "held") this.host.news("held");
    else if (before === "held" && status.state === "open") this.host.news("taken_over");
  }

  private fail(error: unknown): void {
    const reason = error instanceof Missing ? missingText(error.part) : String(error);
    this.tell({ name: this.run.name, state: "failed", reason, code: "no_worker", kept: undefined, version: 0 });
    const why: StoreFailure = { kind: "Unavailable", message: `the database could not be loaded: ${reason}`, retryable: true };
    this.host.engine()?.disconnect(why);
  }

  private tell(info: DatabaseInfo | null): void {
    this.info = info;
    this.host.changed(info);
  }

  private close(): void {
    this.stop();
    this.tell(null);
  }

  // ── For the reader ───────────────────────────────────────────────────────────────────────────────────────────

  rows(query: Partial<RowsQuery>): Promise<Rows> {
    return this.database ? this.database.rows(query) : Promise.reject(new Error("there is no database"));
  }

  download(): Promise<Uint8Array<ArrayBuffer>> {
    return this.database ? this.database.download() : Promise.reject(new Error("there is no database"));
  }

  files(): Promise<StoredFile[]> {
    return this.database ? this.database.files() : Promise.reject(new Error("there is no database"));
  }

  async upload(file: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.database?.upload(file);
  }

  async reset(): Promise<void> {
    await this.database?.reset();
  }

  /** Ends the worker that cannot go on, and starts another. What was asked of it is answered with an error. */
  async restart(): Promise<void> {
    this.stop();
    await this.want(this.run.number);
  }
}
