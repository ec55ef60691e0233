// The page starts here: the engine first, for it takes longest, and then what shows it.
import { Engine } from "./engine";
import { load } from "./lib/preferences";
import { engineFor } from "./lib/project/ids";

const engine = new Engine(engineFor(load().scenario));
const { begin } = await import("./page");
await begin(engine);
