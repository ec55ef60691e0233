// What is known about each process of the run, built from the records as they come. Numbers never repeat and may run into
// millions, so the index is paged, and a page goes once the trace has forgotten everybody on it.

export const PAGE = 1024;
/** Pages of which only a part of the events is kept. */
const MOST_PAGES = 512;

/** Bits of `flags`. */
export const Life = {
  known: 1,
  supervisor: 2,
  terminal: 4,
  ended: 8,
  /** A supervisor that has done nothing yet but start its service: it has no lane on the screen. */
  hidden: 16,
  /** The service of this supervisor has run. */
  serving: 32,
  /** Where only some events are kept: one of them is about it. */
  held: 64,
} as const;

/** One page: a column per fact. Event numbers are float64: a long run passes 2³². */
export class Page {
  readonly flags = new Uint8Array(PAGE);
  readonly lastKind = new Uint8Array(PAGE);
  readonly entry = new Uint32Array(PAGE);
  readonly host = new Uint32Array(PAGE);
  readonly parent = new Uint32Array(PAGE);
  /** The name that it registered last. */
  readonly name = new Uint32Array(PAGE);
  readonly nameEvent = new Float64Array(PAGE);
  readonly lane = new Int32Array(PAGE).fill(-1);
  readonly depth = new Int32Array(PAGE);
  readonly received = new Uint32Array(PAGE);
  /** How often events had been lost when `depth` was last known to be right. */
  readonly losses = new Uint32Array(PAGE);
  readonly spawnEvent = new Float64Array(PAGE);
  readonly startEvent = new Float64Array(PAGE);
  readonly endEvent = new Float64Array(PAGE);
  readonly lastEvent = new Float64Array(PAGE);
  readonly lastReceive = new Float64Array(PAGE);
  living = 0;
  newestEnd = 0;
  filled = 0;
  /** One of its processes is held. */
  held = false;
}

export class ProcessIndex {
  readonly pages: (Page | undefined)[] = [];
  alive = 0;
  spawned = 0;

  /** The page of a process, made when needed. */
  page(process: number): Page {
    return this.pages[process >>> 10] ?? this.addPage(process >>> 10);
  }

  entryOf(process: number): number {
    return this.pages[process >>> 10]?.entry[process & (PAGE - 1)] ?? 0;
  }

  hostOf(process: number): number {
    return this.pages[process >>> 10]?.host[process & (PAGE - 1)] ?? 0;
  }

  nameOf(process: number): number {
    return this.pages[process >>> 10]?.name[process & (PAGE - 1)] ?? 0;
  }

  /** The event of its spawn; 0: that was lost. */
  spawnOf(process: number): number {
    return this.pages[process >>> 10]?.spawnEvent[process & (PAGE - 1)] ?? 0;
  }

  laneOf(process: number): number {
    return this.pages[process >>> 10]?.lane[process & (PAGE - 1)] ?? -1;
  }

  receivedBy(process: number): number {
    return this.pages[process >>> 10]?.received[process & (PAGE - 1)] ?? 0;
  }

  /** Messages that wait for a process now. */
  depthOf(process: number): number {
    return this.pages[process >>> 10]?.depth[process & (PAGE - 1)] ?? 0;
  }

  /** Whether it is not known of which entry a process is: its spawn was lost. */
  isStranger(process: number): boolean {
    const page = this.pages[process >>> 10];
    const place = process & (PAGE - 1);
    return page !== undefined && (page.flags[place] & Life.known) !== 0 && page.entry[place] === 0;
  }

  /** Who a process is, as its spawn says, or what it is called by now. */
  call(process: number, born: boolean, text: number, host: number): void {
    const page = this.page(process);
    const place = process & (PAGE - 1);
    if (!born) page.name[place] = text;
    else [page.entry[place], page.host[place]] = [text, host];
  }

  /** An event about this process is kept, where others are not. */
  hold(process: number): void {
    const page = this.pages[process >>> 10];
    if (!page) return;
    page.held = true;
    page.flags[process & (PAGE - 1)] |= Life.held;
  }

  /** Whether it came after `since`, has ended, and no event about it is kept. */
  isIdle(process: number, since: number): boolean {
    const page = this.pages[process >>> 10];
    const place = process & (PAGE - 1);
    return page !== undefined && page.spawnEvent[place] > since && (page.flags[place] & (Life.ended | Life.held)) === Life.ended;
  }

  /** Forget the pages on which everybody ended before `event`, and those on which nobody is held and everybody ended before `horizon`. */
  forget(event: number, horizon: number): void {
    const pages = this.pages;
    for (let at = 0; at < pages.length - 1; at += 1) {
      const page = pages[at];
      if (page && page.living === 0 && page.filled > 0 && page.newestEnd < (page.held ? event : horizon)) pages[at] = undefined;
    }
  }

  /** There are more pages than may be: up to this event all is to be forgotten; 0: nothing. */
  surplus(): number {
    const ended = this.pages.filter((page) => page && page.held && page.living === 0);
    const surplus = ended.length - MOST_PAGES;
    return surplus > 0 ? Math.max(...ended.slice(0, surplus).map((page) => page!.newestEnd)) + 1 : 0;
  }

  clear(): void {
    this.pages.length = 0;
    this.alive = 0;
    this.spawned = 0;
  }

  private addPage(at: number): Page {
    while (this.pages.length <= at) this.pages.push(undefined);
    const page = new Page();
    this.pages[at] = page;
    return page;
  }
}
