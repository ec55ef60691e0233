// One sentence about each name that a program or a definition file may use, in the reader's language. The sentences come with the
// editor.
import { about as english } from "../../i18n/api.en";
import { LateTexts } from "../../i18n/late";

type Catalogue = Record<keyof typeof english, string>;

const texts = new LateTexts<Catalogue>(english, {
  ru: async () => (await import("../../i18n/api.ru")).about,
  ko: async () => (await import("../../i18n/api.ko")).about,
});

export const loadAbout = () => texts.load();

/** What there is to say of `time.after`, or of `kind process.lua`. */
export function about(key: string): string {
  return texts.find(key as keyof Catalogue) ?? "";
}
