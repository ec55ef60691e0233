// Тексты хранилища с типами, которые видны сразу: сценарии и названия панелей.
import type { Text } from "./index";
import type { typed as en } from "./typed.en";

export const typed: Record<keyof typeof en, Text> = {
  "scenario.live-cursors": "Живые курсоры",
  "scenario.session-cache": "Кэш сессий",
  "scenario.app-settings": "Настройки двух арендаторов",
  "hint.live-cursors": "убейте пользователя — рядом с холстом или в списке процессов: через две секунды его курсор исчезнет.",
  "hint.live-cursors.2": "ведите указателем по холсту или перейдите на него и нажимайте стрелки — вы станете курсором среди других.",
  "hint.live-cursors.3": "откройте внизу «{typed_store}»: каждый курсор там — значение, которое истекает, если его не записать снова.",
  "hint.session-cache": "наберите в терминале «session ada»: сессия загружается долго, поэтому она остаётся в хранилище на пять секунд.",
  "hint.session-cache.2": "сразу же наберите «session ada» ещё раз: теперь она берётся из кэша.",
  "hint.session-cache.3": "откройте внизу «{typed_store}» и смотрите, как сессия истекает: потом она загрузится заново.",
  "hint.app-settings": "наберите в терминале «set notifications maybe» и прочтите, почему хранилище отказывает.",
  "hint.app-settings.2": "наберите «use south»: теперь вы — другой арендатор.",
  "hint.app-settings.3": "наберите «show»: у этого арендатора свои настройки.",
  "hint.app-settings.4": "откройте внизу «{typed_store}» и выберите арендатора, чтобы увидеть, что у него хранится.",
  "quick.list the cursors": "показать курсоры",
  "quick.a wrong cursor": "записать неверный курсор",
  "quick.invite ada": "пригласить ada",
  "quick.list the sessions": "показать сессии",
  "quick.session of dora": "сессия dora",
  "quick.settings of north": "настройки north",
  "quick.dark theme for south": "тёмная тема для south",
  "quick.wrong settings": "записать неверные настройки",
  "area.typed_store": "Хранилище с типами",
  "area.cursors": "Курсоры",
};
