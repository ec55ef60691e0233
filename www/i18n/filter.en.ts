// Texts of the bar that searches the trace, which come with it.
import type { Plural } from "./index";

export const filter = {
  "filter.label": "Search the trace",
  "filter.example": "topic:echo from:cli kind:send time:1s..2s hello",
  "filter.count": { one: "{n} match", other: "{n} matches" },
  "filter.place": "{at} of {of}",
  "filter.none": "No match",
  "filter.asking": "Looking into payloads…",
  "filter.skipped": "Payloads of the newest events only were searched; those of {n} older ones were not.",
  "filter.missing": "Event {n} is not in the trace: it has not happened yet, or is no longer kept.",
  "filter.next": "Next match (Enter, F3)",
  "filter.previous": "Match before (Shift+Enter, Shift+F3)",
  "filter.only": "Only matches",
  "filter.only.title": "Leave everything else out of the diagram and the table",
  "filter.close": "Close the search (Esc)",
  "filter.suggestions": "Suggestions",
  "filter.said": "{at} of {of}. {sentence}",
  "filter.bad.field": "“{word}:” is nothing that can be searched for. There are topic, from, to, process, kind, time, cause and effect; a word without a colon is looked for in labels and payloads.",
  "filter.bad.empty": "Something is missing after the colon, such as topic:echo.",
  "filter.bad.kind": "“{word}” is no kind of event. Kinds are send, receive, done, spawn, exit, dead_letter, timer_fired and more: see the suggestions.",
  "filter.bad.time": "A span of time has two dots: time:1s..2s, time:1.5s.. or time:..200ms.",
  "filter.bad.unit": "Times have the units ns, us, ms, s, m and h, as in time:200ms..1.5s.",
  "filter.bad.order": "The span ends before it begins: the earlier time comes first.",
  "filter.bad.event": "Here goes the number of an event, as in cause:120.",
  "filter.bad.quote": "A quotation mark is not closed.",
  "filter.bad.long": "The query is too long: 400 characters are the most.",
} satisfies Record<string, string | Plural>;
