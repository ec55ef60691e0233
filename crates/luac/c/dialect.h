/* What Wippy's dialect has and Lua has not: frozen tables. The bit of the collector's marks that only tests of Lua use. */
#ifndef dialect_h
#define dialect_h
#define luai_frozen(t) testbit((t)->marked, 7)
#endif
