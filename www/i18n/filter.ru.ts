// Тексты строки поиска по трассе.
import type { filter as english } from "./filter.en";
import type { Text } from "./index";

export const filter: Record<keyof typeof english, Text> = {
  "filter.label": "Поиск по трассе",
  "filter.example": "topic:echo from:cli kind:send time:1s..2s hello",
  "filter.count": { one: "{n} совпадение", few: "{n} совпадения", many: "{n} совпадений", other: "{n} совпадения" },
  "filter.place": "{at} из {of}",
  "filter.none": "Нет совпадений",
  "filter.asking": "Поиск в содержимом…",
  "filter.skipped": "Содержимое просмотрено только у новейших событий; более старых пропущено: {n}.",
  "filter.missing": "События {n} нет в трассе: оно ещё не произошло или уже не хранится.",
  "filter.next": "Следующее совпадение (Enter, F3)",
  "filter.previous": "Предыдущее совпадение (Shift+Enter, Shift+F3)",
  "filter.only": "Только совпадения",
  "filter.only.title": "Убрать всё остальное из диаграммы и таблицы",
  "filter.close": "Закрыть поиск (Esc)",
  "filter.suggestions": "Подсказки",
  "filter.said": "{at} из {of}. {sentence}",
  "filter.bad.field": "По «{word}:» искать нельзя. Есть topic, from, to, process, kind, time, cause и effect; слово без двоеточия ищется в подписях и содержимом.",
  "filter.bad.empty": "После двоеточия чего-то не хватает, например topic:echo.",
  "filter.bad.kind": "«{word}» — не вид события. Виды: send, receive, done, spawn, exit, dead_letter, timer_fired и другие — см. подсказки.",
  "filter.bad.time": "Промежуток времени пишется с двумя точками: time:1s..2s, time:1.5s.. или time:..200ms.",
  "filter.bad.unit": "Единицы времени: ns, us, ms, s, m и h, например time:200ms..1.5s.",
  "filter.bad.order": "Промежуток кончается раньше, чем начинается: сначала пишется более раннее время.",
  "filter.bad.event": "Здесь нужен номер события, например cause:120.",
  "filter.bad.quote": "Кавычка не закрыта.",
  "filter.bad.long": "Запрос слишком длинный: не более 400 символов.",
};
