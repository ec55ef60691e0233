// 중단점 패널의 텍스트.
import type { breakpoints as en } from "./breakpoints.en";
import type { Text } from "./index";

export const breakpoints: Record<keyof typeof en, Text> = {
  "breakpoints.none": "아직 멈출 곳이 없습니다.",
  "breakpoints.on": "멈출 때",
  "breakpoints.on.receive": "메시지를 받을 때",
  "breakpoints.on.send": "메시지를 보낼 때",
  "breakpoints.on.dead_letter": "메시지가 배달되지 못할 때",
  "breakpoints.on.spawn": "프로세스가 생성될 때",
  "breakpoints.on.exit": "프로세스가 끝날 때",
  "breakpoints.on.failure": "프로세스가 실패할 때",
  "breakpoints.on.log": "로그 줄이 기록될 때",
  "breakpoints.on.counter": "카운터가 수에 이를 때",
  "breakpoints.topic": "메시지의 토픽",
  "breakpoints.process": "프로세스",
  "breakpoints.text": "레벨, 또는 says와 글",
  "breakpoints.counter": "카운터",
  "breakpoints.from": "보낸 프로세스",
  "breakpoints.to": "받는 프로세스",
  "breakpoints.payload": "페이로드 패턴, JSON",
  "breakpoints.skip": "먼저 통과",
  "breakpoints.add": "추가",
  "breakpoints.off": "꺼짐",
  "breakpoints.hits": { other: "{n}번" },
  "breakpoints.remove": "제거: {line}",
  until: "여기까지 실행",
  "until.receive": "다음 메시지",
  "until.turn": "다음 차례",
  "until.time": "이 시간",
  "until.seconds": "가상 초",
  "until.choose": "프로세스를 고르면 그 프로세스가 무엇을 할 때까지 실행합니다.",
};
