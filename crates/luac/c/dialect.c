#define LUA_CORE
#include "lprefix.h"
#include <math.h>
#include <string.h>
#include "lua.h"
#include "lauxlib.h"
#include "lualib.h"
#include "lgc.h"
#include "lstate.h"
#include "ltable.h"
#include "dialect.h"
#include "slice.h"

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
/* What the libraries have anew, or otherwise. */
static int dialect_assert(lua_State *L) {
  if (lua_toboolean(L, 1)) return lua_gettop(L);
  luaL_where(L, 1);
  if (lua_gettop(L) < 3) lua_pushliteral(L, "assertion failed!");
  else luaL_tolstring(L, 2, NULL);
  lua_concat(L, 2);
  return lua_error(L);
}
static int string_dump(lua_State *L) { return luaL_error(L, "unable to dump given function"); }
static int table_getn(lua_State *L) { lua_len(L, 1); return 1; }
static int table_create(lua_State *L) { lua_newtable(L); return 1; }
static int table_maxn(lua_State *L) {
  lua_settop(L, 1);
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_pushinteger(L, 0);
  for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
    luai_ctick(L);
    if (lua_type(L, 3) == LUA_TNUMBER && lua_compare(L, 2, 3, LUA_OPLT)) { lua_pushvalue(L, 3); lua_replace(L, 2); }
  }
  return 1;
}
static int math_log(lua_State *L) { lua_pushnumber(L, log(luaL_checknumber(L, 1))); return 1; }
static int math_atan(lua_State *L) { lua_pushnumber(L, atan2(luaL_checknumber(L, 1), 1)); return 1; }
static int math_randomseed(lua_State *L) { (void)L; return 0; }
/* a .. b where one is an object: their texts, joined */
int luac_joined(lua_State *L) {
  lua_settop(L, 2);
  luaL_tolstring(L, 1, NULL);
  luaL_tolstring(L, 2, NULL);
  lua_concat(L, 2);
  return 1;
}
static const luaL_Reg base[] = {{"assert", dialect_assert}, {NULL, NULL}};
static const luaL_Reg strings[] = {{"dump", string_dump}, {NULL, NULL}};
static const luaL_Reg tables[] = {{"getn", table_getn}, {"create", table_create}, {"maxn", table_maxn},
  {"freeze", luac_freeze}, {"isfrozen", luac_isfrozen}, {NULL, NULL}};
static const luaL_Reg maths[] = {{"log", math_log}, {"atan", math_atan}, {"randomseed", math_randomseed}, {NULL, NULL}};
static void remove_fields(lua_State *L, const char *const *names) {
  for (; *names; names++) { lua_pushnil(L); lua_setfield(L, -2, *names); }
}
static void copy_field(lua_State *L, const char *from, const char *to) {
  lua_getfield(L, -1, from);
  lua_setfield(L, -2, to);
}
/* Makes the libraries of a state those of the dialect, as far as they need nothing of the host's. */
void luac_dialect(lua_State *L) {
  static const char *const no_globals[] = {"load", "collectgarbage", "rawlen", "warn", NULL};
  static const char *const no_tables[] = {"pack", "move", NULL};
  static const char *const no_coroutines[] = {"isyieldable", "close", NULL};
  lua_pushglobaltable(L);
  luaL_setfuncs(L, base, 0);
  remove_fields(L, no_globals);
  lua_pushliteral(L, "Lua 5.3 - Wippy Modification");
  lua_setfield(L, -2, "_VERSION");
  lua_getfield(L, -1, LUA_STRLIBNAME);
  luaL_setfuncs(L, strings, 0);
  copy_field(L, "gmatch", "gfind");
  lua_pop(L, 1);
  lua_getfield(L, -1, LUA_MATHLIBNAME);
  luaL_setfuncs(L, maths, 0);
  copy_field(L, "fmod", "mod");
  lua_pushnumber(L, 0x1.fffffffffffffp+1023);
  lua_setfield(L, -2, "huge");
  lua_pop(L, 1);
  lua_getfield(L, -1, LUA_COLIBNAME);
  remove_fields(L, no_coroutines);
  lua_pop(L, 1);
  lua_getfield(L, -1, LUA_TABLIBNAME);
  lua_getfield(L, -1, "unpack");
  lua_setfield(L, -3, "unpack");
  luaL_setfuncs(L, tables, 0);
  remove_fields(L, no_tables);
  lua_pop(L, 2);
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
