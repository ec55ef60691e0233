// Тексты хранилища с типами, которые видны сразу: сценарии и названия панелей.
import type { Text } from "./index";
import type { typed as en } from "./typed.en";

export const typed: Record<keyof typeof en, Text> = {
  "scenario.live-cursors": "Живые курсоры",
  "scenario.session-cache": "Кэш сессий",
  "scenario.app-settings": "Настройки двух арендаторов",
  "hint.live-cursors": "убейте пользователя — рядом с холстом или в списке процессов: через две секунды его курсор исчезнет. Или ведите указателем по холсту сами.",
  "hint.session-cache": "наберите в терминале «session ada» дважды: второй раз сессия возьмётся из кэша, а через пять секунд — уже нет.",
  "hint.app-settings": "наберите в терминале «set notifications maybe» и прочтите, почему хранилище отказывает; затем «use south» и «show».",
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
