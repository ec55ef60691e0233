// Texts about what a script is calling, which come with the part that shows it.
import type { Text } from "./index";

export const stacks = {
  "stacks.title": "Call stack",
  "stacks.task": "Task {n}",
  "stacks.captured": "Captured",
  "stacks.show": "Show the line",
  "stacks.bare": "It has no variables there.",
} satisfies Record<string, Text>;
