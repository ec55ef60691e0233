// Runs of all sorts, made of dice: for tests that hold one way of reading a trace against another.

/** A run of many processes that say all sorts of things. */
export function storm(trace, events, random, kinds = ["send", "receive", "done", "timer_fired", "register", "exit", "log", "event"]) {
  for (let at = 0; at < events; at += 1) {
    const pick = (of) => of[Math.floor(random() * of.length)];
    if (random() < 0.3) trace.pass(Math.floor(random() * 3_000_000));
    if (trace.number < 4 || random() < 0.01) trace.spawn(1 + Math.floor(trace.number / 3), pick(["app:worker", "app:relay", "app:cli"]));
    const process = Math.floor(random() * (trace.number / 4));
    const text = pick(["echo", "get", "set", "EXIT", "worker"]);
    const cause = random() < 0.8 ? Math.max(1, trace.number - Math.floor(random() * 40)) : 0;
    trace.write(pick(kinds), { process, peer: Math.floor(random() * (trace.number / 4)), text, cause: Math.min(cause, trace.number) });
  }
}

export function dice(seed) {
  return () => ((seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648);
}
