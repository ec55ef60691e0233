#define LUA_CORE
#include "lprefix.h"
#include "lua.h"
#include "lauxlib.h"
#include "lgc.h"
#include "lstate.h"
#include "dialect.h"

static Table *argument(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  return hvalue(s2v(L->ci->func.p + 1));
}
/* table.freeze(t): the same table, which nobody can change any more */
int luac_freeze(lua_State *L) {
  l_setbit(argument(L)->marked, 7);
  lua_settop(L, 1);
  return 1;
}
int luac_isfrozen(lua_State *L) {
  lua_pushboolean(L, luai_frozen(argument(L)));
  return 1;
}
