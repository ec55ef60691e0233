// What a run of the tree is called.
import { formatNumber, t } from "../../i18n/index";
import type { Branch } from "../../lib/branches";

/** Run 2 · from event 40 of run 1 · 58 events */
export function branchName({ id, from, events }: Branch, current: number): string {
  const name = t("branches.name", { n: String(id) });
  const origin = from ? ` · ${t("branches.from", { event: formatNumber(from.event), branch: String(from.branch) })}` : "";
  return `${name}${origin} · ${id === current ? t("branches.current") : t("branches.events", { n: events })}`;
}
