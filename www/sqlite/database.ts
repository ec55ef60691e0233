// The page's side of a database: starts the sqlite worker, knows how it is, and moves whole databases in and out.
import type { DatabaseStatus, FromSqlite, ModuleUrls, PageRequest, Rows, RowsQuery, StoreFailure, StoreRequest, ToSqlite, WhyCode } from "./protocol";
import { type StoredFile, storedFiles } from "./stored-files";
import { Watch } from "./watch";

// Set by build.mjs.
declare const SQLITE_WORKER_URL: string;
declare const SQLITE: ModuleUrls;

/** An error that the database answered: its message says what to do. */
export class DatabaseError extends Error {
  constructor(readonly failure: StoreFailure) {
    super(failure.message);
  }
}

const LOST: StoreFailure = {
  kind: "Unavailable",
  message: "the database was closed: what was asked last may have been done or not",
  retryable: true,
  code: "lost" satisfies WhyCode,
};

/** So many seconds of silence a worker has, and one that moves a whole database. A value of 100 MB takes two. */
const PATIENCE = { requests: 60, whole: 600 };

/** A worker that ends is replaced, but not one after the other for ever. */
const MOST_DEATHS = 3;
const DEATHS_MS = 60_000;

interface Pending {
  whole: boolean;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * A database of this page in the browser's storage, in a worker of its own, which holds it for as long as it lives.
 *
 *     const database = new Database("app.db", ({ state, reason }) => …);
 *     engine.take(database.connect());
 *
 * Storage and locks belong to the whole origin. So what a name means is said together with the page's path, and two pages on one host
 * do not meet in a database.
 */
export class Database {
  private worker!: Worker;
  private watch!: Watch;
  /** When workers have ended by themselves. */
  private deaths: number[] = [];
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private stopped = false;
  private known: DatabaseStatus = { state: "starting", reason: "" };
  /** Whether the browser has promised not to remove it when room is short; undefined until it was asked. */
  kept: boolean | undefined;

  /**
   * Starts at once. `changed` is told of each state but the first one, `starting`, and when `kept` is known. `lost` is called when the
   * worker has ended by itself: ports that were handed out are of no more use, and what was asked on them may have been done or not.
   */
  constructor(
    readonly name: string,
    private readonly changed: (status: DatabaseStatus) => void,
    private readonly lost: () => void = () => {},
    /** The bytes of a database: it is a copy of it in memory, and what the browser has is not touched. */
    private readonly copy?: Uint8Array<ArrayBuffer>,
  ) {
    this.start();
  }

  /** How the database is now. */
  get status(): DatabaseStatus {
    return this.known;
  }

  /** A port for requests of the protocol. It may be asked at once: until the worker knows how the database is, requests wait. */
  connect(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    if (this.watch.isOver) this.refuse(port1);
    else this.post({ type: "connect", port: port1 }, [port1]);
    return port2;
  }

  /** The whole database as the bytes of a file that any program for SQLite reads. */
  download(): Promise<Uint8Array<ArrayBuffer>> {
    return this.request({ op: "export" });
  }

  /**
   * Replaces the whole database by that of a file. If the file is not sound, or there is no room for it, nothing is changed. Afterwards
   * ports that were handed out are of no more use: what comes late on them does not get into the new one.
   */
  async upload(file: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.request({ op: "import", file });
  }

  /** The files as they lie in the browser's storage, whatever is in them and however the database is. */
  files(): Promise<StoredFile[]> {
    return storedFiles(directoryOf(this.name));
  }

  /** Empties the database. There is no way back. Of ports the same is true as after an upload. */
  async reset(): Promise<void> {
    if (this.known.state !== "failed") return this.request<void>({ op: "reset" });
    this.restart(true);
    await this.request({ op: "rows", glob: "", offset: 0, limit: 0, longest: 0 }); // it is answered when the new one is open
  }

  /** Rows for a table of them, and a number that grows with each change. */
  rows({ glob = "*", offset = 0, limit = 100, longest = 1_000 }: Partial<RowsQuery> = {}): Promise<Rows> {
    return this.request({ op: "rows", glob, offset, limit, longest });
  }

