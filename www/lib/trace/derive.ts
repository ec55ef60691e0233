// What the page works out from the records, one by one, as they come: which event answers which, who waits how deep, who stands
// on which lane, which row an event has. This loop runs for every event of a flood: it makes no object and asks each
// question once.

import { Fault, Field, Kind, RECORD_WORDS, Spawn } from "../../protocol";
import { LaneBook } from "./lanes";
import { Life, ProcessIndex, type Page } from "./processes";
import { SIDE_WORDS } from "./records";
import { LOST, Side, type TraceRing } from "./ring";
import { HAS_ROW, RowIndex } from "./rows";

const HIGH = 4_294_967_296;
const PAGE_MASK = 1023;

/** Texts on which something here depends. */
const Meaning = { none: 0, folded: 1, running: 2, drop: 3, delay: 4, duplicate: 5 } as const;
const MEANINGS: Readonly<Record<string, number>> = { running: Meaning.running, drop: Meaning.drop, delay: Meaning.delay, duplicate: Meaning.duplicate };

/** These inputs have no row: the send or spawn that follows says it all. */
const FOLDED_INPUTS = new Set(["send", "start", "start service"]);

export class Derivation {
  readonly processes = new ProcessIndex();
  readonly lanes = new LaneBook();
  readonly rows: RowIndex;
  /** Events were lost just before the next one. */
  private lost = false;
  /** How often events were lost. */
  private losses = 0;
  /** Events were lost since somebody said who lives. */
  uncertain = false;
  /** There has been a fault: an event may lie between a send and its receive. */
  private faulty = false;
  private meanings = new Uint8Array(256);
  /** What is read is not kept: it has no row, and nothing leads to it. */
  private passing = false;
  private readonly scratch = new Uint32Array(SIDE_WORDS);

  constructor(
    private readonly ring: TraceRing,
    capacity: number,
  ) {
    this.rows = new RowIndex(capacity);
    this.lanes.isIdle = (process, event) => this.processes.isIdle(process, event);
  }

  learn(id: number, text: string): void {
    if (id >= this.meanings.length) {
      const meanings = new Uint8Array(id * 2);
      meanings.set(this.meanings);
      this.meanings = meanings;
    }
    this.meanings[id] = FOLDED_INPUTS.has(text) ? Meaning.folded : Object.hasOwn(MEANINGS, text) ? MEANINGS[text] : Meaning.none;
  }

  clear(): void {
    this.processes.clear();
    this.lanes.clear();
    this.rows.clear();
    this.lost = false;
    this.losses = 0;
    this.uncertain = false;
    this.meanings.fill(0);
    this.faulty = false;
  }

  /** Events were lost just before the next one that is read. */
  lose(): void {
    this.lost = true;
    this.losses += 1;
    this.uncertain = true;
  }

  /** `living` are all that live now: the exits of the others were lost. */
  reconcile(living: ReadonlySet<number>): void {
    this.uncertain = false;
    this.processes.pages.forEach((page, at) => {
      if (!page || page.living === 0) return;
      for (let place = 0; place <= PAGE_MASK; place += 1) {
        const process = at * (PAGE_MASK + 1) + place;
        if (process !== 0 && page.flags[place] & Life.known && !living.has(process)) this.ended(this.ring.last, process, page, place);
      }
    });
  }

  /** `oldest`: the oldest event that is kept. Who ended before `horizon` is forgotten too, if no event that is kept is about them. */
  forget(oldest: number, horizon: number): void {
    this.processes.forget(oldest, horizon);
    this.lanes.forget(oldest);
  }

  /** How many messages wait may be wrong, until a receive says how many. */
  doubt(): void {
    this.losses += 1;
    this.uncertain = true;
  }

  /** A process of which it was known what it does for its service. */
  relive(process: number, flags: number): void {
    const page = this.processes.page(process);
    const place = process & PAGE_MASK;
    page.flags[place] = flags & ~Life.ended;
    if (!(flags & Life.hidden)) this.lanes.reveal(page.lane[place]);
  }

  /** Reads records that are not kept. */
  pass(first: number, count: number, words: Uint32Array, within: number): void {
    this.passing = true;
    this.read(first, count, words, this.scratch, within);
    this.passing = false;
  }

