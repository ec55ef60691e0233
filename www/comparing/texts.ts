// What the page says of two runs that are compared, in the reader's language.
import { fill, type Params, type Text } from "../i18n/index";
import { compare as english } from "../i18n/compare.en";
import { LateTexts } from "../i18n/late";

export type Catalogue = Record<keyof typeof english, Text>;

const texts = new LateTexts<Catalogue>(english, {
  ru: async () => (await import("../i18n/compare.ru")).compare,
  ko: async () => (await import("../i18n/compare.ko")).compare,
});

/** Fetches what `say` says in the language that is spoken now. */
export const loadTexts = () => texts.load();

/** As `t`, for the texts about comparisons. */
export function say(key: keyof Catalogue, params?: Params): string {
  return fill(texts.find(key), params);
}
