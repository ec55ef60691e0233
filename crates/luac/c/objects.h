/* Objects of the host are userdata whose memory begins with the function that drops what is in it. It is called as they are freed: a
   finalizer would be called a cycle of the collector earlier, and the memory be counted as used until the next one. The bit of the
   collector's marks that only tests of Lua use. */
#ifndef objects_h
#define objects_h
#define luai_owned(u) testbit((u)->marked, 7)
#define luai_release(u) (luai_owned(u) ? (*(void (**)(void *))getudatamem(u))(getudatamem(u)) : (void)0)
#endif
