// 바로 보이는 타입 저장소의 텍스트: 시나리오와 패널 이름.
import type { Text } from "./index";
import type { typed as en } from "./typed.en";

export const typed: Record<keyof typeof en, Text> = {
  "scenario.live-cursors": "실시간 커서",
  "scenario.session-cache": "세션 캐시",
  "scenario.app-settings": "두 테넌트의 설정",
  "hint.live-cursors": "캔버스 옆이나 프로세스 목록에서 사용자를 강제 종료해 보세요. 2초 뒤 커서가 사라집니다. 캔버스 위에서 직접 포인터를 움직여 볼 수도 있습니다.",
  "hint.session-cache": "터미널에 ‘session ada’를 두 번 입력하세요. 두 번째는 캐시에서 오고, 5초가 지나면 다시 불러옵니다.",
  "hint.app-settings": "터미널에 ‘set notifications maybe’를 입력하고 저장소가 거부하는 이유를 읽어 보세요. 그다음 ‘use south’, ‘show’를 입력하세요.",
  "quick.list the cursors": "커서 목록",
  "quick.a wrong cursor": "잘못된 커서 저장",
  "quick.invite ada": "ada 초대",
  "quick.list the sessions": "세션 목록",
  "quick.session of dora": "dora의 세션",
  "quick.settings of north": "north의 설정",
  "quick.dark theme for south": "south에 어두운 테마",
  "quick.wrong settings": "잘못된 설정 저장",
  "area.typed_store": "타입 저장소",
  "area.cursors": "커서",
};
