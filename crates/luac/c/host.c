/* What src/call.rs and src/object.rs need beside Lua's own API. */
#define LUA_CORE
#include "lprefix.h"
#include "lua.h"
#include "ldebug.h"
#include "ldo.h"
#include "lgc.h"
#include "lmem.h"
#include "lstate.h"
#include "ltable.h"
#include "objects.h"
#include "slice.h"
/* Calls f(L, data); 0 if that raised an error, and then the stack is as it was. */
int luac_protected(lua_State *L, Pfunc f, void *data) {
  if (luaD_pcall(L, f, data, savestack(L, L->top.p), 0) == LUA_OK) return 1;
  L->top.p--;
  return 0;
}
/* Makes room in the registry for what mlua has there: in a copy, what it outgrows is not given back before all of it is. */
void luac_reserve(lua_State *L) { luaH_resize(L, hvalue(&G(L)->l_registry), luaH_realasize(hvalue(&G(L)->l_registry)), 16); }
/* Raises the error of used-up memory. */
void luac_nomemory(lua_State *L) { luaM_error(L); }
/* The line of the innermost function that has lines, of those that called the running one; 0 if none is near. */
int luac_line(lua_State *L) {
  CallInfo *ci = L->ci->previous;
  for (int near = 0; near < 8 && ci != &L->base_ci; near++, ci = ci->previous) {
    if (isLua(ci) && ci_func(ci)->p->lineinfo != NULL)
      return luaG_getfuncline(ci_func(ci)->p, pcRel(ci->u.l.savedpc, ci_func(ci)->p));
  }
  return 0;
}
/* The memory of the userdata that the running function has as an argument, if it is an object of ours. */
void *luac_object(lua_State *L, int argument) {
  const TValue *o = s2v(L->ci->func.p + argument);
  Udata *u;
  if (!ttisfulluserdata(o)) return NULL;
  u = uvalue(o);
  return luai_owned(u) ? getudatamem(u) : NULL;
}
/* Makes the userdata on the top of the stack an object of ours. */
void luac_own(lua_State *L) { l_setbit(uvalue(s2v(L->top.p - 1))->marked, 7); }
/* Suspends the whole task as luac_suspend does; k runs when it goes on. What the running function has to return; 0 if it cannot be
   done here. */
int luac_wait(lua_State *L, lua_KFunction k) {
  if (!lua_isyieldable(L) || luac_barred) return 0;
  luac_preempted = 2;
  return luai_yield(L, 0, k);
}
