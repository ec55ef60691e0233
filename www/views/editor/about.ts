// One sentence about each name that a program or a definition file may use, in the reader's language. The sentences come with the
// editor, those of the languages that nobody here speaks stay away.
import { about as english } from "../../i18n/api.en";
import { language } from "../../i18n/index";
import type { Lang } from "../../lib/preferences";

type Catalogue = Record<keyof typeof english, string>;

const catalogues: Partial<Record<Lang, Catalogue>> = { en: english };
const LOADERS: Record<Exclude<Lang, "en">, () => Promise<{ about: Catalogue }>> = {
  ru: () => import("../../i18n/api.ru"),
  ko: () => import("../../i18n/api.ko"),
};

/** Fetches the sentences of the language that is spoken now. Until they are there, or if they cannot be had, they are English. */
export async function loadAbout(): Promise<void> {
  const lang = language();
  if (lang === "en" || catalogues[lang]) return;
  catalogues[lang] = await LOADERS[lang]().then(
    ({ about }) => about,
    () => undefined,
  );
}

/** What there is to say of `time.after`, or of `kind process.lua`. */
export function about(key: string): string {
  const found = key as keyof Catalogue;
  return catalogues[language()]?.[found] ?? english[found] ?? "";
}
