/* Time slicing: the patched VM counts down luai_ticks at jumps, calls and slow operations. */
#ifndef slice_h
#define slice_h
#include <stdint.h>
struct lua_State;
extern _Thread_local int luai_ticks, luac_preempted, luac_barred;
/* How many C calls there were when the running coroutine was resumed. */
extern _Thread_local unsigned luai_resumed;
void luai_preempt(struct lua_State *L), luai_cpreempt(struct lua_State *L), luac_overrun(void);
int luac_pay(unsigned n);
/* As lua_yieldk with no context, but without a throw where the interpreter has called the running function. */
int luai_yield(struct lua_State *L, int nresults, int (*k) (struct lua_State *L, int status, intptr_t ctx));
#define luai_tick(L) ((void)(__builtin_expect(--luai_ticks <= 0, 0) && (luai_preempt(L), 0)))
#define luai_ctick(L) ((void)(__builtin_expect(--luai_ticks <= 0, 0) && (luai_cpreempt(L), 0)))
/* work done inside C functions: n ticks, or 1 tick per 16 bytes; what the slice cannot pay becomes debt */
#define luai_spend(n) ((void)(luai_ticks > (int)(n) ? luai_ticks -= (int)(n) : luac_pay(n)))
#define luai_charge(n) ((void)((n) >> 4 && luac_pay((unsigned)((n) >> 4))))
#endif
