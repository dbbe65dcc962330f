import {
  clearContent,
  displayContent,
  errorContent,
  resultContent,
  streamContent,
} from "../../../core/scratch/jupyterMessage.ts";
import type { KernelOutput } from "../../../core/scratch/kernelPort.ts";

/** What a message of a type shows, as Jupyter names both; undefined for what shows nothing, and for what cannot be read. */
export function outputOf(type: string, content: unknown): KernelOutput | undefined {
  switch (type) {
    case "stream": {
      const stream = streamContent.safeParse(content);
      return stream.success ? { kind: "stream", name: stream.data.name, text: stream.data.text } : undefined;
    }
    case "display_data":
    case "update_display_data": {
      const shown = displayContent.safeParse(content);
      if (!shown.success) return undefined;
      const { data, metadata, transient } = shown.data;
      const isUpdate = type === "update_display_data";
      return { kind: "display", data, metadata, displayId: transient?.display_id, isUpdate };
    }
    case "execute_result": {
      const result = resultContent.safeParse(content);
      if (!result.success) return undefined;
      const { data, metadata, execution_count: executionCount } = result.data;
      return { kind: "result", data, metadata, executionCount };
    }
    case "error": {
      const error = errorContent.safeParse(content);
      if (!error.success) return undefined;
      const { ename: name, evalue: value, traceback } = error.data;
      return { kind: "error", name, value, traceback };
    }
    case "clear_output": {
      const clear = clearContent.safeParse(content);
      return clear.success ? { kind: "clear", waits: clear.data.wait } : undefined;
    }
    default:
      return undefined;
  }
}
