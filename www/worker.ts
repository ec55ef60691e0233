// The worker: loads the wasm and passes messages through. Whatever goes wrong here ends as one `died`.
import { Asks } from "./asks";
import type { Ask, FromWorker, Request, StoreAnswer, ToWorker } from "./protocol";

interface EngineModule {
  default(options: { module_or_path: Promise<Response> }): Promise<unknown>;
  Engine: new (post: (message: FromWorker | Ask, transfer: Transferable[]) => void) => Engine;
}

interface Engine {
  dispatch(request: Request): void;
  next(buffer: ArrayBuffer | null, most: number, whole: boolean): void;
  answer(answer: StoreAnswer): void;
}

/** The part of a worker's global scope that is used here: the page's own type library does not know workers. */
interface WorkerScope extends EventTarget {
  postMessage(message: FromWorker, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
}

const scope = self as unknown as WorkerScope;
let engine: Engine | undefined;
/** What was asked for before there was an engine. */
const early: Request[] = [];
const asks = new Asks(
  (answer) => engine?.answer(answer),
  (run) => post({ type: "wants_database", run }),
);
let dead = false;

function post(message: FromWorker, transfer: Transferable[] = []): void {
  if (message.type === "died") {
    // The panic hook speaks first and knows the reason; the trap that follows says only "unreachable".
    if (dead) return;
    dead = true;
  }
  scope.postMessage(message, transfer);
}

function die(error: unknown): void {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  post({ type: "died", message });
}

async function start(urls: { js: string; wasm: string }): Promise<void> {
  const wasm = fetch(urls.wasm);
  wasm.catch(() => {}); // it is awaited when its glue is there
  const module = (await import(urls.js)) as EngineModule;
  await module.default({ module_or_path: wasm });
  engine = new module.Engine((message, transfer) => {
    if (message.type === "ask") asks.take(message);
    else post(message, transfer);
  });
  post({ type: "ready" });
  for (const request of early.splice(0)) engine.dispatch(request);
}

scope.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (dead) return;
  try {
    switch (data.type) {
      case "start":
        // A rejected promise never reaches the page's worker.onerror.
        start(data.engine).catch(die);
        break;
      case "request":
        if (engine) engine.dispatch(data.request);
        else early.push(data.request);
        break;
      case "next":
        engine?.next(data.buffer, data.most, data.whole);
        break;
      case "database":
        asks.connect(data.run, data.port);
        break;
      case "no_database":
        asks.disconnect(data.why);
        break;
    }
  } catch (error) {
    die(error);
  }
};

// The engine also runs from its own timers and tasks, where no caller of ours can catch a trap.
self.addEventListener("error", (event) => {
  event.preventDefault();
  die(event.error ?? event.message);
});
self.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  die(event.reason);
});
