// Тексты о том, что вызывает скрипт.
import type { Text } from "./index";
import type { stacks as english } from "./stacks.en";

export const stacks: Record<keyof typeof english, Text> = {
  "stacks.title": "Стек вызовов",
  "stacks.task": "Задача {n}",
  "stacks.captured": "Захваченные",
  "stacks.show": "Показать строку",
  "stacks.bare": "Переменных там нет.",
};
