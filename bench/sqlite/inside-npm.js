import { serve } from "./inside.js";
import { open } from "./npm-store.js";

serve(() => open("bench-npm-inside", "PERSIST"));
