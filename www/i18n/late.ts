// Texts that come with a part of the page: those of languages that nobody here speaks stay away.
import type { Lang } from "../lib/preferences";
import { language } from "./index";

type Loaders<C> = Record<Exclude<Lang, "en">, () => Promise<C>>;

export class LateTexts<C extends object> {
  private readonly catalogues: Partial<Record<Lang, C>>;

  constructor(
    private readonly english: C,
    private readonly loaders: Loaders<C>,
  ) {
    this.catalogues = { en: english };
  }

  /** Fetches the texts of the language that is spoken now. Until they are there, or if they cannot be had, they are English. */
  async load(): Promise<void> {
    const lang = language();
    if (lang === "en" || this.catalogues[lang]) return;
    this.catalogues[lang] = await this.loaders[lang]().catch(() => undefined);
  }

  find<K extends keyof C>(key: K): C[K] {
    return this.catalogues[language()]?.[key] ?? this.english[key];
  }
}
