// The documents that the project comes from, where they lie: their own sources are run, and nothing of them is kept here.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The folder of the documents; undefined where there is none. A folder that is named and cannot be read is an error. */
export const SEEDS = process.env.SEEDS_DIR;

/** Each block of code of a document that follows a line which names its file, such as `src/cli.lua`: path → text. */
export function sourcesOf(number) {
  const name = readdirSync(SEEDS).find((name) => name.startsWith(number));
  if (!name) throw new Error(`no document ${number} in SEEDS_DIR`);
  const files = {};
  let named;
  let block;
  for (const line of readFileSync(join(SEEDS, name), "utf8").split("\n")) {
    if (block) {
      if (line.startsWith("```")) {
        if (named) files[named] = `${block.join("\n")}\n`;
        named = block = undefined;
      } else block.push(line);
    } else if (line.startsWith("```")) block = [];
    else {
      const path = /`(src\/[^`]+)`/.exec(line)?.[1];
      if (path) named = path;
      else if (line.trim() !== "") named = undefined;
    }
  }
  return files;
}
