// Who was born and who died up to a moment, as it is known of a trace of which only a part is kept: told to what is derived anew, where the
// events that say so are not there.

import { Exit, Field, Kind, RECORD_WORDS, Spawn } from "../../protocol";
import type { Derivation } from "./derive";
import { Life, PAGE, type Page } from "./processes";
import type { TraceRing } from "./ring";

const HIGH = 4_294_967_296;

interface Turn {
  event: number;
  process: number;
  ends: boolean;
}

export class Lives {
  private readonly pages: (Page | undefined)[];
  private readonly turns: Turn[] = [];
  private at = 0;
  private readonly record = new Uint32Array(RECORD_WORDS);

  /** Of those events that are kept nothing is told. */
  constructor(ring: TraceRing, last: number) {
    this.pages = [...ring.processes.pages];
    this.pages.forEach((page, at) => {
      for (let place = 0; page && place < PAGE; place += 1) {
        const process = at * PAGE + place;
        const [spawn, end] = [page.spawnEvent[place], page.endEvent[place]];
        if (process === 0 || !(page.flags[place] & Life.known) || page.entry[place] === 0 || spawn > last) continue;
        if (!ring.has(spawn)) this.turns.push({ event: spawn, process, ends: false });
        if (end > 0 && end <= last && !ring.has(end)) this.turns.push({ event: end, process, ends: true });
      }
    });
    this.turns.sort((a, b) => a.event - b.event);
  }

  /** Tells of all before event `n`. */
  pass(derived: Derivation, n: number): void {
    for (; this.at < this.turns.length && this.turns[this.at].event < n; this.at += 1) {
      const { event, process, ends } = this.turns[this.at];
      const page = this.pages[Math.floor(process / PAGE)]!;
      const place = process % PAGE;
      if (ends) {
        this.tell(derived, event, Kind.exit, Exit.returned, process, 0, 0, 0);
        continue;
      }
      const flags = page.flags[place];
      const how = (flags & Life.supervisor ? Spawn.supervisor : 0) | (flags & Life.terminal ? Spawn.terminal : 0);
      this.tell(derived, event, Kind.spawn, how, page.parent[place], process, page.entry[place], page.host[place]);
      if (page.name[place] !== 0) this.tell(derived, event, Kind.register, 0, process, 0, page.name[place], 0);
      derived.relive(process, flags);
    }
  }

  private tell(derived: Derivation, event: number, kind: number, flags: number, process: number, peer: number, text: number, a: number): void {
    const { record } = this;
    record[Field.number] = event;
    record[Field.number + 1] = event / HIGH;
    record[Field.kind] = kind | (flags << 8);
    record[Field.process] = process;
    record[Field.peer] = peer;
    record[Field.text] = text;
    record[Field.a] = a;
    derived.pass(event, 1, record, 0);
  }
}
