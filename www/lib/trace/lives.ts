// Who was born, named and dead up to a moment, as it is known of a trace of which only a part is kept: told to what is derived anew, where the
// events that say so are not there.

import { Exit, Field, Kind, RECORD_WORDS, Spawn } from "../../protocol";
import type { Derivation } from "./derive";
import { Life, PAGE, type Page } from "./processes";
import type { TraceRing } from "./ring";

const HIGH = 4_294_967_296;

interface Turn {
  event: number;
  process: number;
  how: "born" | "named" | "unnamed" | "ended";
}

export class Lives {
  private readonly pages: (Page | undefined)[];
  private readonly turns: Turn[] = [];
  private at = 0;
  private readonly record = new Uint32Array(RECORD_WORDS);

  /** Of those events that are kept nothing is told. */
  constructor(ring: TraceRing, last: number) {
    const add = (event: number, process: number, how: Turn["how"]) => {
      if (event > 0 && event <= last && !ring.has(event)) this.turns.push({ event, process, how });
    };
    this.pages = [...ring.processes.pages];
    this.pages.forEach((page, at) => {
      for (let place = 0; page && place < PAGE; place += 1) {
        const process = at * PAGE + place;
        const born = page.spawnEvent[place];
        if (process === 0 || !(page.flags[place] & Life.known) || born > last) continue;
        add(born, process, "born");
        // The name of one who was introduced has no event. What a later one replaced is forgotten.
        const named = page.nameEvent[place] || born;
        if (named > last) this.turns.push({ event: Math.min(last, ring.last), process, how: "unnamed" });
        else if (page.name[place] !== 0) add(named, process, "named");
        add(page.endEvent[place], process, "ended");
      }
    });
    this.turns.sort((a, b) => a.event - b.event);
  }

  /** Tells of all before event `n`. */
  pass(derived: Derivation, n: number): void {
    for (; this.at < this.turns.length && this.turns[this.at].event < n; this.at += 1) {
      const { event, process, how } = this.turns[this.at];
      const page = this.pages[Math.floor(process / PAGE)]!;
      const place = process % PAGE;
      const flags = page.flags[place];
      if (how === "ended") {
        this.tell(derived, event, Kind.exit, Exit.returned, process, 0, 0, 0);
      } else if (how === "named" || how === "unnamed") {
        this.tell(derived, event, Kind.register, 0, process, 0, how === "named" ? page.name[place] : 0, 0);
      } else if (page.entry[place] === 0) {
        // Whose spawn was lost was met at another event.
        this.tell(derived, event, Kind.log, 0, process, 0, 0, 0);
      } else {
        const spawn = (flags & Life.supervisor ? Spawn.supervisor : 0) | (flags & Life.terminal ? Spawn.terminal : 0);
        this.tell(derived, event, Kind.spawn, spawn, page.parent[place], process, page.entry[place], page.host[place]);
        derived.relive(process, flags);
      }
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
