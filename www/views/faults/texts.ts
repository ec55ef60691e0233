// What the page says of faults, in the reader's language: it comes with the part.
import { fill, type Params, type Text } from "../../i18n/index";
import { faults as english } from "../../i18n/faults.en";
import { LateTexts } from "../../i18n/late";

type Catalogue = Record<keyof typeof english, Text>;

const texts = new LateTexts<Catalogue>(english, {
  ru: async () => (await import("../../i18n/faults.ru")).faults,
  ko: async () => (await import("../../i18n/faults.ko")).faults,
});

/** Fetches what `say` says in the language that is spoken now. */
export const loadTexts = () => texts.load();

/** As `t`, for the texts about faults. */
export function say(key: keyof Catalogue, params?: Params): string {
  return fill(texts.find(key), params);
}
