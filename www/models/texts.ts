// What the page says of models, in the reader's language.
import { fill, type Params, type Text } from "../i18n/index";
import { LateTexts } from "../i18n/late";
import { models as english } from "../i18n/models.en";

type Catalogue = Record<keyof typeof english, Text>;

const texts = new LateTexts<Catalogue>(english, {
  ru: async () => (await import("../i18n/models.ru")).models,
  ko: async () => (await import("../i18n/models.ko")).models,
});

/** Fetches what `say` says in the language that is spoken now. */
export const loadTexts = () => texts.load();

/** As `t`, for the texts about models. */
export function say(key: keyof Catalogue, params?: Params): string {
  return fill(texts.find(key), params);
}
