#define LUA_CORE
#include "lprefix.h"
#include "lua.h"
#include "lgc.h"
#include "ldo.h"
#include "lfunc.h"
#include "lmem.h"
#include "lstate.h"
#include "lstring.h"
#include "ltable.h"
#include "determinism.h"
#include "slice.h"

static _Thread_local lua_Unsigned next_seed;
static _Thread_local l_mem next_limit = 0x3fffffff;
static _Thread_local unsigned failures, failed_at;
/* for states made from now on by this thread; limits up to 1 GiB keep all sums inside 32 bits */
void luac_next_state(unsigned long long seed, unsigned limit) { next_seed = seed; next_limit = limit < 0x3fffffff ? (l_mem)limit : 0x3fffffff; }
unsigned luac_memory(lua_State *L) { return (unsigned)gettotalbytes(G(L)); }
unsigned luac_failures(void) { return failures; }
unsigned luac_failed_at(void) { return failed_at; }
void luai_init(global_State *g) { g->rseed = next_seed; g->limit = next_limit; g->nobj = g->ntake = 0; g->random = NULL; }
unsigned long long luai_seed(lua_State *L) { return G(L)->rseed; }
void luai_keeprandom(lua_State *L, void *random) { G(L)->random = random; }
void *luai_reseed(lua_State *L, unsigned long long seed) { G(L)->rseed = seed; return G(L)->random; }

unsigned int luai_id(GCObject *o) {
  switch (o->tt) {
    case LUA_VTABLE: return gco2t(o)->id;
    case LUA_VLCL: case LUA_VCCL: return gco2ccl(o)->id;
    case LUA_VUSERDATA: return gco2u(o)->id;
    case LUA_VTHREAD: return gco2th(o)->id;
    case LUA_VLNGSTR: return luaS_hashlongstr(gco2ts(o));
    default: return gco2ts(o)->hash;  /* a short string: nothing else reaches a script */
  }
}
long long luai_keynumber(GCObject *o) { return (long long)novariant(o->tt) << 32 | luai_id(o); }
void luai_deadkey(Node *n) {
  keyval(n).i = luai_keynumber(gckey(n));
  setdeadkey(n);
}

static int over(global_State *g, long long n) { return n > (long long)g->limit - (long long)gettotalbytes(g); }
int luai_try(lua_State *L, long long n) {
  global_State *g = G(L);
  if (n > 0 && (g->ntake++, l_unlikely(over(g, n)))) {
    if (completestate(g) && !g->gcstopem) {
      luai_charge(gettotalbytes(g));  /* a script that lives at its limit pays for these collections */
      luaC_fullgc(L, 1);
    }
    if (over(g, n)) { failures++; failed_at = g->ntake; return 0; }
  }
  g->GCdebt += (l_mem)n;
  return 1;
}
void luai_takeslow(lua_State *L, long long n) { if (!luai_try(L, n)) luaM_error(L); }

/* what a table takes for new parts (the old hash part is given back later); its work is charged here, too */
long long luai_resizing(unsigned newasize, unsigned oldasize, unsigned nhsize) {
  long long n = nhsize ? 24LL << luaO_ceillog2(nhsize) : 0;
  if (newasize + nhsize > 3) luac_pay((newasize >> 2) + (nhsize >> 1));
  return newasize > oldasize ? n + 16 * (long long)(newasize - oldasize) : n;
}
/* Parser temporaries are not accounted: the length of the source bounds them. */
void luai_takeproto(lua_State *L, Proto *f) {
  int n = f->sizecode * 4 + f->sizek * 16 + f->sizelineinfo + (f->sizeabslineinfo + f->sizeupvalues) * 8 + f->sizep * 4 + f->sizelocvars * 12;
  luai_take(L, n);
  f->taken = n;
}
void luai_takebox(lua_State *L, size_t old, size_t size) {
  long long n = (long long)size - (long long)old;
  luai_take(L, n);
  if (size > old) luai_charge(size - old);
}
float luai_float(double x) { static const union { unsigned u; float f; } nan = { 0x7fc00000 }; return x == x ? (float)x : nan.f; }
double luai_double(double x) { static const union { unsigned long long u; double f; } nan = { 0x7ff8000000000000 }; return x == x ? x : nan.f; }