  /** `count` records that lie in `words` from record `within` on. */
  read(first: number, count: number, words: Uint32Array, sides: Uint32Array, within: number): void {
    const { ring, rows, processes } = this;
    const pages = processes.pages;
    let at = within * RECORD_WORDS;
    const { passing } = this;
    const step = passing ? 0 : SIDE_WORDS;
    let side = within * step;
    for (let i = 0; i < count; i += 1, at += RECORD_WORDS, side += step) {
      const n = first + i;
      const kind = words[at + Field.kind] & 255;
      const process = words[at + Field.process];
      const page = pages[process >>> 10] ?? processes.page(process);
      const place = process & PAGE_MASK;
      let row = HAS_ROW[kind];
      sides[side + Side.pair] = 0;
      sides[side + Side.depth] = 0;

      switch (kind) {
        case LOST: {
          this.lose();
          break;
        }
        case Kind.send: {
          this.wait(words[at + Field.peer], 1, n, sides, side);
          break;
        }
        case Kind.receive: {
          const cause = this.sendOf(words[at + Field.cause] + words[at + Field.cause + 1] * HIGH);
          if (cause >= ring.first) ring.setPair(cause, n);
          if (page.losses[place] === this.losses) this.wait(process, -1, n, sides, side);
          else {
            // What is left in the mailbox says how many there were, whatever was lost. (It is the mailbox that was read:
            // of one who listens to topics, too, those in the others are counted again when they come.)
            page.losses[place] = this.losses;
            this.wait(process, words[at + Field.b] - page.depth[place], n, sides, side);
          }
          page.received[place] += 1;
          page.lastReceive[place] = n;
          if (page.flags[place] & Life.hidden) row = this.wake(page, place);
          break;
        }
        case Kind.done: {
          const cause = words[at + Field.cause] + words[at + Field.cause + 1] * HIGH;
          if (cause >= ring.first) ring.setPair(cause, n);
          break;
        }
        case Kind.dead_letter: {
          // Only one that lay unread leaves a mailbox; the others never got into one.
          const unread = ((words[at + Field.kind] >>> 8) & 1) === 1;
          const cause = words[at + Field.cause] + words[at + Field.cause + 1] * HIGH;
          // One that was late has arrived a moment before.
          if (unread || (this.faulty && cause >= ring.first && ring.kind(cause) === Kind.fault)) {
            this.wait(words[at + Field.peer], -1, n, sides, side);
            this.end(cause, n);
          }
          break;
        }
        case Kind.spawn: {
          const flags = (words[at + Field.kind] >>> 8) & 255;
          const hidden = page.flags[place] & Life.hidden;
          this.born(n, words[at + Field.peer], words[at + Field.text], words[at + Field.a], process, flags);
          if (flags & Spawn.supervisor || hidden) row = 0;
          break;
        }
        case Kind.start: {
          this.answer(words, at, n);
          page.startEvent[place] = n;
          if (page.flags[place] & Life.hidden) row = 0;
          break;
        }
        case Kind.exit: {
          this.answer(words, at, n, Kind.input, Kind.fault);
          if (page.flags[place] & Life.hidden) row = 0;
          this.ended(n, process, page, place);
          break;
        }
        case Kind.event: {
          this.answer(words, at, n);
          if (page.flags[place] & Life.hidden) row = this.wake(page, place);
          break;
        }
        case Kind.timer_fired: {
          const cause = words[at + Field.cause] + words[at + Field.cause + 1] * HIGH;
          if (cause >= ring.first) {
            sides[side + Side.depth] = ring.pair(cause) || cause;
            if (!passing) ring.setPair(cause, n);
          }
          if (page.flags[place] & Life.hidden) row = 0;
          break;
        }
        case Kind.timer_stopped: {
          this.answer(words, at, n);
          break;
        }
        case Kind.input: {
          if (this.meanings[words[at + Field.text]] === Meaning.folded) row = 0;
          break;
        }
        case Kind.fault: {
          this.faulty = true;
          this.struck(words, at, n, sides, side);
          break;
        }
        case Kind.register: {
          page.name[place] = words[at + Field.text];
          page.nameEvent[place] = n;
          break;
        }
        case Kind.service: {
          if (this.meanings[words[at + Field.text]] === Meaning.running) page.flags[place] |= Life.serving;
          break;
        }
      }

      if (process !== 0 && !(page.flags[place] & Life.known)) this.meet(n, process, page, place);
      page.lastKind[place] = kind;
      page.lastEvent[place] = n;
      if (row === 1 && !passing) {
        rows.push(n, words[at + Field.time] + words[at + Field.time + 1] * HIGH, words[at + Field.turn], this.lost);
        this.lost = false;
      }
      sides[side + Side.row] = rows.count === 0 ? 0 : rows.count - 1;
    }
  }

  /** One more, or one less, waits for `process`. */
  private wait(process: number, change: number, n: number, sides: Uint32Array, side: number): void {
    const page = this.processes.pages[process >>> 10] ?? this.processes.page(process);
    const place = process & PAGE_MASK;
    if (process !== 0 && !(page.flags[place] & Life.known)) this.meet(n, process, page, place);
    // A lost send must not leave a mailbox owing messages.
    const depth = Math.max(0, page.depth[place] + change);
    const group = this.lanes.groups[process === 0 ? 0 : this.lanes.lanes[page.lane[place]].group];
    group.depth = Math.max(0, group.depth + depth - page.depth[place]);
    page.depth[place] = depth;
    sides[side + Side.depth] = depth;
    sides[side + Side.groupDepth] = group.depth;
  }

