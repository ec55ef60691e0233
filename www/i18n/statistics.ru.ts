// Тексты статистики.
import type { statistics as english } from "./statistics.en";
import type { Text } from "./index";

export const statistics: Record<keyof typeof english, Text> = {
  "statistics.none": "Данных пока нет.",
  "statistics.rate": "сообщений/с",
  "statistics.messages": "отправлено сообщений",
  "statistics.alive": "живых процессов",
  "statistics.spawned": "порождено всего",
  "statistics.depth": "в почтовых ящиках",
  "statistics.waited": "ожидание в почтовом ящике",
  "statistics.p50": "ожидание p50",
  "statistics.p95": "ожидание p95",
  "statistics.p99": "ожидание p99",
  "statistics.load": "нагрузка движка",
  "statistics.dead": "недоставленных",
  "statistics.refused": "отказов",
  "statistics.memory": "память процессов",
  "statistics.events": "событий",
  "statistics.kept": "событий хранится",
  "statistics.left_out": "событий не сохранено",
  "statistics.dropped": "событий потеряно",
  "statistics.hash": "хеш трассы",
};
