// Texts of the statistics, which come with them.
import type { Plural } from "./index";

export const statistics = {
  "statistics.none": "No numbers yet.",
  "statistics.rate": "messages/s",
  "statistics.messages": "messages sent",
  "statistics.alive": "live processes",
  "statistics.spawned": "spawned in all",
  "statistics.depth": "in mailboxes",
  "statistics.waited": "wait in the mailbox",
  "statistics.p50": "wait p50",
  "statistics.p95": "wait p95",
  "statistics.p99": "wait p99",
  "statistics.load": "engine load",
  "statistics.dead": "dead letters",
  "statistics.refused": "refused",
  "statistics.memory": "memory of the processes",
  "statistics.events": "events",
  "statistics.kept": "events kept",
  "statistics.left_out": "events not kept",
  "statistics.dropped": "events dropped",
  "statistics.hash": "trace hash",
} satisfies Record<string, string | Plural>;