  /**
   * Ends the worker, in the midst of whatever it does, and starts another. Ports that were handed out are of no more use: what was
   * asked on them and not answered may have been done or not.
   */
  restart(anew = false): void {
    this.stop();
    this.tell({ state: "starting", reason: "" });
    this.start(anew);
  }

  /** Ends the worker, and lets go of the database. */
  stop(): void {
    this.stopped = true;
    this.end();
  }

  private end(): void {
    this.watch.stop();
    this.worker.terminate();
    for (const { reject } of this.pending.values()) reject(new DatabaseError(LOST));
    this.pending.clear();
  }

  private start(anew = false): void {
    const absolute = (url: string) => new URL(url, document.baseURI).href;
    const life = `rehearsal: worker ${crypto.getRandomValues(new Uint32Array(4)).join("-")}`;
    const worker = new Worker(absolute(SQLITE_WORKER_URL), { type: "module" });
    const watch = new Watch(
      life,
      () => worker.postMessage({ type: "ping" } satisfies ToSqlite),
      () => ([...this.pending.values()].some(({ whole }) => whole) ? PATIENCE.whole : PATIENCE.requests),
      () => this.died(),
    );
    worker.onmessage = ({ data }: MessageEvent<FromSqlite>) => this.receive(data, worker);
    worker.onerror = (event) => {
      event.preventDefault();
      if (this.worker !== worker) return;
      if (this.watch.hasBegun) this.died();
      else this.giveUp({ state: "failed", reason: event.message || "the worker could not be loaded", code: "no_worker" satisfies WhyCode });
    };
    [this.worker, this.watch, this.stopped] = [worker, watch, false];
    const module = { js: absolute(SQLITE.js), wasm: absolute(SQLITE.wasm) };
    this.post({ type: "start", directory: directoryOf(this.name), module, life, anew, copy: this.copy });
  }

  /** The worker has ended by itself: another takes its place, unless they end as soon as they begin. */
  private died(): void {
    const now = performance.now();
    this.deaths = [...this.deaths.filter((at) => now - at < DEATHS_MS), now];
    if (this.deaths.length >= MOST_DEATHS) {
      return this.giveUp({ state: "failed", reason: "its worker has ended several times", code: "died" satisfies WhyCode });
    }
    this.end();
    this.tell({ state: "starting", reason: "" });
    this.start();
    this.lost();
  }

  private giveUp(status: DatabaseStatus): void {
    this.end();
    this.tell(status);
    this.lost();
  }

  private refuse(port: MessagePort): void {
    const error: StoreFailure = { kind: "Unavailable", message: this.known.reason, retryable: false };
    port.onmessage = ({ data }: MessageEvent<StoreRequest[]>) => port.postMessage(data.map(({ id }) => ({ id, error })));
  }

  private receive(message: FromSqlite, from: Worker): void {
    if (from !== this.worker) return; // a last word from a worker that was replaced
    if (message.type === "alive") return this.watch.heard(message.locked);
    if (message.type === "state") {
      const { type: _, ...status } = message;
      this.tell(status);
      if (message.state === "open") void this.keep();
      return;
    }
    const pending = this.pending.get(message.id);
    this.pending.delete(message.id);
    if ("error" in message) pending?.reject(new DatabaseError(message.error));
    else pending?.resolve(message.value);
  }

  private tell(status: DatabaseStatus): void {
    this.known = status;
    this.changed(status);
  }

  private async keep(): Promise<void> {
    // Some browsers have no such promise.
    this.kept = await navigator.storage.persist?.().catch(() => false);
    if (!this.stopped) this.changed(this.known);
  }

  private request<T>(request: PageRequest): Promise<T> {
    if (this.watch.isOver) return Promise.reject(new DatabaseError(LOST));
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      const whole = request.op !== "rows";
      this.pending.set(id, { whole, resolve: (value) => resolve(value as T), reject });
      this.post({ type: "request", id, request });
    });
  }

  private post(message: ToSqlite, transfer: Transferable[] = []): void {
    this.worker.postMessage(message, transfer);
  }
}

/** A folder in the origin's storage: one name, for a name there cannot have a slash. */
function directoryOf(name: string): string {
  const page = new URL(".", document.baseURI).pathname;
  return `rehearsal-sqlite/${encodeURIComponent(page + name)}`;
}
