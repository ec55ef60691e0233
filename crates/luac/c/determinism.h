/* The same behaviour on every machine: creation numbers, logical memory, one NaN. */
#ifndef determinism_h
#define determinism_h
#include <stddef.h>
struct lua_State; struct global_State; struct GCObject; struct Proto; union Node;
/* An object's number in its state (1 = main thread), a string's hash: what is hashed and printed instead of an address. */
unsigned int luai_id(struct GCObject *o);
long long luai_keynumber(struct GCObject *o);
void luai_deadkey(union Node *n);
/* Logical bytes: about what wasm needs, by formulas that no machine changes. Limit and GC pace follow them. */
int luai_try(struct lua_State *L, long long n);        /* account n more; 0: over the limit, also after a full GC */
void luai_takeslow(struct lua_State *L, long long n);  /* the same, but raises a memory error */
#define luai_take(L, n) ((n) <= G(L)->limit - (l_mem)gettotalbytes(G(L)) ? (void)(G(L)->ntake++, G(L)->GCdebt += (l_mem)(n)) : luai_takeslow(L, n))
#define luai_give(L, n) ((void)(G(L)->GCdebt -= (l_mem)(n)))
long long luai_resizing(unsigned newasize, unsigned oldasize, unsigned nhsize);
void luai_takeproto(struct lua_State *L, struct Proto *f);
void luai_takebox(struct lua_State *L, size_t old, size_t size);
void luai_init(struct global_State *g);
unsigned long long luai_seed(struct lua_State *L);
/* Where a state has what `math.random` goes on from; and another seed for it. */
void luai_keeprandom(struct lua_State *L, void *random);
void *luai_reseed(struct lua_State *L, unsigned long long seed);
/* wasm leaves a NaN's sign open, so string.pack writes one NaN only */
float luai_float(double x);
double luai_double(double x);
#endif
