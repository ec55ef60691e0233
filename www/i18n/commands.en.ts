// Names of commands, which come with the palette.
import type { Plural } from "./index";

export const commands = {
  "palette.placeholder": "What would you like to do?",
  "palette.none": "No such command.",
  "command.scenario": "Open: {name}",
  "command.pace": "Speed: {name}",
  "command.show": "Show: {name}",
  "command.processes.table": "Processes as a table",
  "command.processes.tree": "Processes as a tree",
  "command.keys.off": "Switch single keys off",
  "command.fault": "Fault: {what}",
  "command.fault.spawn": "Fault: the next spawn fails",
  "command.keys.on": "Switch single keys on",
} satisfies Record<string, string | Plural>;
