// The sqlite worker: the only one that touches the database. It says how the database is, and answers requests on ports.
import { Gathering } from "./gathering";
import { take } from "./lock";
import { failureOf, load, type Sqlite } from "./module";
import type { DatabaseStatus, FromSqlite, ModuleUrls, PageRequest, StoreAnswer, StoreFailure, StoreRequest, ToSqlite } from "./protocol";

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
/** Until there is something to say, requests wait where they are. */
let early: (() => void)[] | undefined = [];

scope.onmessage = ({ data }) => {
  switch (data.type) {
    case "start":
      // Whatever goes wrong with the module is told by a state.
      start(data.directory, data.module).catch((error: unknown) => fail(error));
      break;
    case "connect":
      whenKnown(() => gathering.connect(data.port));
      break;
    case "request":
      whenKnown(() => reply(data.id, data.request));
      break;
  }
};

async function start(directory: string, urls: ModuleUrls): Promise<void> {
  const loading = load(urls);
  loading.catch(() => {}); // it is awaited below
  const missing = await missingStorage();
  if (missing !== undefined) {
    database = (await loading).Database.memory();
    return report({ state: "memory", reason: `nothing of this database is kept: ${missing}` });
  }
  await take(`rehearsal: ${directory}`, () => report({ state: "held", reason: "another tab holds the database: close it, and this one takes over" }));
  const { Database } = await loading;
  database = await open(() => Database.open(directory));
  tellOpen();
}

/** Why the browser keeps no files for this page; undefined if it does. */
async function missingStorage(): Promise<string | undefined> {
  if (!isSecureContext) return "the page was not served by HTTPS";
  if (!navigator.locks || !navigator.storage?.getDirectory) return "this browser keeps no files for pages";
  try {
    await navigator.storage.getDirectory();
  } catch (error) {
    return `the browser keeps no files for this page (${text(error)})`;
  }
}

async function open(attempt: () => Promise<Sqlite>): Promise<Sqlite> {
  for (let left = RETRIES; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0 || !failureOf(error)?.retryable) throw error;
      await new Promise((done) => setTimeout(done, RETRY_MS));
    }
  }
}

function tellOpen(): void {
  const fault = database?.fault;
  report(fault ? { state: "failed", reason: fault.message } : { state: "open", reason: "" });
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
function fail(error: unknown): void {
  database = undefined;
  report({ state: "failed", reason: failureOf(error)?.message ?? text(error) });
}

function answer(requests: StoreRequest[]): StoreAnswer[] {
  try {
    if (database) return database.answer(requests);
  } catch (error) {
    fail(error);
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
    if (!failureOf(error)) fail(error);
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
      if (status.state === "failed") tellOpen();
      return;
    case "rows":
      return database.rows(request.glob, request.offset, request.limit, request.longest);
  }
}

function unavailable(): StoreFailure {
  // Held by another tab, it can be had later; what has failed stays so.
  return { kind: "Unavailable", message: status.reason, retryable: status.state === "held" };
}

function text(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
