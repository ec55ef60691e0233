// 원인과 대기에 관한 문구.
import type { causality as english } from "./causality.en";
import type { Text } from "./index";

export const causality: Record<keyof typeof english, Text> = {
  "path.title": "임계 경로",
  "path.since": { other: "시작부터 {n}단계, {duration} 걸렸습니다." },
  "path.since.cut": { other: "추적 기록에 남은 {n}단계, {duration} 걸렸습니다." },
  "path.waited": "대기",
  "path.handled": "처리",
  "path.timer": "타이머",
  "path.outside": "외부",
  "path.transit": "전달 중",
  "path.share": "{duration}, {percent}%",
  "path.nearest": { other: "가까운 {n}단계를 보여 줍니다." },
  "path.step.waited": "{topic}: {process} 메일박스에서 {duration} 대기",
  "path.step.start": "{process}: 첫 턴까지 {duration} 대기",
  "path.step.event": "{topic}: {process}까지 {duration} 대기",
  "path.step.handled": "{process}: {about} 처리 {duration}",
  "path.step.worked": "{process}: 작업 {duration}",
  "path.step.timer": "{process}: 타이머 대기 {duration}",
  "path.step.outside": "외부 응답까지 {duration}",
  "path.step.transit": "{process}(으)로 전달 중 {duration}",
  "waits.title": "누가 누구를 기다리는가",
  "waits.request": "{from}: {to}의 {topic} 응답을 {duration}째 대기",
  "waits.requests": "{from}: {to}의 {topic} 응답 {count}건 대기, 최장 {duration}",
  "waits.exec": "{from}: {to}의 종료를 {duration}째 대기",
  "waits.deadlock": "교착 상태: {names}. 서로 다음 프로세스의 응답을 기다려 아무도 진행할 수 없습니다.",
  "waits.show": "보기",
};
