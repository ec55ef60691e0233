// What a line is called: its topic, unless many have the same one and what they say is short.
import { LABELS_FROM } from "./viewport";
import type { Scene } from "./scene";

/** Topics that say nothing about a message. */
const HTTP = new Set(["http", "http_response"]);

/** The topic of a message; of requests and answers of HTTP, what they ask for and the status. */
export function called(s: Scene, message: number): string {
  const topic = s.ring.text(message);
  if (!HTTP.has(topic)) return topic;
  const isRead = s.view.rowHeight >= LABELS_FROM || message === s.selected || message === s.hovered;
  if (!isRead) return topic;
  const summary = s.summary(message);
  // For the moment until it is known there is no label, rather than one that is replaced at once.
  return summary === undefined ? "" : (summary ?? topic);
}

/** What was typed, in quotation marks; the input's kind until the words are known. */
export function said(s: Scene, input: number): string {
  const { ring } = s;
  const text = ring.text(input);
  if (text === "kv_store") return s.t("diagram.store.answer");
  if (text !== "line") return text;
  const payload = s.payload(input);
  if (!payload) return text;
  return payload.startsWith('"') ? `“${payload.slice(1).replace(/"$/, "")}”` : payload;
}
