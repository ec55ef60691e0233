//! Where Wippy's dialect differs from Lua 5.4 (`c/dialect.c`).

use crate::{Edit, edit};

pub const EDITS: &[Edit] = &[
    // a float with an integral value prints without ".0"
    edit(
        "lobject.c",
        r#"    if (buff[strspn(buff, "-0123456789")] == '\0') {  /* looks like an int? */"#,
        r"    if (0) {",
    ),
    // an unknown escape yields the character itself; hexadecimal and UTF-8 ones are unknown
    edit(
        "llex.c",
        r"          case 'x': c = readhexaesc(ls); goto read_save;
          case 'u': utf8esc(ls);  goto no_save;
",
        r"",
    ),
    edit("llex.c", r"          case 'z': {  /*", r"          case EOZ - 1: {  /*"),
    edit(
        "llex.c",
        r#"            esccheck(ls, lisdigit(ls->current), "invalid escape sequence");"#,
        r"            if (!lisdigit(ls->current)) { c = ls->current; goto read_save; }",
    ),
    // string.rep takes no separator; string.format writes what is missing, as Go does
    edit(
        "lstrlib.c",
        r#"  size_t l, lsep;
  const char *s = luaL_checklstring(L, 1, &l);
  lua_Integer n = luaL_checkinteger(L, 2);
  const char *sep = luaL_optlstring(L, 3, "", &lsep);"#,
        r#"  size_t l, lsep = 0;
  const char *s = luaL_checklstring(L, 1, &l);
  lua_Integer n = luaL_checkinteger(L, 2);
  const char *sep = "";"#,
    ),
    edit(
        "lstrlib.c",
        r#"      if (++arg > top)
        return luaL_argerror(L, arg, "no value");
      strfrmt = getformat(L, strfrmt, form);"#,
        r#"      strfrmt = getformat(L, strfrmt, form);
      if (++arg > top) {
        luaL_addstring(&b, "%!");
        if (strfrmt < strfrmt_end) luaL_addchar(&b, *strfrmt++);
        luaL_addstring(&b, "(MISSING)");
        continue;
      }"#,
    ),
    // ipairs looks into the table itself, and pairs asks no metamethod
    edit(
        "lbaselib.c",
        r"  return (lua_geti(L, 1, i) == LUA_TNIL) ? 1 : 2;",
        r"  luaL_checktype(L, 1, LUA_TTABLE);
  luai_ctick(L);
  return (lua_rawgeti(L, 1, i) == LUA_TNIL) ? 1 : 2;",
    ),
    edit(
        "lbaselib.c",
        r"  luaL_checkany(L, 1);
  lua_pushcfunction(L, ipairsaux);",
        r"  luaL_checktype(L, 1, LUA_TTABLE);
  lua_pushcfunction(L, ipairsaux);",
    ),
    edit(
        "lbaselib.c",
        r#"  luaL_checkany(L, 1);
  if (luaL_getmetafield(L, 1, "__pairs") == LUA_TNIL) {"#,
        r"  luaL_checktype(L, 1, LUA_TTABLE);
  if (1) {",
    ),
    // an error object is taken for its text wherever a string is wanted
    edit("lauxlib.c", r#"#include "lauxlib.h""#, "#include \"lauxlib.h\"\n#include \"dialect.h\""),
    edit(
        "lauxlib.c",
        r"  const char *s = lua_tolstring(L, arg, len);
  if (l_unlikely(!s)) tag_error(L, arg, LUA_TSTRING);",
        r"  const char *s = lua_tolstring(L, arg, len);
  if (l_unlikely(!s)) s = luac_errortext(L, arg, len);
  if (l_unlikely(!s)) tag_error(L, arg, LUA_TSTRING);",
    ),
    edit("lstrlib.c", r#"#include "lauxlib.h""#, "#include \"lauxlib.h\"\n#include \"dialect.h\""),
    edit(
        "lstrlib.c",
        r"int tr = lua_type(L, 3);",
        r"int tr = (luac_errortext(L, 3, NULL), lua_type(L, 3));",
    ),
    // frozen tables: not the fast way, and refused on the slow one
    edit("lvm.c", r#"#include "lvm.h""#, "#include \"lvm.h\"\n#include \"dialect.h\""),
    edit("lapi.c", r#"#include "lvm.h""#, "#include \"lvm.h\"\n#include \"dialect.h\""),
    edit(
        "lvm.c",
        r"        if (luaV_fastget(L, upval, key, slot, luaH_getshortstr)) {
          luaV_finishfastset",
        r"        if (luaV_fastget(L, upval, key, slot, luaH_getshortstr) && !luai_frozen(hvalue(upval))) {
          luaV_finishfastset",
    ),
    edit(
        "lvm.c",
        r"        if (ttisinteger(rb)  /* fast track for integers? */
            ? (cast_void(n = ivalue(rb)), luaV_fastgeti(L, s2v(ra), n, slot))
            : luaV_fastget(L, s2v(ra), rb, slot, luaH_get)) {
          luaV_finishfastset",
        r"        if ((ttisinteger(rb)
            ? (cast_void(n = ivalue(rb)), luaV_fastgeti(L, s2v(ra), n, slot))
            : luaV_fastget(L, s2v(ra), rb, slot, luaH_get)) && !luai_frozen(hvalue(s2v(ra)))) {
          luaV_finishfastset",
    ),
    edit(
        "lvm.c",
        r"        if (luaV_fastgeti(L, s2v(ra), c, slot)) {
          luaV_finishfastset",
        r"        if (luaV_fastgeti(L, s2v(ra), c, slot) && !luai_frozen(hvalue(s2v(ra)))) {
          luaV_finishfastset",
    ),
    edit(
        "lvm.c",
        r"        if (luaV_fastget(L, s2v(ra), key, slot, luaH_getshortstr)) {
          luaV_finishfastset",
        r"        if (luaV_fastget(L, s2v(ra), key, slot, luaH_getshortstr) && !luai_frozen(hvalue(s2v(ra)))) {
          luaV_finishfastset",
    ),
    edit(
        "lvm.c",
        r"      lua_assert(isempty(slot));  /* slot must be empty */
      tm = fasttm(L, h->metatable, TM_NEWINDEX);",
        r#"      if (luai_frozen(h)) luaG_runerror(L, "attempt to change a frozen table");
      tm = fasttm(L, h->metatable, TM_NEWINDEX);"#,
    ),
    edit(
        "lvm.c",
        r"    if (luaV_fastget(L, t, key, slot, luaH_get)) {
      /* execute 'luaV_finishfastset'",
        r"    if (luaV_fastget(L, t, key, slot, luaH_get) && !luai_frozen(hvalue(t))) {
      /* execute 'luaV_finishfastset'",
    ),
    edit(
        "lapi.c",
        r"  if (luaV_fastget(L, t, str, slot, luaH_getstr)) {
    luaV_finishfastset",
        r"  if (luaV_fastget(L, t, str, slot, luaH_getstr) && !luai_frozen(hvalue(t))) {
    luaV_finishfastset",
    ),
    edit(
        "lapi.c",
        r"  if (luaV_fastget(L, t, s2v(L->top.p - 2), slot, luaH_get)) {
    luaV_finishfastset",
        r"  if (luaV_fastget(L, t, s2v(L->top.p - 2), slot, luaH_get) && !luai_frozen(hvalue(t))) {
    luaV_finishfastset",
    ),
    edit(
        "lapi.c",
        r"  if (luaV_fastgeti(L, t, n, slot)) {
    luaV_finishfastset",
        r"  if (luaV_fastgeti(L, t, n, slot) && !luai_frozen(hvalue(t))) {
    luaV_finishfastset",
    ),
    edit(
        "lapi.c",
        r"  t = gettable(L, idx);
  luaH_set(L, t, key",
        r#"  t = gettable(L, idx);
  if (luai_frozen(t)) luaG_runerror(L, "attempt to change a frozen table");
  luaH_set(L, t, key"#,
    ),
];