  /** Links the cause of a record to it, once. `only`: when the cause is of this kind, or of the `other`. */
  private answer(words: Uint32Array, at: number, n: number, only = 0, other = only): void {
    const cause = words[at + Field.cause] + words[at + Field.cause + 1] * HIGH;
    const { ring } = this;
    if (cause === 0 || cause < ring.first) return;
    if (only !== 0 && ring.kind(cause) !== only && ring.kind(cause) !== other) return;
    if (ring.pair(cause) === 0) ring.setPair(cause, n);
  }

  /** What a fault does to a message counts in the mailbox, unless the message is late: then it lies in none. */
  private struck(words: Uint32Array, at: number, n: number, sides: Uint32Array, side: number): void {
    const flags = (words[at + Field.kind] >>> 8) & 255;
    const cause = words[at + Field.cause] + words[at + Field.cause + 1] * HIGH;
    if (flags & Fault.refused || cause === 0) return;
    const peer = words[at + Field.peer];
    const meaning = this.meanings[words[at + Field.text]];
    if (flags & Fault.arrived) {
      this.wait(peer, 1, n, sides, side);
      if (cause >= this.ring.first) this.ring.setPair(cause, n);
    } else {
      const change = meaning === Meaning.duplicate ? 1 : meaning === Meaning.drop || meaning === Meaning.delay ? -1 : 0;
      this.wait(peer, this.isLate(cause) ? 0 : change, n, sides, side);
    }
    if (meaning === Meaning.drop) this.end(cause, n);
  }

  /** Nobody receives the message that got where it is with `cause`: `n` says why. */
  private end(cause: number, n: number): void {
    const { ring } = this;
    const send = this.sendOf(cause);
    if (send >= ring.first && send > 0 && ring.pair(send) === 0) ring.setPair(send, n);
  }

  /** Where a message begins that got where it is with `event`: its send, or the fault that made it as a copy. */
  private sendOf(event: number): number {
    return this.faulty ? this.ring.sendOf(event) : event;
  }

  /** Whether a message that got where it is with `event` is late. */
  private isLate(event: number): boolean {
    const { ring } = this;
    for (let n = event; n > 0 && n >= ring.first && ring.kind(n) === Kind.fault; n = ring.cause(n)) {
      if (this.meanings[ring.textId(n)] === Meaning.delay) return (ring.flags(n) & Fault.arrived) === 0;
    }
    return false;
  }

  private born(n: number, process: number, entry: number, host: number, parent: number, flags: number): void {
    const page = this.processes.page(process);
    const place = process & PAGE_MASK;
    const supervisor = (flags & Spawn.supervisor) !== 0;
    const terminal = (flags & Spawn.terminal) !== 0;
    page.losses[place] = this.losses;
    page.flags[place] = Life.known | (supervisor ? Life.supervisor | Life.hidden : 0) | (terminal ? Life.terminal : 0);
    page.entry[place] = entry;
    page.host[place] = host;
    page.parent[place] = parent;
    page.spawnEvent[place] = n;
    page.lane[place] = this.lanes.take(process, entry, host, n, terminal, supervisor);
    page.filled += 1;
    page.living += 1;
    this.processes.alive += 1;
    this.processes.spawned += 1;
  }

  /** It has become known who a stranger is. */
  introduce(process: number, entry: number, host: number, name: number, terminal: boolean, supervisor: boolean): void {
    const page = this.processes.page(process);
    const place = process & PAGE_MASK;
    page.flags[place] |= (supervisor ? Life.supervisor : 0) | (terminal ? Life.terminal : 0);
    page.entry[place] = entry;
    page.host[place] = host;
    if (page.name[place] === 0) page.name[place] = name;
    // The lane of one that has ended may be another's by now.
    if (!(page.flags[place] & Life.ended)) this.lanes.move(page.lane[place], entry, host, terminal, supervisor, page.depth[place]);
  }

  /** A process whose spawn was lost. */
  private meet(n: number, process: number, page: Page, place: number): void {
    page.flags[place] |= Life.known;
    page.spawnEvent[place] = n;
    page.startEvent[place] = n;
    page.lane[place] = this.lanes.take(process, 0, 0, n, false, false);
    page.filled += 1;
    page.living += 1;
    this.processes.alive += 1;
  }

  private ended(n: number, process: number, page: Page, place: number): void {
    if (!(page.flags[place] & Life.known)) this.meet(n, process, page, place);
    if (page.flags[place] & Life.ended) return;
    page.flags[place] |= Life.ended;
    page.endEvent[place] = n;
    page.living -= 1;
    page.newestEnd = n;
    this.processes.alive -= 1;
    this.lanes.release(page.lane[place], n);
  }

  /** A hidden supervisor takes a delivery: worth a lane, once its service has run. Returns whether this record has a row. */
  private wake(page: Page, place: number): 0 | 1 {
    if (!(page.flags[place] & Life.serving)) return 0;
    page.flags[place] &= ~Life.hidden;
    this.lanes.reveal(page.lane[place]);
    return 1;
  }
}
