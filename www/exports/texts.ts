// What the page says of exports, in the reader's language.
import { fill, type Params, type Text } from "../i18n/index";
import { exports as english } from "../i18n/exports.en";
import { LateTexts } from "../i18n/late";

type Catalogue = Record<keyof typeof english, Text>;

const texts = new LateTexts<Catalogue>(english, {
  ru: async () => (await import("../i18n/exports.ru")).exports,
  ko: async () => (await import("../i18n/exports.ko")).exports,
});

/** Fetches what `say` says in the language that is spoken now. */
export const loadTexts = () => texts.load();

/** As `t`, for the texts about exports. */
export function say(key: keyof Catalogue, params?: Params): string {
  return fill(texts.find(key), params);
}
