// The page's keys. Single keys never act while somebody types, and can be switched off; a focused control keeps its own keys.
import { t } from "./i18n/index";
import { processWord } from "./lib/faults";
import { letterOf } from "./lib/letter";
import { messageOf } from "./lib/message";
import type { Store } from "./store";

const TYPING = "input, textarea, select, [contenteditable]";
/** Space presses these. */
const PRESSED = "button, a, summary, [role=tab], [role=treeitem], [role=separator], [role=option]";

/** K, P: what the selected process has to expect; X, D: the selected message. Whether there is one. */
function strike(store: Store, key: string): boolean {
  const { selection, ring, rows, past } = store.state;
  if (!selection) return false;
  if ("process" in selection) {
    const row = rows.find(({ number, ended }) => number === selection.process && !ended);
    if (!row || key === "x" || key === "d") return false;
    if (key === "k") store.kill(row.number);
    else store.fault(`${row.paused ? "resume" : "pause"} ${processWord(row.number)}`);
    return true;
  }
  const message = ring.has(selection.event) ? messageOf(ring, selection.event, past?.event) : null;
  if (!message?.send || key === "k" || key === "p") return false;
  // Asked all the same, the engine would write down a fault that does nothing, after it went on from an earlier moment.
  if (message.receive || message.lost) store.complain(new Error(t("faults.too_late")));
  else store.fault(`${key === "x" ? "drop" : "duplicate"} #${message.send}`);
  return true;
}

export function listen(store: Store): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey) return;
    const key = letterOf(event);
    if ((event.ctrlKey || event.metaKey) && key === "k") {
      event.preventDefault();
      return store.dialog(store.state.dialog === "palette" ? null : "palette");
    }
    // The browser's own search finds nothing in a canvas, and in a table only what is in view.
    const search = (event.ctrlKey || event.metaKey) && key === "f" && (event.target as Element).closest?.("#panel-diagram, #panel-table");
    if (search && store.state.phase === "ready" && !store.state.dialog) {
      event.preventDefault();
      return store.filter.open();
    }
    if (event.key === "F3" && store.state.filter.found) {
      event.preventDefault();
      return void store.filter.next(event.shiftKey ? -1 : 1);
    }
    if (event.ctrlKey || event.metaKey || !store.state.preferences.singleKeys || store.state.dialog || store.state.phase !== "ready") return;
    // The diagram's own buttons lie in a shadow root, which hides them from `target`.
    const [origin] = event.composedPath();
    const target = origin instanceof Element ? origin : document.body;
    if (target.closest(TYPING)) return;
    // What is typed before the bar of the search is there is meant for it: a letter of it must kill nobody.
    if (store.state.filter.open && event.key.length === 1 && !document.querySelector("rh-filter .filter-row")) {
      event.preventDefault();
      return store.filter.typeAhead(event.key);
    }
    switch (key) {
      case " ":
        if (target.closest(PRESSED)) return;
        store.toggle();
        break;
      case ".":
        store.step();
        break;
      case ",":
        store.rewind.by(-1);
        break;
      case "/":
        store.filter.open();
        break;
      case "y":
        void store.links.copy();
        break;
      case "k":
      case "p":
      case "x":
      case "d":
        if (!strike(store, key)) return;
        break;
      case "?":
        store.dialog("help");
        break;
      default:
        return;
    }
    event.preventDefault();
  });
}
