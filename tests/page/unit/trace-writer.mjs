// Writes trace records as the engine does, for tests of what the page derives from them.

const WORDS = 16;
const HIGH = 2 ** 32;

export class TraceWriter {
  constructor(Kind) {
    this.Kind = Kind;
    this.number = 0;
    this.time = 0;
    this.turn = 0;
    this.records = [];
    this.texts = [];
    this.sent = 0;
  }

  text(value) {
    let id = this.texts.indexOf(value) + 1;
    if (id === 0) id = this.texts.push(value);
    return id;
  }

  /** `write("send", { process: 1, peer: 2, text: "echo" })` → the event's number. */
  write(kind, { process = 0, peer = 0, text = "", cause = 0, flags = 0, a = 0, b = 0, payload = 0 } = {}) {
    this.number += 1;
    const words = new Uint32Array(WORDS);
    const long = (at, value) => {
      words[at] = value % HIGH;
      words[at + 1] = Math.floor(value / HIGH);
    };
    long(0, this.number);
    long(2, this.time);
    long(4, cause);
    words[6] = this.Kind[kind] | (flags << 8);
    words[7] = this.turn;
    words[8] = process;
    words[9] = peer;
    words[10] = text === "" ? 0 : this.text(text);
    words[11] = payload;
    long(12, a);
    long(14, b);
    this.records.push(words);
    return this.number;
  }

  /** A process that was spawned and has started. */
  spawn(process, entry, { parent = 0, host = "app:processes", flags = 0 } = {}) {
    const cause = this.write("spawn", { process: parent, peer: process, text: entry, a: this.text(host), flags });
    return this.write("start", { process, peer: parent, cause });
  }

  pass(ns) {
    this.time += ns;
    this.turn += 1;
  }

  /** Gives everything written so far to the ring. */
  into(ring) {
    ring.addTexts(this.sent + 1, this.texts.slice(this.sent));
    this.sent = this.texts.length;
    const all = new Uint32Array(this.records.length * WORDS);
    this.records.forEach((words, at) => all.set(words, at * WORDS));
    ring.append(all.buffer, this.records.length);
    this.records = [];
  }
}
