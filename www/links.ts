// A run that is in the address of the page. What opens it is loaded when there is one.
import { t } from "./i18n/index";
import { isRunLink } from "./lib/run-link";
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

  /** What is played from now on is not what the address has. It goes, and Back leads to it: nobody can lose a link by going on with its run. */
  leave(): void {
    if (isRunLink()) history.pushState(null, "", location.pathname + location.search);
  }
}
