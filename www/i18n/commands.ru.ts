// Названия команд.
import type { commands as english } from "./commands.en";
import type { Text } from "./index";

export const commands: Record<keyof typeof english, Text> = {
  "palette.placeholder": "Что сделать?",
  "palette.none": "Такой команды нет.",
  "command.scenario": "Открыть: {name}",
  "command.pace": "Скорость: {name}",
  "command.show": "Показать: {name}",
  "command.processes.table": "Процессы таблицей",
  "command.processes.tree": "Процессы деревом",
  "command.keys.off": "Отключить одиночные клавиши",
  "command.fault": "Сбой: {what}",
  "command.fault.spawn": "Сбой: следующее порождение процесса не удастся",
  "command.keys.on": "Включить одиночные клавиши",
};
