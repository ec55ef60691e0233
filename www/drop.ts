// A project may be dropped anywhere on the page: the browser would otherwise leave the page and show the file.
import { loaded } from "./lib/missing";
import { runText } from "./lib/run-file";
import type { Store } from "./store";

export function takeDrops(store: Store): void {
  const carriesFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false;
  addEventListener("dragover", (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
  addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    // What a drop carries is gone with its event: it is read before anything is waited for, and so is not loaded lazily.
    const { items, files } = event.dataTransfer!;
    void open(store, [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null), [...files]);
  });
}

async function open(store: Store, entries: FileSystemEntry[], files: File[]): Promise<void> {
  try {
    const run = await runText(files);
    if (run !== undefined && store.state.dialog === "compare") return store.runs.compare({ how: "file", text: run, name: files[0].name });
    if (run !== undefined) {
      store.dialog(null);
      return await store.openRun(run);
    }
    const { readEntries } = await loaded("part.files", import("./lib/project/index"));
    await store.bring(await readEntries(entries, files));
    store.dialog(null);
  } catch (error) {
    store.complain(error, () => void open(store, entries, files));
  }
}
