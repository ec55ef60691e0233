// A project around one Lua text: what it takes to run it at once.
import type { Files } from "./files";
import { nameOf } from "./path";

/**
 * The text as the program of `app:main`, on a terminal host, with a process host for what it spawns. `main` is the function that
 * it returns, or the one of that name in the table that it returns.
 */
export function around(path: string, text: string): Files {
  const file = nameOf(path);
  return { "_index.yaml": manifest(file), [file]: text };
}

/** Every module that a program may list and have; one that is listed and not used costs nothing. */
const MODULES = "process, channel, time, errors, logger, io, json, payload";

function manifest(file: string): string {
  return `version: "1.0"
namespace: app

entries:
  - name: terminal
    kind: terminal.host
    lifecycle:
      auto_start: true

  - name: processes
    kind: process.host
    lifecycle:
      auto_start: true

  - name: main
    kind: process.lua
    source: ${JSON.stringify(`file://${file}`)}
    method: main
    modules: [${MODULES}]
`;
}
