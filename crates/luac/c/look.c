/* Looking at a coroutine that does not run, for src/look.rs: nothing of the state changes, not even its memory. */
#define LUA_CORE
#include <string.h>
#include "lprefix.h"
#include "lua.h"
#include "ldebug.h"
#include "lfunc.h"
#include "lgc.h"
#include "lobject.h"
#include "lstate.h"
#include "lstring.h"
#include "ltable.h"
/* What src/look.rs calls these. */
enum { NIL, FALSE_, TRUE_, INTEGER, NUMBER, TEXT, TABLE, KEY, END, OTHER, NAME };
/* Told piece by piece what variables are: of each its NAME, and then its value. 0: that is enough of this one. */
typedef int (*Seen)(void *to, int what, const char *text, size_t length, lua_Integer integer, lua_Number number);
struct luac_frame { const char *source, *function; int line; };
/* Tables in tables are looked into so deep; of each table so many entries are told, and so many slots are searched for them. */
enum { DEPTH = 3, ENTRIES = 12, SLOTS = 200 };
/* The field __name of a metatable, which says what an object is. Nothing is interned for it. */
static const char *name_in(Table *metatable) {
  int n;
  for (n = 0; metatable != NULL && n < sizenode(metatable); n++) {
    Node *node = gnode(metatable, n);
    if (keyisshrstr(node) && strcmp(getstr(keystrval(node)), "__name") == 0 && ttisstring(gval(node))) return getstr(tsvalue(gval(node)));
  }
  return NULL;
}
static int other(Seen seen, void *to, const char *text) { return seen(to, OTHER, text, strlen(text), 0, 0); }
static int tell(lua_State *L, const TValue *v, Seen seen, void *to, int depth);
static int tell_table(lua_State *L, Table *t, Seen seen, void *to, int depth) {
  unsigned array = luaH_realasize(t), slots = array + (unsigned)sizenode(t), slot;
  int told = 0, listed = 1; /* so far its keys are 1, 2, 3, ... */
  if (!seen(to, TABLE, NULL, 0, 0, 0)) return 0;
  for (slot = 0; slot < slots; slot++) {
    TValue key;
    const TValue *value;
    if (slot == SLOTS) break;
    if (slot < array) { value = &t->array[slot]; setivalue(&key, (lua_Integer)slot + 1); }
    else { Node *node = gnode(t, slot - array); value = gval(node); key.value_ = node->u.key_val; key.tt_ = node->u.key_tt; }
    if (isempty(value)) { listed = 0; continue; }
    if (told == ENTRIES) break;
    told++;
    if (slot >= array || !listed) {
      listed = 0;
      if (!seen(to, KEY, NULL, 0, 0, 0) || !tell(L, &key, seen, to, 0)) return 0;
    }
    if (!tell(L, value, seen, to, depth - 1)) return 0;
  }
  return seen(to, END, NULL, 0, slot < slots, 0); /* whether there may be more */
}
static int tell(lua_State *L, const TValue *v, Seen seen, void *to, int depth) {
  switch (ttypetag(v)) {
    case LUA_VFALSE: return seen(to, FALSE_, NULL, 0, 0, 0);
    case LUA_VTRUE: return seen(to, TRUE_, NULL, 0, 0, 0);
    case LUA_VNUMINT: return seen(to, INTEGER, NULL, 0, ivalue(v), 0);
    case LUA_VNUMFLT: return seen(to, NUMBER, NULL, 0, 0, fltvalue(v));
    case LUA_VSHRSTR: case LUA_VLNGSTR: return seen(to, TEXT, getstr(tsvalue(v)), tsslen(tsvalue(v)), 0, 0);
    case LUA_VTABLE: return depth > 0 ? tell_table(L, hvalue(v), seen, to, depth) : other(seen, to, "table");
    case LUA_VUSERDATA: {
      const char *name = name_in(uvalue(v)->metatable);
      return other(seen, to, name != NULL ? name : "userdata");
    }
    default: return ttisnil(v) ? seen(to, NIL, NULL, 0, 0, 0) : other(seen, to, ttypename(ttype(v)));
  }
}
/* The function that is called at a level; 0 if that is beyond the outermost one. One without lines has the line 0. */
int luac_frame(lua_State *L, int level, struct luac_frame *frame) {
  lua_Debug ar;
  if (!lua_getstack(L, level, &ar)) return 0;
  lua_getinfo(L, "Sln", &ar);
  frame->source = ar.source;
  frame->function = ar.name;
  frame->line = ar.currentline > 0 ? ar.currentline : 0;
  return 1;
}
static void name(Seen seen, void *to, const char *text) { seen(to, NAME, text, strlen(text), 0, 0); }
/* Tells the local variables at a level, the first so many. */
void luac_locals(lua_State *L, int level, int most, Seen seen, void *to) {
  lua_Debug ar;
  int n;
  if (!lua_getstack(L, level, &ar)) return;
  for (n = 1; n <= most; n++) {
    StkId at;
    const char *text = luaG_findlocal(L, ar.i_ci, n, &at);
    if (text == NULL) return;
    if (text[0] == '(') continue; /* a loop's own, or what has no name */
    name(seen, to, text);
    tell(L, s2v(at), seen, to, DEPTH);
  }
}
/* Functions whose variables are told. */
enum { FUNCTIONS = 40 };
struct functions { const LClosure *list[FUNCTIONS]; int count; };
static void add(struct functions *found, const TValue *v) {
  int n;
  if (!ttisLclosure(v) || found->count == FUNCTIONS) return;
  for (n = 0; n < found->count; n++) if (found->list[n] == clLvalue(v)) return;
  found->list[found->count++] = clLvalue(v);
}
static void add_all(struct functions *found, const TValue *v) {
  add(found, v);
  if (ttistable(v)) {
    Table *t = hvalue(v);
    unsigned array = luaH_realasize(t), n;
    for (n = 0; n < array && n < SLOTS; n++) add(found, &t->array[n]);
    for (n = 0; n < (unsigned)sizenode(t) && n < SLOTS; n++) add(found, gval(gnode(t, n)));
  }
}
/* Tells the variables around the function at a level that it uses, and those that the functions use which it finds there, the first so
   many: what the functions of a source share. Functions themselves are not told. */
