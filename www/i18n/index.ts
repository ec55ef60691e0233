// The page's texts: `t(key, params)` in the current language.
import type { Lang } from "../lib/preferences";
import type { breakpoints } from "./breakpoints.en";
import type { causality } from "./causality.en";
import type { stacks } from "./stacks.en";
import type { commands } from "./commands.en";
import type { database } from "./database.en";
import { en } from "./en";
import type { filter } from "./filter.en";
import type { help } from "./help.en";
import type { shared } from "./share.en";
import type { statistics } from "./statistics.en";
import type { panels } from "./typed-panels.en";

/** A sentence with `{name}` placeholders, or one per plural form, chosen by the parameter `n`. */
export type Text = string | Plural;
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
export type Key = keyof typeof en | keyof typeof panels | keyof typeof database | keyof typeof breakpoints | keyof typeof causality | keyof typeof stacks | keyof typeof commands | keyof typeof filter | keyof typeof help | keyof typeof shared | keyof typeof statistics;
export type Catalogue = Record<Key, Text>;
export type Params = Record<string, string | number>;
export type Translate = (key: string, params?: Params) => string;

/** English is always there; another language is loaded when it is chosen. */
const catalogues: Partial<Record<Lang, Partial<Catalogue>>> & { en: Partial<Catalogue> } = { en };
const LOADERS: Record<Exclude<Lang, "en">, () => Promise<Catalogue>> = {
  ru: async () => (await import("./ru")).ru,
  ko: async () => (await import("./ko")).ko,
};

/** Texts in English that come with a part of the page. Other languages are loaded whole. */
export function learn(texts: Partial<Catalogue>): void {
  Object.assign(catalogues.en, texts);
}

/** Each language in its own words. */
export const LANGUAGE_NAMES: Record<Lang, string> = { en: "English", ru: "Русский", ko: "한국어" };

let lang: Lang = "en";
let wanted: Lang = lang;
let rules = new Intl.PluralRules(lang);
let numbers = new Intl.NumberFormat(lang, { maximumFractionDigits: 2 });

/**
 * Speaks another language as soon as its texts are there; false if another was chosen meanwhile. Rejects, and changes
 * nothing, when they cannot be loaded.
 */
export async function setLanguage(next: Lang): Promise<boolean> {
  wanted = next;
  if (next !== "en") catalogues[next] ??= await LOADERS[next]();
  if (next !== wanted) return false;
  lang = next;
  rules = new Intl.PluralRules(lang);
  numbers = new Intl.NumberFormat(lang, { maximumFractionDigits: 2 });
  return true;
}

/** The language that is spoken now. */
export function language(): Lang {
  return lang;
}

/** 1204 → "1,204" */
export function formatNumber(value: number): string {
  return numbers.format(value);
}

/** The text of `key`; a key that no catalogue has comes back as itself, so that it is seen and mended. */
export function t(key: Key, params?: Params): string;
export function t(key: string, params?: Params): string;
export function t(key: string, params: Params = {}): string {
  const text: Text | undefined = catalogues[lang]?.[key as Key];
  return text === undefined ? key : fill(text, params);
}

/** A text in the current language with what belongs into it. */
export function fill(text: Text, params: Params = {}): string {
  const sentence = typeof text === "string" ? text : (text[rules.select(Number(params.n))] ?? text.other);
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? formatNumber(value) : harmless(value);
  });
}

/** A text of a run may turn the direction of writing; it must not turn the rest of the sentence, so here it does not. */
function harmless(text: string): string {
  return text.replace(/[\u202a-\u202e\u2066-\u2069]/g, "");
}

/** Whether there is a text for a key that was put together at run time. */
export function has(key: string): key is Key {
  return key in catalogues.en;
}
