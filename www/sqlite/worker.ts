// The sqlite worker: the only one that touches the database. It says how the database is, and answers requests on ports.
import { Gathering } from "./gathering";
import { take } from "./lock";
import { failureOf, load, type Sqlite, type SqliteModule } from "./module";
import type { DatabaseStatus, FromSqlite, PageRequest, Start, StoreAnswer, StoreFailure, StoreRequest, ToSqlite, Why, WhyCode } from "./protocol";
import { removeFiles } from "./stored-files";

/** The files of a worker that was ended may be open for a moment longer than its lock. */
const RETRIES = 100;
const RETRY_MS = 20;

interface WorkerScope {
  postMessage(message: FromSqlite, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToSqlite>) => void) | null;
}

const scope = self as unknown as WorkerScope;
const gathering = new Gathering(answer);
let database: Sqlite | undefined;
let status: DatabaseStatus = { state: "starting", reason: "" };
/** What the module has said at its end: JavaScript sees no more of it than that there was one. */
let panic: string | undefined;
let locked = false;
/** Until there is something to say, requests wait where they are. */
let early: (() => void)[] | undefined = [];

scope.onmessage = ({ data }) => {
  switch (data.type) {
    case "start":
      // Whatever goes wrong with the module is told by a state.
      start(data).catch((error: unknown) => fail(error, "broken"));
      break;
    case "ping":
      scope.postMessage({ type: "alive", locked });
      break;
    case "connect":
      whenKnown(() => gathering.connect(data.port));
      break;
    case "request":
      whenKnown(() => reply(data.id, data.request));
      break;
  }
};

async function start({ directory, module: urls, life, anew, copy }: Start): Promise<void> {
  const loading = load(urls);
  loading.catch(() => {}); // it is awaited below
  // A lock is missing only where files are missing as well.
  if (isSecureContext && navigator.locks) {
    await take(life, () => {});
    locked = true;
  }
  scope.postMessage({ type: "alive", locked });
  if (copy) return openCopy(copy, await loaded(loading));
  const missing = await missingStorage();
  if (missing !== undefined) {
    const module = await loaded(loading);
    database = module?.Database.memory();
    if (database) report({ state: "memory", ...missing, reason: `nothing of this database is kept: ${missing.reason}` });
    return;
  }
  await take(`rehearsal: ${directory}`, () => {
    gathering.hold();
    report({ state: "held", reason: "another tab holds the database: close it, and this one takes over", ...why("held") });
  });
  const module = await loaded(loading);
  if (!module) return gathering.release();
  if (anew) await attempted(() => removeFiles(directory));
  database = await attempted(() => module.Database.open(directory));
  tellOpen();
  gathering.release();
}

function openCopy(copy: Uint8Array<ArrayBuffer>, module: SqliteModule | undefined): void {
  if (!module) return;
  database = module.Database.memory();
  database.import(copy);
  report({ state: "memory", reason: "the run went off from another one, and works on a copy of the database: nothing of it is kept", ...why("copy") });
}

async function loaded(loading: Promise<SqliteModule>): Promise<SqliteModule | undefined> {
  try {
    const module = await loading;
    module.onPanic((message) => (panic = message));
    return module;
  } catch (error) {
    fail(error, "no_module");
  }
}

/** Why the browser keeps no files for this page; undefined if it does. */
async function missingStorage(): Promise<({ reason: string } & Why) | undefined> {
  if (!isSecureContext) return { reason: "the page was not served by HTTPS", ...why("insecure") };
  if (!navigator.locks || !navigator.storage?.getDirectory) return { reason: "this browser keeps no files for pages", ...why("no_files") };
  try {
    await navigator.storage.getDirectory();
  } catch (error) {
    return { reason: `the browser keeps no files for this page (${text(error)})`, ...why("files_refused", text(error)) };
  }
}

const why = (code: WhyCode, detail?: string): Why => (detail === undefined ? { code } : { code, detail });

async function attempted<T>(attempt: () => Promise<T>): Promise<T> {
  for (let left = RETRIES; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0 || !(failureOf(error)?.retryable || isOpen(error))) throw error;
      await new Promise((done) => setTimeout(done, RETRY_MS));
    }
  }
}

const isOpen = (error: unknown) => error instanceof DOMException && error.name === "NoModificationAllowedError";

function tellOpen(): void {
  const fault = database?.fault;
  report(fault ? { state: "failed", reason: fault.message, code: fault.code, detail: fault.detail } : { state: "open", reason: "" });
}

/** The state is told first, so whoever reads an answer can know why. */
function report(next: DatabaseStatus): void {
  status = next;
  scope.postMessage({ type: "state", ...next });
  for (const act of early?.splice(0) ?? []) act();
  early = undefined;
}

function whenKnown(act: () => void): void {
  if (early) early.push(act);
  else act();
}

/** The module is of no more use, or never came. */
function fail(error: unknown, code: WhyCode): void {
  database = undefined;
  const failure = failureOf(error);
  if (failure) report({ state: "failed", reason: failure.message, code: failure.code, detail: failure.detail });
  else if (panic !== undefined) report({ state: "failed", reason: `SQLite has ended by a fault of ours: ${panic}`, ...why("panicked", panic) });
  else report({ state: "failed", reason: text(error), ...why(code, text(error)) });
  gathering.release();
}

function answer(requests: StoreRequest[]): StoreAnswer[] {
  try {
    if (database) return database.answer(requests);
  } catch (error) {
    fail(error, "broken");
  }
  const error = unavailable();
  return requests.map(({ id }) => ({ id, error }));
}

function reply(id: number, request: PageRequest): void {
  try {
    if (!database) throw unavailable();
    const value = perform(database, request);
    scope.postMessage({ type: "reply", id, value }, value instanceof Uint8Array ? [value.buffer] : []);
  } catch (error) {
    if (!failureOf(error)) fail(error, "broken");
    scope.postMessage({ type: "reply", id, error: failureOf(error) ?? unavailable() });
  }
}

function perform(database: Sqlite, request: PageRequest): unknown {
  switch (request.op) {
    case "export":
      return database.export();
    case "import":
      database.import(request.file);
      return gathering.cut(); // what a run still wants was meant for the database before
    case "reset":
      database.reset();
      gathering.cut();
      return;
    case "rows":
      return database.rows(request.glob, request.offset, request.limit, request.longest);
  }
}

function unavailable(): StoreFailure {
  // Held by another tab, it can be had later; what has failed stays so.
  const { state, reason, ...why } = status;
  return { kind: "Unavailable", message: reason, retryable: state === "held", ...why };
}

function text(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
