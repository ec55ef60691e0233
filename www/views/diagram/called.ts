// What a line is called: its topic, unless many have the same one and what they say is short.
import { answerWords, askedWords } from "../../lib/trace/store-words";
import { LABELS_FROM } from "./viewport";
import type { Scene } from "./scene";

/** Topics that say nothing about a message. */
const HTTP = new Set(["http", "http_response"]);

/** The topic of a message; of requests and answers of HTTP, what they ask for and the status. */
export function called(s: Scene, message: number): string {
  const topic = s.ring.text(message);
  if (!HTTP.has(topic)) return topic;
  if (!isRead(s, message)) return topic;
  const summary = s.summary(message);
  // For the moment until it is known there is no label, rather than one that is replaced at once.
  return summary === undefined ? "" : (summary ?? topic);
}

/** What is done with which key of the key-value store. */
export function asked(s: Scene, question: number): string {
  return askedWords(s.ring.text(question), isRead(s, question) ? s.payload(question) : undefined);
}

/** What the key-value store has answered. */
function answered(s: Scene, input: number): string {
  // A payload that is no longer kept is not known: it need not have been empty.
  const payload = () => (s.ring.payloadId(input) === 0 ? null : (s.payload(input) ?? undefined));
  return answerWords(isRead(s, input) ? payload() : undefined) ?? s.t("diagram.store.answer");
}

/** Whether its label is written. */
function isRead(s: Scene, event: number): boolean {
  return s.view.rowHeight >= LABELS_FROM || event === s.selected || event === s.hovered;
}

/** What was typed, in quotation marks; the input's kind until the words are known. */
export function said(s: Scene, input: number): string {
  const { ring } = s;
  const text = ring.text(input);
  if (text === "kv_store") return answered(s, input);
  if (text !== "line") return text;
  const payload = s.payload(input);
  if (!payload) return text;
  return payload.startsWith('"') ? `“${payload.slice(1).replace(/"$/, "")}”` : payload;
}
