// Texts about the models of a project and the helpers that are made of them: they come with the editor.
import type { Plural } from "./index";

export const models = {
  "helpers.language": "Language of the helpers",
  "helpers.module": "Module",
  "helpers.copy": "Copy",
  "helpers.copied": "Copied.",
  "helpers.not_copied": "The browser did not let it be copied: download it, or select the text.",
  "helpers.download": "Download {file}",
  "helpers.elm": "For programs in Elm: the types, their encoders and decoders, and set, get, delete and list for each. Put {file} where the name of the module says; it needs elm/http, elm/json and elm/url.",
  "helpers.typescript": "For programs in TypeScript or JavaScript: the types, and set, get, delete and list for each as methods of KvClient. Put {file} among your sources; it needs nothing but fetch.",
  "helpers.native": "They are made anew with each edit of the models. The program for the terminal makes the same:",
  "helpers.types": { one: "{n} type:", other: "{n} types:" },
  "helpers.empty": "The files in models/storage/ declare no type yet.",
  "helpers.none": "Something is wrong with the models: the helpers are here as soon as it is mended.",
  "helpers.faulty": "Something is wrong with the models: these helpers are of the last ones that were right.",

  "models.kept": "Something is wrong with the models: the store keeps those that it has.",
  "models.waiting": "The store takes the new models when the run goes on.",
  "models.taken": "The store has the new models.",
  "models.aside": { one: "The store has the new models. {n} value does not fit them, and is set aside until it does.", other: "The store has the new models. {n} values do not fit them, and are set aside until they do." },
  "models.refused": "The store did not take the new models: {why}",
} satisfies Record<string, string | Plural>;
