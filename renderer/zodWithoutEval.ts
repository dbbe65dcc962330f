import { config } from "zod";

// The page's policy forbids compiling code at run time, and zod would try it once to find out. It looks when the first
// schema is made, so this is imported before anything that makes one.
config({ jitless: true });
