// A project may be dropped anywhere on the page: the browser would otherwise leave the page and show the file.
import { t } from "./i18n/index";
import type { Store } from "./store";

export function takeDrops(store: Store): void {
  const carriesFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false;
  addEventListener("dragover", (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
  addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    void open(store, event.dataTransfer!);
  });
}

async function open(store: Store, transfer: DataTransfer): Promise<void> {
  // What a drop carries is gone with its event: it is read before anything is waited for, and so is not loaded lazily.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const files = [...transfer.files];
  try {
    const { readEntries } = await import("./lib/project/index");
    await store.bring(await readEntries(entries, files));
    store.dialog(null);
  } catch (error) {
    const { projectError } = await import("./views/dialogs/project").catch(() => ({ projectError: () => t("loading.failed") }));
    store.notice(projectError(error));
  }
}
