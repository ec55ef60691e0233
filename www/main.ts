// The page starts here: the engine first, for it takes longest, and then what shows it.
import { Engine } from "./engine";
import { load } from "./lib/preferences";
import { engineFor } from "./lib/project/ids";
import { isRunLink } from "./lib/run-link";
import { readMark } from "./lib/tab";

// Only the engine with Lua makes a run again.
const engine = new Engine(readMark().kept || isRunLink() ? "lua" : engineFor(load().scenario));
const { begin } = await import("./page");
await begin(engine);
