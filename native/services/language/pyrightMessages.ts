import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import type { LspMessage } from "./languageServer.ts";
import type { PythonInterpreter } from "./pythonInterpreter.ts";

const initialize = z.looseObject({
  method: z.literal("initialize"),
  params: z.looseObject({
    capabilities: z.looseObject({ workspace: z.looseObject({}).optional() }).optional(),
  }),
});
const configurationRequest = z.looseObject({
  id: z.union([z.string(), z.number()]),
  method: z.literal("workspace/configuration"),
  params: z.object({ items: z.array(z.looseObject({ section: z.string().optional() })) }),
});

/** The host alone says which folder is served and which process to end with, whatever the page wrote. */
export function withHostParameters(message: LspMessage, workspaceRoot: string): LspMessage {
  const parsed = initialize.safeParse(message);
  if (!parsed.success) return message;
  const { params } = parsed.data;
  const uri = pathToFileURL(workspaceRoot).href;
  return {
    ...message,
    params: {
      ...params,
      processId: process.pid,
      rootUri: uri,
      rootPath: workspaceRoot,
      workspaceFolders: [{ uri, name: basename(workspaceRoot) }],
      capabilities: {
        ...params.capabilities,
        workspace: {
          ...params.capabilities?.workspace,
          configuration: true,
          didChangeConfiguration: { dynamicRegistration: false },
          workspaceFolders: true,
        },
      },
    },
  };
}

/** The answer to pyright's question for its settings; undefined for any other message. */
export function configurationAnswer(message: LspMessage, python: PythonInterpreter): LspMessage | undefined {
  const parsed = configurationRequest.safeParse(message);
  if (!parsed.success) return undefined;
  return {
    jsonrpc: "2.0",
    id: parsed.data.id,
    result: parsed.data.params.items.map(({ section }) => sectionOf(section ?? "", python)),
  };
}

/** Makes pyright ask for its settings again. */
export const configurationChanged: LspMessage = {
  jsonrpc: "2.0",
  method: "workspace/didChangeConfiguration",
  params: { settings: {} },
};

function sectionOf(section: string, python: PythonInterpreter): unknown {
  const analysis = {
    typeCheckingMode: "standard",
    diagnosticMode: "openFilesOnly",
    autoSearchPaths: true,
    useLibraryCodeForTypes: true,
    autoImportCompletions: true,
    extraPaths: python.packageFolders,
  };
  if (section === "python.analysis") return analysis;
  if (section === "python")
    return {
      analysis,
      ...(python.analysisInterpreter === undefined ? {} : { pythonPath: python.analysisInterpreter }),
    };
  if (section === "pyright") return { disableLanguageServices: false, disableOrganizeImports: false };
  return {};
}
