// 스크립트가 무엇을 호출하고 있는지에 대한 텍스트.
import type { Text } from "./index";
import type { stacks as english } from "./stacks.en";

export const stacks: Record<keyof typeof english, Text> = {
  "stacks.title": "호출 스택",
  "stacks.task": "태스크 {n}",
  "stacks.captured": "캡처한 변수",
  "stacks.show": "줄 보기",
  "stacks.bare": "그곳에는 변수가 없습니다.",
};
