import type { FunctionDefinition } from "../dataflow/tree.ts";
import { some } from "./treeWalk.ts";

/** Ways through a function: one, and one more for each branch, loop, case, handler and `and`/`or`. Inner functions do not count. */
export function complexityOf({ body }: FunctionDefinition): number {
  let ways = 1;
  some(
    body,
    (node) => {
      if (node.type === "if" || node.type === "loop" || node.type === "conditional" || node.type === "logic")
        ways++;
      else if (node.type === "switch") ways += node.cases.filter(({ tests }) => tests !== undefined).length;
      else if (node.type === "try") ways += node.handlers.length;
      return false;
    },
    true,
  );
  return ways;
}
