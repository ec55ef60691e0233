// A run that is in the address of the page, and links to the one that is played. What opens and makes them is loaded when it is wanted.
import { t } from "./i18n/index";
import { loaded } from "./lib/missing";
import { isRunLink } from "./lib/run-link";
import { hasRun } from "./state";
import type { Store } from "./store";

export class Links {
  constructor(private readonly store: Store) {
    // A link that is pasted over the page's own address, or that Back leads to.
    addEventListener("hashchange", () => isRunLink() && void this.open());
  }

  /** Opens the run in the address. Whether it plays: it may be a bad link, or one that the reader is asked about first. */
  async open(): Promise<boolean> {
    try {
      const { openLink } = await import("./share/opening");
      return await openLink(this.store, location.hash);
    } catch {
      this.store.notice(t("part.missing", { part: t("part.link") }), () => void this.open());
      return false;
    }
  }

  /** Copies one with the run that is played, and the moment that is shown. */
  async copy(): Promise<void> {
    const { store } = this;
    if (!hasRun(store.state)) return;
    try {
      const { copyLink } = await loaded("part.link", import("./share/sharing"));
      await copyLink(store);
    } catch (error) {
      store.complain(error, () => void this.copy());
    }
  }

  /** What is played from now on is not what the address has. It goes, and Back leads to it: nobody can lose a link by going on with its run. */
  leave(): void {
    if (isRunLink()) history.pushState(null, "", location.pathname + location.search);
  }
}
