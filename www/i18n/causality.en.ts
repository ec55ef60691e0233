// Texts about causes and waits, which come with the parts that show them.
import type { Plural } from "./index";

export const causality = {
  "path.title": "Critical path",
  "path.since": { one: "{n} step from where it began; it took {duration}.", other: "{n} steps from where it began; they took {duration}." },
  "path.since.cut": { one: "{n} step, as far back as the trace goes; it took {duration}.", other: "{n} steps, as far back as the trace goes; they took {duration}." },
  "path.waited": "waited",
  "path.handled": "handled",
  "path.timer": "timers",
  "path.outside": "the outside",
  "path.transit": "in transit",
  "path.share": "{duration}, {percent} %",
  "path.nearest": { one: "The nearest step is listed.", other: "The nearest {n} steps are listed." },
  "path.step.waited": "{topic} waited {duration} in the mailbox of {process}",
  "path.step.start": "{process} waited {duration} for its first turn",
  "path.step.event": "{topic} waited {duration} for {process}",
  "path.step.handled": "{process} handled {about} for {duration}",
  "path.step.worked": "{process} worked for {duration}",
  "path.step.timer": "{process} waited {duration} for its timer",
  "path.step.outside": "the answer from outside took {duration}",
  "path.step.transit": "on the way to {process} for {duration}",
  "waits.title": "Who waits for whom",
  "waits.request": "{from} waits for {to}: {topic}, for {duration}",
  "waits.requests": "{from} waits for {to}: {topic} ×{count}, longest {duration}",
  "waits.exec": "{from} waits until {to} ends, for {duration}",
  "waits.deadlock": "Deadlock: {names}. Each waits for an answer of the next, and none can go on.",
  "waits.show": "Show",
} satisfies Record<string, string | Plural>;
