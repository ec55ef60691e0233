// The page: one store, one view, the keys, and what the document itself shows of the state.
import { takeDrops } from "./drop";
import type { Engine } from "./engine";
import { language, t } from "./i18n/index";
import { listen } from "./keys";
import { Store } from "./store";
import "./views/app";
import { whenIdle } from "./views/parts";

export { openDatabase } from "./sqlite/open";

const NARROW = "(max-width: 700px)";

const store = new Store();

/** Shows it. `engine` is on its way. */
export async function begin(engine: Engine): Promise<void> {
  const narrow = matchMedia(NARROW);
  narrow.addEventListener("change", () => store.narrow(narrow.matches));
  store.narrow(narrow.matches);

  store.start(engine);
  // The engine loads meanwhile. Without the remembered language's texts the page speaks English, this time.
  await store.speak(store.state.preferences.lang);

  store.subscribe(["preferences", "phase"], reflect);
  reflect();
  listen(store);
  takeDrops(store);
  keepRuns();

  const app = document.createElement("rh-app");
  app.store = store;
  document.querySelector("#loader")?.replaceWith(app);
}

/** As soon as there is something to see, and nothing better to do: it is not for the first look. */
function keepRuns(): void {
  const leave = store.subscribe(["phase"], () => {
    if (store.state.phase !== "ready") return;
    leave();
    whenIdle(() => void store.kept.with((keeper) => keeper.offer()));
  });
}

function reflect(): void {
  const { preferences, phase } = store.state;
  const { dataset } = document.documentElement;
  document.documentElement.lang = language();
  dataset.theme = preferences.theme;
  dataset.state = phase;
  document.title = t("title");
}
