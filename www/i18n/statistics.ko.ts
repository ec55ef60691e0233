// 통계에 관한 문구.
import type { statistics as english } from "./statistics.en";
import type { Text } from "./index";

export const statistics: Record<keyof typeof english, Text> = {
  "statistics.none": "아직 수치가 없습니다.",
  "statistics.rate": "메시지/초",
  "statistics.messages": "보낸 메시지",
  "statistics.alive": "실행 중인 프로세스",
  "statistics.spawned": "생성된 프로세스",
  "statistics.depth": "메일박스에 대기",
  "statistics.waited": "메일박스 대기 시간",
  "statistics.p50": "대기 p50",
  "statistics.p95": "대기 p95",
  "statistics.p99": "대기 p99",
  "statistics.load": "엔진 부하",
  "statistics.dead": "배달 불가",
  "statistics.refused": "거부됨",
  "statistics.memory": "프로세스 메모리",
  "statistics.events": "이벤트",
  "statistics.kept": "보관된 이벤트",
  "statistics.left_out": "보관하지 않은 이벤트",
  "statistics.dropped": "유실된 이벤트",
  "statistics.hash": "트레이스 해시",
};
