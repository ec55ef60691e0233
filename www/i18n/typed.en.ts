// Texts of the typed store that are seen at once: its scenarios, and the names of its areas.

export const typed = {
  "scenario.live-cursors": "Live cursors",
  "scenario.session-cache": "Session cache",
  "scenario.app-settings": "Settings of two tenants",
  "hint.live-cursors": "kill a user, beside the canvas or among the processes: the cursor goes two seconds later. Or point at the canvas yourself.",
  "hint.session-cache": "type “session ada” in the terminal, twice: the second time it comes from the cache, and five seconds later no more.",
  "hint.app-settings": "type “set notifications maybe” in the terminal, and read why the store refuses it; then “use south”, and “show”.",
  "quick.list the cursors": "list the cursors",
  "quick.a wrong cursor": "set a wrong cursor",
  "quick.invite ada": "invite ada",
  "quick.list the sessions": "list the sessions",
  "quick.session of dora": "session of dora",
  "quick.settings of north": "settings of north",
  "quick.dark theme for south": "a dark theme for south",
  "quick.wrong settings": "set wrong settings",
  "area.typed_store": "Typed store",
  "area.cursors": "Cursors",
};
