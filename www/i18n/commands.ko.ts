// 명령 이름.
import type { commands as english } from "./commands.en";
import type { Text } from "./index";

export const commands: Record<keyof typeof english, Text> = {
  "palette.placeholder": "무엇을 할까요?",
  "palette.none": "그런 명령이 없습니다.",
  "command.scenario": "열기: {name}",
  "command.pace": "속도: {name}",
  "command.show": "보기: {name}",
  "command.processes.table": "프로세스를 표로 보기",
  "command.processes.tree": "프로세스를 트리로 보기",
  "command.keys.off": "한 글자 단축키 끄기",
  "command.fault": "장애: {what}",
  "command.fault.spawn": "장애: 다음 프로세스 생성 실패",
  "command.keys.on": "한 글자 단축키 켜기",
};
