// 바로 보이는 타입 저장소의 텍스트: 시나리오와 패널 이름.
import type { Text } from "./index";
import type { typed as en } from "./typed.en";

export const typed: Record<keyof typeof en, Text> = {
  "scenario.live-cursors": "실시간 커서",
  "scenario.session-cache": "세션 캐시",
  "scenario.app-settings": "두 테넌트의 설정",
  "hint.live-cursors": "캔버스 옆이나 프로세스 목록에서 사용자를 강제 종료해 보세요. 2초 뒤 커서가 사라집니다.",
  "hint.live-cursors.2": "캔버스 위에서 포인터를 움직이거나, 캔버스에 초점을 두고 화살표 키를 눌러 보세요. 나도 커서가 됩니다.",
  "hint.live-cursors.3": "아래에서 ‘{typed_store}’를 열어 보세요. 커서는 그곳의 값이고, 다시 저장하지 않으면 만료됩니다.",
  "hint.session-cache": "터미널에 ‘session ada’를 입력하세요. 세션은 불러오는 데 오래 걸려서 저장소에 5초 동안 보관됩니다.",
  "hint.session-cache.2": "곧바로 ‘session ada’를 다시 입력하세요. 이번에는 캐시에서 옵니다.",
  "hint.session-cache.3": "아래에서 ‘{typed_store}’를 열고 세션이 만료되는 모습을 지켜보세요. 그 뒤에는 다시 불러옵니다.",
  "hint.app-settings": "터미널에 ‘set notifications maybe’를 입력하고 저장소가 거부하는 이유를 읽어 보세요.",
  "hint.app-settings.2": "‘use south’를 입력하세요. 이제 다른 테넌트가 되었습니다.",
  "hint.app-settings.3": "‘show’를 입력하세요. 이 테넌트에는 자기만의 설정이 있습니다.",
  "hint.app-settings.4": "아래에서 ‘{typed_store}’를 열고 테넌트를 골라 저장된 값을 확인하세요.",
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
