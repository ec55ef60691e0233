// What the reader does to the lanes: drag, move, pin, hide, fold. Each deed makes a new arrangement; the diagram keeps it, and
// tells the page.

import { t } from "../../i18n/index";
import { AS_IT_COMES, columnName, columnNamed, moved, toggled, type Arrangement } from "../../lib/arrangement";
import { entryName, shortPid } from "../../lib/pid";
import type { Group } from "../../lib/trace/lanes";
import { byBusiness, type Column } from "./columns";
import { headWidth } from "./heads";
import type { Drag } from "./pointer";
import { selectedProcess, xOf, type Scene } from "./scene";

/** Lanes of one group that the menu offers to pick from. */
const OFFERED = 24;

interface Host {
  readonly scene: Scene;
  readonly arrangement: Arrangement;
  /** `resting`: nothing is in the reader's hand any more, so that the page may know. */
  arranged(arrangement: Arrangement, resting: boolean): void;
  say(text: string): void;
  readonly updateComplete: Promise<boolean>;
  readonly renderRoot: ParentNode;
}

export class Arranging {
  /** What the menu offers, by group: it must not change under the pointer. */
  private readonly offers = new Map<Group, number[]>();

  constructor(private readonly host: Host) {}

  get arrangement(): Arrangement {
    return this.host.arrangement;
  }

  get columns(): readonly Column[] {
    return this.host.scene.columns.items;
  }

  /** Hidden columns of this run, each with what it is. */
  get hidden(): Pick<Column, "name" | "group" | "lane">[] {
    const { ring } = this.host.scene;
    return this.arrangement.hidden.flatMap((name) => {
      const column = columnNamed(ring, name);
      return column ? [{ name, group: column.group.id, lane: column.lane }] : [];
    });
  }

  reset(): void {
    this.set(AS_IT_COMES);
  }

  pin(name: string): void {
    this.set({ pinned: toggled(this.arrangement.pinned, name) });
  }

  hide(name: string): void {
    this.set({ hidden: toggled(this.arrangement.hidden, name) });
  }

  /** To another place among the columns. */
  move(name: string, to: number): void {
    const { columns } = this.host.scene;
    const names = columns.items.map((column) => column.name);
    this.set({ order: moved(names, names.indexOf(name), Math.max(0, Math.min(names.length - 1, to))) });
    const at = columns.indexOf(name);
    this.host.say(t("diagram.lane.place", { name: this.label(columns.items[at]), at: at + 1, count: names.length }));
  }

  /** Opens a folded group, so that its busiest lanes stand alone, or folds it. */
  fold(id: number, open: boolean): void {
    const { ring, columns } = this.host.scene;
    const group = ring.lanes.groups[id];
    const chosen = selectedProcess(this.host.scene);
    this.open(group, open ? columns.busiest(ring, group, chosen > 0 ? ring.processes.laneOf(chosen) : -1) : []);
    this.host.say(this.foldLabel(id, open));
  }

  foldLabel(id: number, open: boolean): string {
    const { ring } = this.host.scene;
    const { entry, alive } = ring.lanes.groups[id];
    return t(open ? "diagram.fold.open" : "diagram.fold.close", { name: entryName(ring.textOf(entry)), count: alive });
  }

  /** One lane more, or one less, that stands alone. */
  pick(group: Group, place: number): void {
    this.open(group, toggled(this.picks(group), place));
  }

  picks(group: Group): readonly number[] {
    return this.arrangement.opened[columnName(this.host.scene.ring, group)] ?? [];
  }

  /** The lanes of a group that can be picked: those that are, and the busiest. */
  offer(group: Group): readonly number[] {
    let places = this.offers.get(group);
    if (!places) {
      places = [...new Set([...this.picks(group), ...byBusiness(this.host.scene.ring, group)])].slice(0, OFFERED).sort((a, b) => a - b);
      this.offers.set(group, places);
    }
    return places;
  }

  refresh(): void {
    this.offers.clear();
  }

  /** The menu, when it shows what was done last. */
  async drawn(): Promise<Element | null> {
    await this.host.updateComplete;
    return this.host.renderRoot.querySelector("#lanes");
  }

  group({ group }: Pick<Column, "group">): Group {
    return this.host.scene.ring.lanes.groups[group];
  }

  /** "worker 0x00005", "worker ×212" */
  label({ group, lane }: Pick<Column, "group" | "lane">): string {
    const { ring } = this.host.scene;
    if (group === 0) return t("diagram.outside");
    const { entry, alive } = ring.lanes.groups[group];
    const name = entryName(ring.textOf(entry)) || "?";
    return lane < 0 ? `${name} ×${alive}` : `${name} ${shortPid(ring.lanes.lanes[lane].owners.at(-1) ?? 0)}`;
  }

  /** The column whose head is at this place; −1: none. */
  columnAt(x: number, y: number): number {
    const { scene } = this.host;
    if (y > scene.view.head) return -1;
    const half = headWidth(scene) / 2;
    return this.columns.findIndex((_, at) => Math.abs(xOf(scene, at) - x) <= half);
  }

  /** A head that is pulled takes its lane along, and the others make room at once. */
  drag(x: number, y: number): Drag | null {
    const { scene } = this.host;
    const at = this.columnAt(x, y);
    if (at < 0) return null;
    const { name, pinned } = this.columns[at];
    const grip = x - xOf(scene, at);
    return {
      move: (to) => {
        const { columns, view } = scene;
        columns.held = name;
        columns.heldX = to - grip + (pinned ? 0 : view.panX);
        const names = this.columns.map((column) => column.name);
        const from = names.indexOf(name);
        const first = this.columns[from === 0 ? 1 : 0];
        const left = first ? first.x - (from === 0 ? columns.width : 0) : columns.heldX;
        const place = Math.max(0, Math.min(names.length - 1, Math.round((columns.heldX - left) / columns.width)));
        this.host.arranged(from === place ? this.arrangement : { ...this.arrangement, order: moved(names, from, place) }, false);
      },
      end: () => {
        scene.columns.held = "";
        this.host.arranged(this.arrangement, true);
      },
    };
  }

  private open(group: Group, places: readonly number[]): void {
    this.set({ opened: { ...this.arrangement.opened, [columnName(this.host.scene.ring, group)]: places } });
  }

  private set(change: Partial<Arrangement>): void {
    this.host.arranged({ ...this.arrangement, ...change }, true);
  }
}
