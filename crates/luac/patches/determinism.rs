//! The same behaviour on every machine (`c/determinism.c`).

use crate::{Edit, edit};

pub const EDITS: &[Edit] = &[
    // creation numbers instead of addresses: hashing, tostring, %p
    edit(
        "lobject.h",
        r#"  unsigned int alimit;  /* "limit" of 'array' array */
"#,
        r"  unsigned int alimit;
  unsigned int id;
",
    ),
    edit(
        "lobject.h",
        r"lu_byte nupvalues; GCObject *gclist",
        r"lu_byte nupvalues; unsigned int id; GCObject *gclist",
    ),
    edit(
        "lobject.h",
        r"  unsigned short nuvalue;  /* number of user values */
",
        r"  unsigned short nuvalue;
  unsigned int id;
",
    )
    .times(2),
    edit(
        "lstate.h",
        r"  unsigned short nci;  /*",
        r"  unsigned int id;
  unsigned short nci;  /*",
    ),
    edit(
        "ltable.c",
        r"  t->metatable = NULL;
",
        r"  t->metatable = NULL;
  t->id = ++G(L)->nobj;
",
    ),
    edit(
        "lfunc.c",
        r"  c->nupvalues = cast_byte(nupvals);
",
        r"  c->nupvalues = cast_byte(nupvals);
  c->id = ++G(L)->nobj;
",
    )
    .times(2),
    edit(
        "lstring.c",
        r"  u->nuvalue = nuvalue;
",
        r"  u->nuvalue = nuvalue;
  u->id = ++G(L)->nobj;
",
    ),
    edit(
        "lstate.c",
        r"  G(L) = g;
",
        r"  G(L) = g;
  L->id = ++g->nobj;
",
    ),
    // light C functions and light userdata: one bucket
    edit("ltable.c", r"hashmod(t, point2uint(p))", r"gnode(t, 0)"),
    edit(
        "ltable.c",
        r"      GCObject *o = gcvalue(key);
      return hashpointer(t, o);",
        r"      GCObject *o = gcvalue(key);
      return hashmod(t, o->tt == LUA_VTABLE ? gco2t(o)->id : luai_id(o));",
    ),
    edit("lapi.c", r"cast_voidp(cast_sizet(fvalue(o)))", r"NULL"),
    edit(
        "lapi.c",
        r"    case LUA_VUSERDATA: case LUA_VLIGHTUSERDATA:
      return touserdata(o);",
        r"    case LUA_VLIGHTUSERDATA:
      return pvalue(o);",
    ),
    edit(
        "lapi.c",
        r"        return gcvalue(o);
",
        r"        return cast_voidp(cast_sizet(luai_id(gcvalue(o))));
",
    ),
    edit(
        "lstrlib.c",
        r"          if (p == NULL) {",
        r"          if (p == NULL && lua_type(L, arg) != LUA_TFUNCTION) {",
    ),
    // a removed key is remembered by its number: by its address, `next` could take a new object for it
    edit("lgc.c", r"    setdeadkey(n);", r"    luai_deadkey(n);"),
    edit(
        "ltable.c",
        r"    default:
      return gcvalue(k1) == gcvalueraw(keyval(n2));",
        r"    case LUA_TDEADKEY:
      return luai_keynumber(gcvalue(k1)) == keyval(n2).i;
    default:
      return gcvalue(k1) == gcvalueraw(keyval(n2));",
    ),
    // memory: logical bytes, accounted here and nowhere else (so limit and GC pace are the same everywhere)
    edit(
        "lstate.h",
        r"  void *ud_warn;         /* auxiliary data to 'warnf' */
",
        r"  void *ud_warn;
  lua_Unsigned rseed;
  void *random;
  unsigned int nobj, ntake;
  l_mem limit;
",
    ),
    edit(
        "lstate.c",
        r"  L->tt = LUA_VTHREAD;
",
        r"  L->tt = LUA_VTHREAD;
  luai_init(g);
",
    ),
    edit("lstate.c", r"  g->totalbytes = sizeof(LG);", r"  g->totalbytes = 1024;"),
    edit(
        "lmem.c",
        r"  g->GCdebt -= osize;
",
        r"",
    ),
    edit(
        "lmem.c",
        r"  g->GCdebt = (g->GCdebt + nsize) - osize;
",
        r"",
    ),
    edit(
        "lmem.c",
        r"    g->GCdebt += size;
",
        r"",
    ),
    edit(
        "lgc.c",
        r"  char *p = cast_charp(luaM_newobject(L, novariant(tt), sz));",
        r"  char *p = (luai_newobj(L, tt, sz), cast_charp(luaM_newobject(L, novariant(tt), sz)));",
    ),
    edit(
        "lgc.c",
        r"#define GCSWEEPMAX	100",
        r#"#include "logical_sizes.h"
#define GCSWEEPMAX	100"#,
    ),
    edit(
        "lgc.c",
        r"static void freeobj (lua_State *L, GCObject *o) {
",
        r"static void freeobj (lua_State *L, GCObject *o) {
  luai_freed(L, o);
",
    ),
    edit(
        "ltable.c",
        r"  /* create new hash part with appropriate size into 'newt' */
",
        r"  { long long n = luai_resizing(newasize, oldasize, nhsize); luai_take(L, n); }
",
    ),
    edit(
        "ltable.c",
        r"  t->array = newarray;  /*",
        r"  if (newasize < oldasize) luai_give(L, 16 * (long long)(oldasize - newasize));
  t->array = newarray;  /*",
    ),
    edit(
        "ltable.c",
        r"  if (!isdummy(t))
    luaM_freearray",
        r"  if (!isdummy(t)) {
    luai_give(L, 24 * (long long)sizenode(t));
    luaM_freearray",
    ),
    edit(
        "ltable.c",
        r"t->node, cast_sizet(sizenode(t)));
",
        r"t->node, cast_sizet(sizenode(t)));
  }
",
    ),
    edit(
        "ltable.c",
        r"  luaM_freearray(L, t->array, luaH_realasize(t));
",
        r"  luai_give(L, 16 * (long long)luaH_realasize(t));
  luaM_freearray(L, t->array, luaH_realasize(t));
",
    ),
    edit(
        "ldo.c",
        r"  newstack = luaM_reallocvector(",
        r"  newstack = !luai_try(L, 16 * ((long long)newsize - oldsize)) ? NULL : luaM_reallocvector(",
    ),
    edit(
        "lstate.c",
        r"  luaM_freearray(L, L->stack.p, stack",
        r"  luai_give(L, 16 * ((long long)stacksize(L) - BASIC_STACK_SIZE));
  luaM_freearray(L, L->stack.p, stack",
    ),
    edit(
        "lstate.c",
        r"  ci = luaM_reallocvector(L, NULL, 0, 1, CallInfo);",
        r"  ci = !luai_try(L, 40) ? NULL : luaM_reallocvector(L, NULL, 0, 1, CallInfo);",
    ),
    edit(
        "lstate.c",
        r"    luaM_free(L, ci);
",
        r"    luai_give(L, 40);
    luaM_free(L, ci);
",
    ),
    edit(
        "lstate.c",
        r"    luaM_free(L, next);",
        r"    luai_give(L, 40);
    luaM_free(L, next);",
    ),
    edit(
        "lobject.h",
        r"  int lastlinedefined;  /*",
        r"  int taken;
  int lastlinedefined;  /*",
    ),
    edit(
        "lfunc.c",
        r"  f->sizek = 0;
",
        r"  f->sizek = f->taken = 0;
",
    ),
    edit(
        "lfunc.c",
        r"  luaM_freearray(L, f->code,",
        r"  luai_give(L, f->taken);
  luaM_freearray(L, f->code,",
    ),
    edit(
        "lparser.c",
        r"  ls->fs = fs->prev;
  luaC_checkGC(L);",
        r"  luai_takeproto(L, f);
  ls->fs = fs->prev;
  luaC_checkGC(L);",
    ),
    edit(
        "lundump.c",
        r"  loadDebug(S, f);
}",
        r"  loadDebug(S, f);
  luai_takeproto(S->L, f);
}",
    ),
    edit(
        "lauxlib.c",
        r"  void *temp = allocf(",
        r"  void *temp = (luai_takebox(L, box->bsize, newsize), allocf)(",
    ),
    // sizes that follow the width of a pointer
    edit(
        "llimits.h",
        r"#define MAX_SIZET	((size_t)(~(size_t)0))",
        r"#define MAX_SIZET	((size_t)0x7fffffff)",
    ),
    edit(
        "llimits.h",
        r"#define MAX_SIZE	(sizeof(size_t) < sizeof(lua_Integer) ?",
        r"#define MAX_SIZE	(1 ?",
    ),
    edit("lvm.c", r"MAX_SIZE - sizeof(TString) - tl", r"MAX_SIZE - 32 - tl"),
    edit("luaconf.h", r"((int)(16 * sizeof(void*) * sizeof(lua_Number)))", r"512"),
    edit(
        "lstrlib.c",
        r"    return (size_t)pos;
  else if (pos == 0)",
        r"    return pos > INT_MAX ? INT_MAX : (size_t)pos;
  else if (pos == 0)",
    ),
    edit("lstrlib.c", r"*size = sizeof(long);", r"*size = 8;").times(2),
    edit("lstrlib.c", r"*size = sizeof(size_t);", r"*size = 8;"),
    edit("lstrlib.c", r"getnumlimit(h, fmt, sizeof(size_t))", r"getnumlimit(h, fmt, 8)"),
    edit(
        "lstrlib.c",
        r"size >= (int)sizeof(size_t) ||
                         len < ((size_t)1 <<",
        r"size >= 8 ||
                         len < ((lua_Unsigned)1 <<",
    ),
    edit(
        "lstrlib.c",
        r"size_t len = (size_t)unpackint(",
        r"lua_Unsigned len = (lua_Unsigned)unpackint(",
    ),
    // C leaves open which argument of a call comes first (clang: the first, gcc: the last); in these two it shows: which error, which string
    edit(
        "lmathlib.c",
        r"    lua_pushnumber(L, l_mathop(fmod)(luaL_checknumber(L, 1),
                                     luaL_checknumber(L, 2)));",
        r"  {
    lua_Number a = luaL_checknumber(L, 1), b = luaL_checknumber(L, 2);
    lua_pushnumber(L, l_mathop(fmod)(a, b));
  }",
    ),
    edit(
        "lparser.c",
        r#"      luaX_syntaxerror(ls, luaO_pushfstring(ls->L,
             "%s expected (to"#,
        r#"      const char *a = luaX_token2str(ls, what), *b = luaX_token2str(ls, who);
      luaX_syntaxerror(ls, luaO_pushfstring(ls->L,
             "%s expected (to"#,
    ),
    edit(
        "lparser.c",
        r"              luaX_token2str(ls, what), luaX_token2str(ls, who), where));",
        r"              a, b, where));",
    ),
    // numbers: one NaN, Lua's own hex floats, a seed from outside
    edit(
        "lstrlib.c",
        r"float f = (float)luaL_checknumber(L, arg);",
        r"float f = luai_float(luaL_checknumber(L, arg));",
    ),
    edit(
        "lstrlib.c",
        r"lua_Number f = luaL_checknumber(L, arg);",
        r"lua_Number f = luai_double(luaL_checknumber(L, arg));",
    ),
    edit(
        "lstrlib.c",
        r"double f = (double)luaL_checknumber(L, arg);",
        r"double f = luai_double(luaL_checknumber(L, arg));",
    ),
    edit("luaconf.h", r"#define lua_strx2number(", r"#define unused1("),
    edit("luaconf.h", r"#define lua_number2strx(", r"#define unused2("),
    edit(
        "lmathlib.c",
        r"  lua_Unsigned seed1 = (lua_Unsigned)time(NULL);
  lua_Unsigned seed2 = (lua_Unsigned)(size_t)L;",
        r"  lua_Unsigned seed1 = luai_seed(L), seed2 = 0;",
    ),
    // a state that is made to be copied: a closed upvalue keeps no half of a pointer beside its tag, and a copy gets a seed of
    // its own
    edit(
        "lfunc.c",
        r"    luaF_unlinkupval(uv);  /* remove upvalue from 'openupval' list */
",
        r"    luaF_unlinkupval(uv);
    uv->u.open.previous = NULL;
",
    ),
    edit(
        "lmathlib.c",
        r"/*
** Register the random functions and initialize their state.
*/
static void setrandfunc (lua_State *L) {
  RanState *state = (RanState *)lua_newuserdatauv(L, sizeof(RanState), 0);
",
        r"void luac_reseed (lua_State *L, unsigned long long seed) {
  RanState *state = (RanState *)luai_reseed(L, seed);
  if (state == NULL) return;
  randseed(L, state);
  lua_pop(L, 2);
}
static void setrandfunc (lua_State *L) {
  RanState *state = (RanState *)lua_newuserdatauv(L, sizeof(RanState), 0);
  luai_keeprandom(L, state);
",
    ),
    // what would show when the GC runs: finalizers and weak modes of tables are ignored (userdata keep __gc)
    edit(
        "lapi.c",
        r"        luaC_objbarrier(L, gcvalue(obj), mt);
        luaC_checkfinalizer(L, gcvalue(obj), mt);",
        r"        luaC_objbarrier(L, gcvalue(obj), mt);",
    ),
    edit(
        "lgc.c",
        r"  const TValue *mode = gfasttm(g, h->metatable, TM_MODE);",
        r"  const TValue *mode = NULL;",
    ),
    edit("lgc.c", "#include \"lgc.h\"\n", "#include \"lgc.h\"\n#include \"objects.h\"\n"),
    edit(
        "lgc.c",
        r"      Udata *u = gco2u(o);
      luaM_freemem(",
        r"      Udata *u = gco2u(o);
      luai_release(u);
      luaM_freemem(",
    ),
    // library: what reads files, shows or steers the GC, or runs bytecode (which can crash Lua)
    edit(
        "lbaselib.c",
        r#"  {"dofile", luaB_dofile},
"#,
        r"",
    ),
    edit(
        "lbaselib.c",
        r#"  {"loadfile", luaB_loadfile},
"#,
        r"",
    ),
    edit("lbaselib.c", r#"luaL_optstring(L, 3, "bt")"#, r#""t""#),
    edit(
        "lbaselib.c",
        r"  switch (o) {
    case LUA_GCCOUNT: {",
        r"  if (o != LUA_GCCOUNT) { lua_pushinteger(L, 0); return 1; }
  switch (o) {
    case LUA_GCCOUNT: {",
    ),
    edit(
        "lstrlib.c",
        r#"  {"dump", str_dump},
"#,
        r"",
    ),
];
