// What a name in a Lua text stands for: through `local t = require("time")`, and by what a call gives back.
import { about } from "./about";
import { API, MODULES, OBJECTS, type Help } from "./api";

export interface Found {
  name: string; // "time.after", "Channel:receive"
  help: Help;
}

/** What follows `base.` or `base:`; with a colon and an unknown base, the methods of all. */
export function members(base: string, mark: "." | ":", text: string): Found[] {
  const of = mark === "." ? pathOf(base, text) : typeOf(base, text);
  const prefix = of === undefined ? undefined : of + mark;
  const wanted = (name: string) => (prefix === undefined ? name.includes(":") : name.startsWith(prefix) && !/[.:]/.test(name.slice(prefix.length)));
  return Object.entries(API)
    .filter(([name]) => wanted(name))
    .map(([name, signature]) => ({ name, help: [signature, about(name)] }));
}

/** Help for `a.b.c` or `a:b` as it stands in a text. */
export function lookUp(words: string, text: string): Found | undefined {
  const colon = words.lastIndexOf(":");
  if (colon > 0) {
    const method = words.slice(colon + 1);
    const found = members(words.slice(0, colon), ":", text).filter(({ name }) => name.endsWith(`:${method}`));
    // Several types have it, and nobody knows which one is meant: better no help than a wrong one.
    return found.length === 1 ? found[0] : undefined;
  }
  const name = pathOf(words, text);
  if (Object.hasOwn(API, name)) return { name, help: [API[name], about(name)] };
  return MODULES.includes(name) ? { name, help: ["module", about(`module ${name}`)] } : undefined;
}

/** `t.after` → `time.after`, where `t` was required. */
function pathOf(words: string, text: string): string {
  const [first, ...rest] = words.split(".");
  const required = new RegExp(`\\b${first}\\s*=\\s*require\\s*\\(?\\s*["']([\\w.]+)["']`).exec(text)?.[1];
  return [required ?? first, ...rest].join(".");
}

/** What an object is: by what it was assigned from, or by its name. */
function typeOf(base: string, text: string): string | undefined {
  const path = pathOf(base, text);
  const call = new RegExp(`\\b${path.replaceAll(".", "\\.")}\\s*=\\s*([\\w.]+)\\s*\\(`).exec(text)?.[1];
  const signature = call && API[pathOf(call, text)];
  const returned = signature && /-> (\w+)/.exec(signature)?.[1];
  if (returned && Object.keys(API).some((name) => name.startsWith(`${returned}:`))) return returned;
  return Object.hasOwn(OBJECTS, path) ? OBJECTS[path] : undefined;
}
