// Тексты о причинах и ожидании.
import type { causality as english } from "./causality.en";
import type { Text } from "./index";

export const causality: Record<keyof typeof english, Text> = {
  "path.title": "Критический путь",
  "path.since": { one: "{n} шаг от начала, заняло {duration}.", few: "{n} шага от начала, заняло {duration}.", many: "{n} шагов от начала, заняло {duration}.", other: "{n} шага от начала, заняло {duration}." },
  "path.since.cut": { one: "{n} шаг, сколько есть в трассе; заняло {duration}.", few: "{n} шага, сколько есть в трассе; заняло {duration}.", many: "{n} шагов, сколько есть в трассе; заняло {duration}.", other: "{n} шага, сколько есть в трассе; заняло {duration}." },
  "path.waited": "ожидание",
  "path.handled": "обработка",
  "path.timer": "таймеры",
  "path.outside": "внешний мир",
  "path.transit": "в пути",
  "path.share": "{duration}, {percent} %",
  "path.nearest": { one: "Показан ближайший шаг.", few: "Показаны ближайшие {n} шага.", many: "Показаны ближайшие {n} шагов.", other: "Показаны ближайшие {n} шага." },
  "path.step.waited": "{topic}: {duration} в почтовом ящике {process}",
  "path.step.start": "{process}: {duration} до первого хода",
  "path.step.event": "{topic}: ожидание {process}, {duration}",
  "path.step.handled": "{process}: обработка {about}, {duration}",
  "path.step.worked": "{process}: работа, {duration}",
  "path.step.timer": "{process}: ожидание таймера, {duration}",
  "path.step.outside": "ответ извне: {duration}",
  "path.step.transit": "в пути к {process}: {duration}",
  "waits.title": "Кто кого ждёт",
  "waits.request": "{from} ждёт {to}: {topic}, уже {duration}",
  "waits.requests": "{from} ждёт {to}: {topic} ×{count}, дольше всего {duration}",
  "waits.exec": "{from} ждёт завершения {to}, уже {duration}",
  "waits.deadlock": "Взаимная блокировка: {names}. Каждый ждёт ответа следующего, и никто не может продолжить.",
  "waits.show": "Показать",
};
