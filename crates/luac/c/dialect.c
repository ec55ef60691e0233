#define LUA_CORE
#include "lprefix.h"
#include <string.h>
#include "lua.h"
#include "lauxlib.h"
#include "lgc.h"
#include "lstate.h"
#include "ltable.h"
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
/* whether a table has, or once had, other keys than those of a list */
int luac_isrecord(lua_State *L) {
  lua_pushboolean(L, !isdummy(argument(L)));
  return 1;
}
/* an error object is userdata that is named so; it knows its text */
const char *luac_errortext(lua_State *L, int arg, size_t *len) {
  int is_error;
  if (arg < 0 || lua_type(L, arg) != LUA_TUSERDATA || luaL_getmetafield(L, arg, "__name") == LUA_TNIL)
    return NULL;
  is_error = lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), "error") == 0;
  lua_pop(L, 1);
  if (!is_error) return NULL;
  luaL_tolstring(L, arg, NULL);
  lua_replace(L, arg);
  return lua_tolstring(L, arg, len);
}
