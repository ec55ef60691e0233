// 프로젝트의 모델과 그것으로 만드는 코드에 관한 글: 편집기와 함께 옵니다.
import type { Text } from "./index";
import type { models as en } from "./models.en";

export const models: Record<keyof typeof en, Text> = {
  "helpers.language": "클라이언트 코드의 언어",
  "helpers.module": "모듈",
  "helpers.copy": "복사",
  "helpers.copied": "복사했습니다.",
  "helpers.not_copied": "브라우저가 복사를 허용하지 않았습니다. 파일을 내려받거나 텍스트를 선택하세요.",
  "helpers.download": "{file} 내려받기",
  "helpers.elm": "Elm 프로그램용: 타입, 인코더와 디코더, 그리고 타입마다 set, get, delete, list가 있습니다. {file} 파일을 모듈 이름에 맞는 위치에 두세요. elm/http, elm/json, elm/url이 필요합니다.",
  "helpers.typescript": "TypeScript·JavaScript 프로그램용: 타입과, 타입마다 set, get, delete, list 메서드를 가진 KvClient입니다. {file} 파일을 소스에 넣으세요. fetch 외에는 아무것도 필요 없습니다.",
  "helpers.native": "모델을 고칠 때마다 새로 만들어집니다. 터미널 프로그램으로도 똑같이 만들 수 있습니다:",
  "helpers.types": { other: "타입 {n}개:" },
  "helpers.empty": "models/storage/의 파일에 아직 선언된 타입이 없습니다.",
  "helpers.none": "모델에 문제가 있습니다. 고치는 즉시 클라이언트 코드가 나타납니다.",
  "helpers.faulty": "모델에 문제가 있습니다. 이 코드는 마지막으로 올바랐던 모델로 만든 것입니다.",

  "models.kept": "모델에 문제가 있어 저장소는 기존 모델을 그대로 씁니다.",
  "models.waiting": "실행이 계속되면 저장소가 새 모델을 받습니다.",
  "models.taken": "저장소가 새 모델을 받았습니다.",
  "models.aside": { other: "저장소가 새 모델을 받았습니다. 맞지 않는 값 {n}개는 다시 맞을 때까지 따로 보관합니다." },
  "models.refused": "저장소가 새 모델을 받지 않았습니다: {why}",
};
