// The only file that knows the worker: requests become promises, updates become one callback.
import { Flow } from "./lib/flow";
import { nextFrame } from "./lib/frame";
import type { Command, Compared, Comparing, Exported, Exporting, Failure, FromWorker, HttpResponse, Past, Replayed, Replaying, Rewinding, Stopped, Reply, ToWorker, Update, WireCommand } from "./protocol";
import type { StoreFailure } from "./sqlite/protocol";

// Set by build.mjs.
declare const WORKER_URL: string;
declare const LUA_ENGINE: EngineUrls;

/** The engine is built twice: the second runs scripts, too, and is loaded only for them. */
export type EngineKind = "plain" | "lua";

interface EngineUrls {
  js: string;
  wasm: string;
}

/** An error that the engine answered: its message says what to do. */
export class EngineError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

export interface Listener {
  ready(): void;
  update(update: Update): void;
  /** Whether no event may be left out: the run waits until all are read. */
  wantsAll?(): boolean;
  /** Something that was asked for has waited long; or, after that, something came again. */
  silent(silent: boolean): void;
  /** A process asks the key-value store, and there is none yet. */
  wantsDatabase(run: number): void;
  /** The run answers a request of HTTP. */
  answered(response: HttpResponse): void;
  /** A run is being made again; or it is there. */
  replaying(how: Replaying | Replayed): void;
  /** An earlier moment is on its way; or it is there. */
  rewound(how: Rewinding | Past): void;
  /** The run has stopped by itself. */
  stopped(stopped: Stopped): void;
  /** A run is being exported; or it is. */
  exporting?(how: Exporting | Exported): void;
  /** Two runs are being compared; or they are. */
  comparing?(how: Comparing | Compared): void;
  /** The worker is of no more use. */
  died(message: string): void;
}

/** Whatever is asked for is answered between two turns. So long, even the longest turn has ended. */
const PATIENCE_MS = 8_000;

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export class Engine {
  private readonly worker: Worker;
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private dead = false;
  private returned: ArrayBuffer | null = null;
  private readonly flow = new Flow();
  private patience: ReturnType<typeof setTimeout> | undefined;
  private silent = false;
  private listener: Listener | undefined;
  /** What came before anybody listened. */
  private early: FromWorker[] = [];

  constructor(readonly kind: EngineKind) {
    this.worker = new Worker(new URL(WORKER_URL, document.baseURI), { type: "module" });
    this.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.receive(data);
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.receive({ type: "died", message: event.message || "the worker could not be loaded" });
    };
    this.post({ type: "start", engine: engineUrls(kind) });
  }

  /** It died, or was stopped. */
  get gone(): boolean {
    return this.dead;
  }

  /** From now on this one is told. */
  listen(listener: Listener): void {
    this.listener = listener;
    for (const message of this.early.splice(0)) this.receive(message);
  }

  request<T = unknown>(command: Command): Promise<T> {
    if (this.dead) return Promise.reject(new EngineError({ kind: "Unavailable", message: "the engine is not running" }));
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve: (value) => resolve(value as T), reject });
      this.post({ type: "request", request: { id, command: wire(command) } });
      if (this.pending.size === 1) this.wait();
    });
  }

  /** The database that answers for a run from now on. */
  connect(run: number, port: MessagePort): void {
    this.post({ type: "database", run, port }, [port]);
  }

  /** There is no database any more: whoever waits for it is told why. */
  disconnect(why: StoreFailure): void {
    this.post({ type: "no_database", why });
  }

  /** Waits for the next word of the worker, for as long as something was asked for. */
  private wait(): void {
    if (this.patience !== undefined) clearTimeout(this.patience);
    this.patience = undefined;
    if (this.pending.size > 0 && !this.silent) this.patience = setTimeout(() => this.hear(true), PATIENCE_MS);
  }

  private hear(silent: boolean): void {
    if (silent === this.silent) return;
    this.silent = silent;
    this.listener?.silent(silent);
  }

  stop(): void {
    this.dead = true;
    clearTimeout(this.patience);
    this.worker.terminate();
    const gone = new EngineError({ kind: "Unavailable", message: "the engine was stopped" });
    for (const { reject } of this.pending.values()) reject(gone);
    this.pending.clear();
  }

  private receive(message: FromWorker): void {
    if (this.dead) return; // a last word from a worker that was replaced
    if (!this.listener) return void this.early.push(message);
    this.handle(message, this.listener);
    this.hear(false);
    this.wait();
  }

  private handle(message: FromWorker, listener: Listener): void {
    switch (message.type) {
      case "ready":
        return listener.ready();
      case "update":
        return this.read(message, listener);
      case "reply":
        return this.settle(message);
      case "wants_database":
        return listener.wantsDatabase(message.run);
      case "http_response":
        return listener.answered(message);
      case "replaying":
      case "replayed":
        return listener.replaying(message);
      case "stopped":
        return listener.stopped(message);
      case "rewinding":
      case "past":
        return listener.rewound(message);
      case "exporting":
      case "exported":
        return listener.exporting?.(message);
      case "comparing":
      case "compared":
        return listener.comparing?.(message);
      case "died":
        return this.die(message.message, listener);
    }
  }

  private settle(reply: Reply): void {
    const pending = this.pending.get(reply.id);
    this.pending.delete(reply.id);
    if (!pending) return;
    if ("error" in reply) pending.reject(new EngineError(reply.error));
    else pending.resolve(reply.value);
  }

  private read(update: Update, listener: Listener): void {
    this.returned = update.records;
    const begin = performance.now();
    try {
      listener.update(update);
      this.flow.read(update.count, performance.now() - begin);
    } finally {
      // The engine waits for this answer, so it never runs ahead of what the page can draw; without it nothing
      // would ever come again.
      nextFrame(this.acknowledge);
    }
  }

  private readonly acknowledge = () => {
    if (this.dead) return;
    const buffer = this.returned;
    this.returned = null;
    const whole = this.listener?.wantsAll?.() ?? false;
    this.flow.waited = whole;
    this.post({ type: "next", buffer, most: this.flow.most, whole }, buffer ? [buffer] : []);
  };

  private die(message: string, listener: Listener): void {
    this.stop();
    listener.died(message);
  }

  private post(message: ToWorker, transfer: Transferable[] = []): void {
    this.worker.postMessage(message, transfer);
  }
}

function wire({ type, ...fields }: Command): WireCommand {
  return Object.keys(fields).length > 0 ? { [type]: fields } : type;
}

/** Trunk leaves the hashed names of the plain engine's wasm and its glue in the page. */
function engineUrls(kind: EngineKind): EngineUrls {
  const plain = () => JSON.parse(document.querySelector("#engine")!.textContent!) as EngineUrls;
  const { js, wasm } = kind === "lua" ? LUA_ENGINE : plain();
  const absolute = (url: string) => new URL(url, document.baseURI).href;
  return { js: absolute(js), wasm: absolute(wasm) };
}
