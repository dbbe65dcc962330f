import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Workbench } from "./workbench.ts";

/** A place where even a small model knows what comes: an attribute named as its parameter. */
export const ghostSource = `class Shape:
    def __init__(self, width, height):
        self.width = width
        self.height = height


class Box:
    def __init__(self, width, height, depth):
        self.width = width
        
`;

/** Where it is typed there, counted from 1. */
export const ghostCursor = { line: 10, column: 9 };

/** Writes a file in which the model has something to say, types there and answers the ghost text's first line. */
export async function bringGhostText(
  workbench: Workbench,
  workspace: string,
  path = "shapes.py",
): Promise<string> {
  writeFileSync(join(workspace, path), ghostSource);
  await workbench.openFile(path);
  await workbench.goTo(ghostCursor.line, ghostCursor.column);
  await workbench.page.keyboard.type("self.height", { delay: 40 });
  return workbench.shownGhostText();
}
