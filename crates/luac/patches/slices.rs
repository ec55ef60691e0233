//! Time slices: the interpreter counts ticks, and a slice that is used up pauses the program (`c/slice.c`).

use crate::{Edit, edit};

pub const EDITS: &[Edit] = &[
    edit("lvm.c", r"(trap = ci->u.l.trap)", r"(luai_tick(L), trap = ci->u.l.trap)"),
    edit("lvm.c", r"  trap = L->hookmask;", r"  luai_tick(L); trap = L->hookmask;"),
    // a GC step must cost no tick
    edit(
        "lvm.c",
        r"                         updatetrap(ci)); \",
        r"                         trap = ci->u.l.trap); \",
    ),
    edit("lgc.c", r"    L->allowhook = 0;", r""),
    edit(
        "lcorolib.c",
        r"  status = lua_resume(co, L, narg, &nres);
",
        r"  int barred = !lua_isyieldable(L);
  luac_barred += barred;
  status = lua_resume(co, L, narg, &nres);
  while (status == LUA_YIELD && luac_preempted) {
    if (!barred) return -2;
    luac_overrun(); status = lua_resume(co, L, 0, &nres);
  }
  luac_barred -= barred;
",
    ),
    edit(
        "lcorolib.c",
        r"static int luaB_coresume (lua_State *L) {",
        r"static int coresume_k (lua_State *L, int st, lua_KContext narg) {
  if (st == LUA_YIELD) { lua_settop(L, 0); lua_rawgetp(L, LUA_REGISTRYINDEX, L); lua_pushnil(L); lua_rawsetp(L, LUA_REGISTRYINDEX, L); }
  {",
    ),
    edit(
        "lcorolib.c",
        r"  r = auxresume(L, co, lua_gettop(L) - 1);
",
        r"  r = auxresume(L, co, (int)narg);
  if (r == -2) { lua_settop(L, 1); lua_rawsetp(L, LUA_REGISTRYINDEX, L); return lua_yieldk(L, 0, 0, coresume_k); }
",
    ),
    edit(
        "lcorolib.c",
        r"static int luaB_auxwrap (lua_State *L) {",
        r"}
static int luaB_coresume (lua_State *L) { return coresume_k(L, 0, lua_gettop(L) - 1); }

static int auxwrap_k (lua_State *L, int st, lua_KContext narg) {",
    ),
    edit(
        "lcorolib.c",
        r"  int r = auxresume(L, co, lua_gettop(L));
",
        r"  int r = auxresume(L, co, (int)narg); (void)st;
  if (r == -2) return lua_yieldk(L, 0, 0, auxwrap_k);
",
    ),
    edit(
        "lcorolib.c",
        r"static int luaB_cocreate (lua_State *L) {",
        r"static int luaB_auxwrap (lua_State *L) { return auxwrap_k(L, 0, lua_gettop(L)); }

static int luaB_cocreate (lua_State *L) {",
    ),
    // loops in C that no VM instruction pays for
    edit(
        "lapi.c",
        r"LUA_API int lua_geti (lua_State *L, int idx, lua_Integer n) {
",
        r"LUA_API int lua_geti (lua_State *L, int idx, lua_Integer n) {
  luai_ctick(L);
",
    ),
    edit(
        "lstrlib.c",
        r"  if (l_unlikely(ms->matchdepth-- == 0))",
        r"  luai_ctick(ms->L);
  if (l_unlikely(ms->matchdepth-- == 0))",
    ),
    edit(
        "lstrlib.c",
        r"  while (singlematch(ms, s + i, p, ep))
    i++;",
        r"  while (singlematch(ms, s + i, p, ep))
    i++;
  luai_charge(i);",
    ),
    edit(
        "lstrlib.c",
        r"      if (memcmp(init, s2+1, l2) == 0)",
        r"      luai_charge(l2 + 16);
      if (memcmp(init, s2+1, l2) == 0)",
    ),
    edit(
        "lstrlib.c",
        r"  int opt = *((*fmt)++);",
        r"  int opt = *((*fmt)++);
  luai_spend(1);",
    ),
    // else ("").rep("", 1 << 62) never ends
    edit(
        "lstrlib.c",
        r"  if (n <= 0)
    lua_pushliteral",
        r"  if (n <= 0 || l + lsep == 0)
    lua_pushliteral",
    ),
    edit(
        "lstrlib.c",
        r"    char *p = luaL_buffinitsize(L, &b, totallen);
    while (n-- > 1) {",
        r"    char *p = luaL_buffinitsize(L, &b, totallen);
    luai_spend((unsigned)n >> 1);
    while (n-- > 1) {",
    ),
    edit(
        "lutf8lib.c",
        r"static int utflen (lua_State *L) {
",
        r"static int utflen (lua_State *L) {
  luai_charge(lua_rawlen(L, 1) * 4);
",
    ),
    edit(
        "lutf8lib.c",
        r"static int byteoffset (lua_State *L) {
",
        r"static int byteoffset (lua_State *L) {
  luai_charge(lua_rawlen(L, 1) * 4);
",
    ),
    edit(
        "lvm.c",
        r"  size_t rl2 = tsslen(ts2);
",
        r"  size_t rl2 = tsslen(ts2);
  luai_charge(rl1 < rl2 ? rl1 : rl2);
",
    ),
    edit(
        "lstring.c",
        r"    ((len == b->u.lnglen) &&  /* equal",
        r"    ((len == b->u.lnglen) && luac_pay(len >> 4) &&  /* equal",
    ),
    edit(
        "ltable.c",
        r"cast_int(i) < sizenode(t); i++) {  /* hash part */",
        r"cast_int(i) < sizenode(t); i++, luai_spend(1)) {  /* hash part */",
    ),
    edit(
        "ltable.c",
        r"  for (; i < asize; i++) {  /* try first array part */",
        r"  for (; i < asize; i++, luai_spend(1)) {  /* try first array part */",
    ),
    // ... hash chains (colliding keys and strings can be made on purpose), chains of __index, conversions, throws (5 us each in wasm), varargs
    edit(
        "ltable.c",
        r"  for (;;) {  /* check whether 'key' is somewhere in the chain */",
        r"  int steps = 0;
  for (;;) {",
    )
    .times(3),
    edit(
        "ltable.c",
        r"n += nx;",
        r"n += nx;
      if (++steps > 8) luai_spend(1);",
    )
    .times(3),
    edit(
        "ltable.c",
        r"        othern += gnext(othern);",
        r"        othern += gnext(othern), luai_spend(1);",
    ),
    edit(
        "lstring.c",
        r"  for (ts = *list; ts != NULL; ts = ts->u.hnext) {",
        r"  int steps = 0;
  for (ts = *list; ts != NULL; ts = ts->u.hnext) {
    if (++steps > 32) luai_spend(1);",
    ),
    edit(
        "lvm.c",
        r"  for (loop = 0; loop < MAXTAGLOOP; loop++) {",
        r"  for (loop = 0; loop < MAXTAGLOOP; loop++, luai_spend(1)) {",
    )
    .times(2),
    edit(
        "lobject.c",
        r"size_t luaO_str2num (const char *s, TValue *o) {
",
        r"size_t luaO_str2num (const char *s, TValue *o) {
  luai_charge(strlen(s));
",
    ),
    edit(
        "ldo.c",
        r"l_noret luaD_throw (lua_State *L, int errcode) {
",
        r"l_noret luaD_throw (lua_State *L, int errcode) {
  if (!luac_preempted) luai_spend(20);
",
    ),
    edit(
        "lstate.c",
        r"  o = luaC_newobjdt(L, LUA_TTHREAD,",
        r"  luai_spend(16);
  o = luaC_newobjdt(L, LUA_TTHREAD,",
    ),
    edit(
        "lstrlib.c",
        r#"  luaL_checkstack(L, n, "string slice too long");"#,
        r#"  luaL_checkstack(L, n, "string slice too long");
  luai_spend(n);"#,
    ),
    edit(
        "lutf8lib.c",
        r#"  luaL_checkstack(L, n, "string slice too long");"#,
        r#"  luaL_checkstack(L, n, "string slice too long");
  luai_spend(n);"#,
    ),
    edit(
        "lstrlib.c",
        r"  int sig = 1;
",
        r"  int sig = 1;
  luai_charge(ec - p);
",
    ),
    edit(
        "lstrlib.c",
        r"    l1 = l1-l2;  /*",
        r"    luai_charge(l1);
    l1 = l1-l2;  /*",
    ),
    edit(
        "ltm.c",
        r"    checkstackGCp(L, nextra, where);",
        r"    luai_spend(nextra >> 3);
    checkstackGCp(L, nextra, where);",
    ),
    edit(
        "ldo.c",
        r"      ci->func.p -= delta;  /*",
        r"      luai_spend(narg1 >> 3);
      ci->func.p -= delta;  /*",
    ),
    // the work of building strings, growing tables and compiling: by length, never by bytes the allocator gave
    edit(
        "lstring.c",
        r"  TString *ts = createstrobj(L, l, LUA_VLNGSTR, G(L)->seed);
",
        r"  TString *ts = createstrobj(L, l, LUA_VLNGSTR, G(L)->seed);
  luai_charge(l);
",
    ),
    edit(
        "lzio.c",
        r"  z->n = size - 1;  /*",
        r"  luai_spend(32 + 4 * (unsigned)size);
  z->n = size - 1;  /*",
    ),
];
