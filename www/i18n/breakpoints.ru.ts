// Тексты панели точек останова.
import type { breakpoints as en } from "./breakpoints.en";
import type { Text } from "./index";

export const breakpoints: Record<keyof typeof en, Text> = {
  "breakpoints.none": "Пока прогон нигде не останавливается.",
  "breakpoints.on": "остановить, когда",
  "breakpoints.on.receive": "сообщение получено",
  "breakpoints.on.send": "сообщение отправлено",
  "breakpoints.on.dead_letter": "сообщение осталось без получателя",
  "breakpoints.on.spawn": "процесс создан",
  "breakpoints.on.exit": "процесс завершился",
  "breakpoints.on.failure": "процесс завершился ошибкой",
  "breakpoints.on.log": "появилась строка журнала",
  "breakpoints.on.counter": "счётчик дошёл до числа",
  "breakpoints.topic": "тема сообщения",
  "breakpoints.process": "процесс",
  "breakpoints.text": "уровень или says и текст",
  "breakpoints.counter": "счётчик",
  "breakpoints.from": "отправитель",
  "breakpoints.to": "получатель",
  "breakpoints.payload": "шаблон данных, JSON",
  "breakpoints.skip": "сначала пропустить",
  "breakpoints.add": "Добавить",
  "breakpoints.off": "выключена",
  "breakpoints.hits": { one: "{n} раз", few: "{n} раза", many: "{n} раз", other: "{n} раза" },
  "breakpoints.remove": "Убрать: {line}",
  until: "Выполнять до",
  "until.receive": "его следующего сообщения",
  "until.turn": "его следующего хода",
  "until.time": "этого времени",
  "until.seconds": "виртуальные секунды",
  "until.choose": "Выберите процесс, чтобы дойти до его действия.",
};
