// 실행을 내보내는 대화상자의 텍스트: 대화상자와 함께 온다.
import type { exports as en } from "./exports.en";
import type { Text } from "./index";

export const exports: Record<keyof typeof en, Text> = {
  "export.title": "이 실행 내보내기",
  "export.about": "이 실행 옆에서 처음부터 지금 위치까지 다시 만들면서 기록합니다. 이 실행 자체는 건드리지 않습니다.",
  "export.format": "형식",
  "export.what": "대상",
  "export.all": "실행 전체",
  "export.visible": "다이어그램에 보이는 부분: 이벤트 {from}–{to}",
  "export.process": "{name}만: 그 안에서, 그리고 다른 프로세스와의 사이에서 일어난 일",
  "export.range": "일부 이벤트",
  "export.from": "시작 이벤트",
  "export.to": "끝 이벤트",
  "export.range.wrong": "시작 이벤트는 끝 이벤트보다 뒤일 수 없습니다.",
  "export.do": "내보내기",
  "export.doing": "내보내는 중",
  "export.give_up": "그만두기",
  "export.done": "{name}: {size}, 이벤트 {events}개 중 {selected}개.",
  "export.nothing": "이 실행의 이벤트 {events}개 중에 해당하는 것이 없습니다. 아무것도 저장하지 않았습니다.",
  "export.again": "다시 저장",
  "export.given_up": "그만두었습니다: 저장된 것이 없습니다.",
  "export.other": "다시 만든 실행이 이 실행과 다릅니다: 이 버전의 페이지에서 무언가가 차이를 만듭니다. 파일에는 다시 만든 실행이 들어 있습니다.",
  "export.broken": { other: "실행의 프로젝트에 오류가 {n}개 있어 내보내지 않았습니다" },
  "export.native": "터미널 프로그램도 저장된 실행으로 같은 일을 하며 선택의 폭이 더 넓습니다: “rehearsal export”.",
  "format.jsonl": "이벤트마다 알려진 모든 것을 담은 JSON 객체 하나: 직접 만든 프로그램용.",
  "format.perfetto": "Chrome 트레이스 형식의 트랙, 슬라이스, 화살표: ui.perfetto.dev에서 열면 브라우저 안에서 읽습니다.",
  "format.mermaid": "Mermaid를 그리는 문서에 넣을 시퀀스 다이어그램 텍스트. 처음 500개 이벤트까지이며, 그 사실이 안에 적힙니다.",
  "format.shiviz": "벡터 시계가 있는 로그: ShiViz가 누가 무엇을 알 수 있었는지 보여 줍니다. 처음 10,000개 이벤트까지이며, 그 사실이 안에 적힙니다.",
  "format.svg": "슬라이드나 페이지에 넣을 그림으로 된 다이어그램. 처음 500개 이벤트까지이며, 그 사실이 그림에 적힙니다.",
  "format.csv": "메시지 수, 대기 시간, 종료 방식 등 프로세스별 수치: 스프레드시트용.",
};