void luac_captured(lua_State *L, int level, int most, Seen seen, void *to) {
  lua_Debug ar;
  struct functions found = { { NULL }, 0 };
  const UpVal *told[64];
  int function, n, count = 0;
  if (!lua_getstack(L, level, &ar) || !isLua(ar.i_ci)) return;
  add(&found, s2v(ar.i_ci->func.p));
  for (function = 0; function < found.count; function++) {
    const LClosure *of = found.list[function];
    for (n = 0; n < of->nupvalues; n++) {
      const UpVal *variable = of->upvals[n];
      const TString *text = of->p->upvalues[n].name;
      int before;
      if (text == NULL || strcmp(getstr(text), "_ENV") == 0) continue;
      for (before = 0; before < count && told[before] != variable; before++) ;
      if (before < count) continue;
      add_all(&found, variable->v.p);
      if (ttisfunction(variable->v.p)) continue;
      if (count == most || count == 64) return;
      told[count++] = variable;
      name(seen, to, getstr(text));
      tell(L, variable->v.p, seen, to, DEPTH);
    }
  }
}
/* The coroutine that this one has resumed and that has suspended both: coroutine.resume leaves it in the registry (see the patch of
   lcorolib.c), what coroutine.wrap has made has it as its upvalue. */
lua_State *luac_resumed(lua_State *L) {
  TValue key;
  const TValue *found, *function = s2v(L->ci->func.p);
  if (ttisCclosure(function) && clCvalue(function)->nupvalues == 1 && ttisthread(&clCvalue(function)->upvalue[0]))
    return thvalue(&clCvalue(function)->upvalue[0]);
  setpvalue(&key, L);
  found = luaH_get(hvalue(&G(L)->l_registry), &key);
  return ttisthread(found) ? thvalue(found) : NULL;
}
