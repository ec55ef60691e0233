// A run that came by a link: read, looked at, and, where it brings programs along, shown before any of it runs.
import { learn, t } from "../i18n/index";
import { shared as texts } from "../i18n/share.en";
import { Budget, type Files } from "../lib/project/files";
import { cleanPath } from "../lib/project/path";
import { ProjectFilesError } from "../lib/project/error";
import { LATER } from "../lib/project/ids";
import { titleOf } from "../projects";
import type { RunHead } from "../protocol";
import type { LinkedRun } from "../state";
import { errorText, type Store } from "../store";
import { decode, LinkError, type Shared } from "./link";

learn(texts);

/** Opens what the fragment of an address has. Whether it plays now. */
export async function openLink(store: Store, fragment: string): Promise<boolean> {
  try {
    const shared = await decode(fragment);
    const head = await store.runs.head(shared.text);
    const run = described(shared, head);
    if (head.scenario !== null && !LATER.includes(head.scenario)) return await runLink(store, run);
    store.ask(run);
  } catch (error) {
    if (store.state.phase !== "failed") store.notice(wrong(error));
  }
  return false;
}

/** Makes it again. */
export async function runLink(store: Store, { shared, events }: LinkedRun): Promise<boolean> {
  const before = store.kept.there;
  const made = await store.runs.remake(shared.text);
  if (made.how === "refused") store.notice(t("link.refused", { why: made.why }));
  if (made.how !== "made") return false;
  store.kept.began({ aside: true });
  const { same, agrees, parts } = made.replayed;
  const kept = before ? ` ${t("link.before")}` : "";
  if (same) store.tell(t("link.opened") + kept);
  else store.notice(t("link.other", { agrees, parts }) + kept);
  const { event = 0, filter } = shared.view;
  if (filter) store.filter.show(filter);
  if (event > 0 && event <= events) void store.runs.openAt(event);
  return true;
}

/** The reader does not want it. Back leads to the question again. */
export function refuseLink(store: Store): void {
  store.ask(null);
  store.runs.leave();
  store.links.leave();
}

/** @throws ProjectFilesError, as of files that are dropped */
function described(shared: Shared, { scenario, name, files, seed, shuffled }: RunHead): LinkedRun {
  const { inputs, end } = JSON.parse(shared.text) as { inputs: unknown[]; end: { events: number; time: number } }; // to be told only
  if (files) check(files);
  const title = scenario === null ? name || t("run.unnamed") : titleOf(scenario, []);
  return { shared, name: title, files, seed, shuffled, inputs: inputs.length, events: Number(end.events), time: Number(end.time) };
}

/** A link has no more rights than a folder that is dropped on the page. */
function check(files: Files): void {
  const budget = new Budget();
  for (const [path, text] of Object.entries(files)) {
    if (cleanPath(path) !== path) throw new ProjectFilesError("bad_path", { path });
    budget.keep();
    budget.spend(path, new Blob([text]).size);
  }
}

function wrong(error: unknown): string {
  if (error instanceof LinkError) return t(`link.${error.why}`);
  return t("link.refused", { why: errorText(error) });
}
