// How long something still lives, as text.
import { language, t } from "../../i18n/index";
import { formatDuration } from "../../lib/time";

const SECOND = 1e9;

export class Left {
  private tenths = new Intl.NumberFormat();
  private spokenIn = "";

  /** Of nanoseconds: "4.0 s", and from a minute on in whole steps. */
  text(ns: number): string {
    if (ns >= 60 * SECOND) return formatDuration(ns);
    if (this.spokenIn !== language()) {
      this.spokenIn = language();
      // With one digit always, so that a number that falls does not jump.
      this.tenths = new Intl.NumberFormat(this.spokenIn, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    }
    return `${this.tenths.format(ns / SECOND)}\u00a0${t("unit.s")}`;
  }
}
