#define LUA_CORE
#include "lprefix.h"
#include "lua.h"
#include "lauxlib.h"
#include "lstate.h"
#include "slice.h"
/* luac_preempted: 1 the slice is used up, 2 the task suspends itself. luac_barred: coroutines that run on top of C code
   which cannot be paused. */
_Thread_local int luai_ticks, luac_preempted, luac_barred;
_Thread_local unsigned luai_resumed;
static _Thread_local int slice, left, graces;
static _Thread_local long long debt, spent;
/* start a slice of n ticks; code that cannot be paused may use max_over further slices, then gets an error */
void luac_begin(int n, int max_over) { luai_ticks = slice = n; left = max_over; graces = 4; luac_preempted = luac_barred = 0; debt = spent = 0; }
int luac_pause(void) { return luac_preempted; }
long long luac_debt(void) { return debt; }
long long luac_used(void) { return spent + slice - luai_ticks + debt; }
/* the last tick is left over: only the VM and luai_ctick may end a slice */
int luac_pay(unsigned n) {
  int all = luai_ticks - 1;
  if (all < 0) all = 0;
  if (n <= (unsigned)all) luai_ticks -= (int)n;
  else { luai_ticks -= all; debt += n - (unsigned)all; }
  return 1;
}
void luac_overrun(void) { left--; spent += slice - luai_ticks; luai_ticks = slice; luac_preempted = 0; }
/* The first few times there are ticks for who handles the error: it says where it happened. What catches it there and goes on comes out, too. */
static void kill(lua_State *L) {
  int ticks = graces-- > 0 ? 1000 : 1;
  spent += ticks - luai_ticks;
  luai_ticks = ticks;
  for (int level = 0; level < 4; level++) { /* the innermost that has a line: between two functions of a script lie few of C */
    luaL_where(L, level);
    if (lua_rawlen(L, -1) > 0 || level == 3) break;
    lua_pop(L, 1);
  }
  lua_pushliteral(L, "time limit: code that cannot be paused ran too long");
  lua_concat(L, 2);
  lua_error(L);
}
static void hook(lua_State *L, lua_Debug *ar) {
  (void)ar;
  if (luai_ticks <= 0 && lua_isyieldable(L)) { luac_preempted = 1; lua_yield(L, 0); return; } /* stays armed: mlua looks at it */
  lua_sethook(L, NULL, 0, 0);
  if (luai_ticks > 0) return;  /* left over from the last slice */
  if (left < 0) kill(L);
  luac_overrun();
}
/* As lua_sethook, but it wakes the running function only, which the hook is for: lua_sethook walks through all that have
   called it, and a deep recursion would pay for that in each slice. */
void luai_preempt(lua_State *L) {
  L->hook = hook;
  L->basehookcount = L->hookcount = 1;
  L->hookmask = LUA_MASKCOUNT;
  if (isLua(L->ci)) L->ci->u.l.trap = 1;
}
void luai_cpreempt(lua_State *L) { if (left < 0) kill(L); luac_overrun(); }
int luai_yield(lua_State *L, int nresults, lua_KFunction k) {
  CallInfo *ci = L->ci;
  if (!yieldable(L) || getCcalls(L) != luai_resumed) return lua_yieldk(L, nresults, 0, k);
  if (!luac_preempted) luai_spend(20); /* as a throw: what a yield costs does not depend on where it is */
  L->status = LUA_YIELD;
  ci->u2.nyield = nresults;
  ci->u.c.k = k;
  ci->u.c.ctx = 0;
  return -1;
}
/* Suspends the whole task, through all coroutines on the way, as a pause does. True if that cannot be done here. */
static int suspended(lua_State *L, int status, lua_KContext context) { (void)L; (void)status; (void)context; return 0; }
int luac_suspend(lua_State *L) {
  if (!lua_isyieldable(L) || luac_barred) { lua_pushboolean(L, 1); return 1; }
  luac_preempted = 2;
  return luai_yield(L, 0, suspended);
}
