// Every command of the page by name, for the palette and the keys.
import { commands as texts } from "./i18n/commands.en";
import { LANGUAGE_NAMES, learn, t } from "./i18n/index";
import { processWord } from "./lib/faults";
import { focusArea } from "./lib/focus";
import { entryName, shortPid } from "./lib/pid";
import { AREAS, LANGS } from "./lib/preferences";
import { EXAMPLES } from "./lib/project/ids";
import { titleOf } from "./projects";
import { hasRun, hasTerminals, isThere } from "./state";
import type { Store } from "./store";
import { PACES, paceName } from "./views/bar/pace";
import { branchName } from "./views/timeline/branch-name";

learn(texts);

export interface Named {
  label: string;
  /** The key that does the same, as it is printed. */
  key?: string;
  run(): void;
}

export function commandsOf(store: Store): Named[] {
  const { preferences, scenarios, ownProjects, phase, past } = store.state;
  const { theme, singleKeys, processView, settings } = preferences;
  const ready = phase === "ready";
  return [
    ...(ready
      ? [
          { label: settings.playing ? t("pause") : t("play"), key: t("key.space"), run: () => store.toggle() },
          { label: t("step"), key: ".", run: () => store.step() },
          ...(past
            ? [
                { label: t("past.continue"), run: () => void store.rewind.fork() },
                { label: t("past.now"), run: () => store.rewind.toNow() },
              ]
            : []),
          { label: t("restart"), run: () => void store.startFresh() },
          { label: t("command.fault.spawn"), run: () => store.fault("fail spawn") },
          ...faultsOf(store),
        ]
      : []),
    ...(hasRun(store.state)
      ? [
          { label: t("filter.open"), key: "/", run: () => store.filter.open() },
          { label: t("share.title"), run: () => store.dialog("sharing") },
          { label: t("share.copy"), key: "Y", run: () => void store.links.copy() },
          { label: t("run.save"), run: () => void store.saveRun() },
          { label: t("run.export"), run: () => store.dialog("export") },
          ...branchesOf(store),
        ]
      : []),
    ...[...scenarios, ...EXAMPLES, ...ownProjects].map(({ id }) => ({
      label: t("command.scenario", { name: titleOf(id, ownProjects) }),
      run: () => void store.startFresh(id).then(() => focusArea("diagram")),
    })),
    { label: t("project.open"), run: () => store.dialog("project") },
    { label: t("run.open"), run: () => store.dialog("project") },
    ...PACES.map((pace) => ({ label: t("command.pace", { name: paceName(pace) }), run: () => store.pace(pace) })),
    ...AREAS.filter((area) => isThere(area, store.state) && (area !== "terminal" || hasTerminals(store.state))).map((area) => ({
      label: t("command.show", { name: t(`area.${area}`) }),
      run: () => {
        store.show(area);
        focusArea(area);
      },
    })),
    {
      label: t(processView === "tree" ? "command.processes.table" : "command.processes.tree"),
      run: () => store.prefer({ processView: processView === "tree" ? "table" : "tree" }),
    },
    { label: theme === "dark" ? t("theme.light") : t("theme.dark"), run: () => store.prefer({ theme: theme === "dark" ? "light" : "dark" }) },
    ...LANGS.map((lang) => ({ label: `${t("language")}: ${LANGUAGE_NAMES[lang]}`, run: () => void store.speak(lang) })),
    { label: t(singleKeys ? "command.keys.off" : "command.keys.on"), run: () => store.prefer({ singleKeys: !singleKeys }) },
    { label: t("help"), key: "?", run: () => store.dialog("help") },
  ];
}

/** The other runs of the tree, which are entered, and the comparison, which is with them where there are some. */
function branchesOf(store: Store): Named[] {
  const { branches, current } = store.state.branches;
  const compare = { label: t("run.compare"), run: () => store.dialog("compare") };
  if (branches.length < 2) return [compare];
  const of = ({ label, run }: Named) => ({ label: `${t("branches")}: ${label}`, run });
  const others = branches.filter(({ id }) => id !== current);
  return [...others.map((branch) => of({ label: branchName(branch, current), run: () => void store.rewind.enter(branch.id) })), of(compare)];
}

/** What the selected process can be made to do. */
function faultsOf(store: Store): Named[] {
  const { selection, rows } = store.state;
  const row = selection && "process" in selection ? rows.find(({ number, ended }) => number === selection.process && !ended) : undefined;
  if (!row) return [];
  const who = `${entryName(row.entry)} ${shortPid(row.number)}`;
  const word = processWord(row.number);
  const named = (what: string, act: () => void, key?: string) => ({ label: t("command.fault", { what: `${what}, ${who}` }), key, run: act });
  return [
    named(t("kill"), () => store.kill(row.number), "K"),
    named(t("crash.send"), () => store.fault(`crash ${word} ${t("crash.default")}`)),
    named(t(row.paused ? "process.resume" : "process.pause"), () => store.fault(`${row.paused ? "resume" : "pause"} ${word}`), "P"),
  ];
}
