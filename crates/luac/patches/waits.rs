//! A coroutine that suspends itself returns to who has resumed it. As Lua comes, that is an error that is thrown, and for a
//! process in WebAssembly which waits, the throw would take as long as the rest of its turn (`luai_yield` in `c/slice.c`).
//!
//! It works where nothing but the interpreter's own loop lies between the two; elsewhere it is thrown as ever.

use crate::{Edit, edit};

pub const EDITS: &[Edit] = &[
    // the function has suspended itself, and has no results yet
    edit(
        "ldo.c",
        r"  luaD_poscall(L, ci, n);
  return n;
",
        r"  if (l_unlikely(n < 0)) return 0;
  luaD_poscall(L, ci, n);
  return n;
",
    ),
    edit(
        "lvm.c",
        r"          updatetrap(ci);  /* C call; nothing else to be done */
",
        r"          { if (l_unlikely(L->status == LUA_YIELD)) return; updatetrap(ci); }
",
    ),
    edit(
        "lvm.c",
        r"          ci->func.p -= delta;  /* restore 'func' (if vararg) */
          luaD_poscall(L, ci, n);",
        r"          if (l_unlikely(L->status == LUA_YIELD)) return;
          ci->func.p -= delta;  /* restore 'func' (if vararg) */
          luaD_poscall(L, ci, n);",
    ),
    edit(
        "ldo.c",
        r"  while ((ci = L->ci) != &L->base_ci) {  /* something in the stack */",
        r"  while (L->status != LUA_YIELD && (ci = L->ci) != &L->base_ci) {",
    ),
    edit(
        "ldo.c",
        r"  status = luaD_rawrunprotected(L, resume, &nargs);
   /* continue running after recoverable errors */
  status = precover(L, status);
  if (l_likely(!errorstatus(status)))
    lua_assert(status == L->status);  /* normal end or yield */
",
        r"  l_uint32 before = luai_resumed;
  luai_resumed = getCcalls(L);
  status = luaD_rawrunprotected(L, resume, &nargs);
  status = precover(L, status);
  luai_resumed = before;
  if (l_likely(!errorstatus(status)))
    status = L->status;
",
    ),
    edit(
        "lcorolib.c",
        r"  return lua_yield(L, lua_gettop(L));",
        r"  return luai_yield(L, lua_gettop(L), NULL);",
    ),
];
