// 추적 기록 검색줄의 문구.
import type { filter as english } from "./filter.en";
import type { Text } from "./index";

export const filter: Record<keyof typeof english, Text> = {
  "filter.label": "추적 기록 검색",
  "filter.example": "topic:echo from:cli kind:send time:1s..2s hello",
  "filter.count": { other: "{n}개 일치" },
  "filter.place": "{of}개 중 {at}번째",
  "filter.none": "일치하는 항목 없음",
  "filter.asking": "페이로드를 찾는 중…",
  "filter.skipped": "최근 이벤트의 페이로드만 검색했습니다. 이전 이벤트 {n}개는 검색하지 않았습니다.",
  "filter.missing": "이벤트 {n}이(가) 추적 기록에 없습니다. 아직 일어나지 않았거나 더는 보관되지 않습니다.",
  "filter.next": "다음 일치 항목 (Enter, F3)",
  "filter.previous": "이전 일치 항목 (Shift+Enter, Shift+F3)",
  "filter.only": "일치 항목만",
  "filter.only.title": "다이어그램과 표에서 나머지를 모두 숨깁니다",
  "filter.close": "검색 닫기 (Esc)",
  "filter.suggestions": "제안",
  "filter.said": "{of}개 중 {at}번째. {sentence}",
  "filter.bad.field": "“{word}:”(으)로는 검색할 수 없습니다. topic, from, to, process, kind, time, cause, effect를 쓸 수 있고, 콜론 없는 단어는 이름표와 페이로드에서 찾습니다.",
  "filter.bad.empty": "콜론 뒤에 값이 빠졌습니다. 예: topic:echo",
  "filter.bad.kind": "“{word}”은(는) 이벤트 종류가 아닙니다. send, receive, done, spawn, exit, dead_letter, timer_fired 등이 있습니다. 제안을 참고하세요.",
  "filter.bad.time": "시간 범위는 점 두 개로 씁니다: time:1s..2s, time:1.5s.., time:..200ms",
  "filter.bad.unit": "시간 단위는 ns, us, ms, s, m, h입니다. 예: time:200ms..1.5s",
  "filter.bad.order": "범위의 끝이 시작보다 이릅니다. 이른 시간을 먼저 쓰세요.",
  "filter.bad.event": "여기에는 이벤트 번호가 와야 합니다. 예: cause:120",
  "filter.bad.quote": "따옴표가 닫히지 않았습니다.",
  "filter.bad.long": "검색어가 너무 깁니다. 최대 400자입니다.",
};
