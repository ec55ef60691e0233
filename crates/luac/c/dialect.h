/* What Wippy's dialect has and Lua has not: frozen tables. The bit of the collector's marks that only tests of Lua use. */
#ifndef dialect_h
#define dialect_h
#define luai_frozen(t) testbit((t)->marked, 7)
/* The text of an argument that is an error object, which takes its place; NULL if it is none. */
struct lua_State;
const char *luac_errortext(struct lua_State *L, int arg, size_t *len);
#endif
