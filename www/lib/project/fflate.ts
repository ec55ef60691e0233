// Of the library, what is used: a chunk of its own, and no more than this in it.
export { Inflate, strToU8, zipSync } from "fflate";
