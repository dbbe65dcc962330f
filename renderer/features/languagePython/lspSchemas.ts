import { z } from "zod";

/** The part of the Language Server Protocol that this page reads. Positions are zero-based, in UTF-16 units. */
export const lspPosition = z.object({ line: z.number(), character: z.number() });
export const lspRange = z.object({ start: lspPosition, end: lspPosition });
export type LspRange = z.infer<typeof lspRange>;

const markup = z.union([
  z.string(),
  z.object({ kind: z.string(), value: z.string() }),
  z.object({ language: z.string(), value: z.string() }),
]);
export type LspMarkup = z.infer<typeof markup>;

const location = z.object({ uri: z.string(), range: lspRange });
const locationLink = z
  .object({ targetUri: z.string(), targetSelectionRange: lspRange })
  .transform((link) => ({ uri: link.targetUri, range: link.targetSelectionRange }));
export type LspLocation = z.infer<typeof location>;

export const locations = z
  .union([z.array(z.union([location, locationLink])), location, z.null()])
  .transform((found): readonly LspLocation[] =>
    found === null ? [] : Array.isArray(found) ? found : [found],
  );

export const hoverAnswer = z
  .object({ contents: z.union([markup, z.array(markup)]), range: lspRange.optional() })
  .nullable();

const textEdit = z.object({ range: lspRange, newText: z.string() });
export type LspTextEdit = z.infer<typeof textEdit>;

export const completionItem = z.looseObject({
  label: z.string(),
  labelDetails: z.object({ detail: z.string().default(""), description: z.string().default("") }).optional(),
  kind: z.number().optional(),
  tags: z.array(z.number()).optional(),
  detail: z.string().optional(),
  documentation: markup.optional(),
  sortText: z.string().optional(),
  filterText: z.string().optional(),
  preselect: z.boolean().optional(),
  insertText: z.string().optional(),
  textEdit: z
    .union([textEdit, z.object({ insert: lspRange, replace: lspRange, newText: z.string() })])
    .optional(),
  additionalTextEdits: z.array(textEdit).optional(),
});
export type LspCompletionItem = z.infer<typeof completionItem>;

export const completionAnswer = z
  .union([
    z.array(completionItem).transform((items) => ({ isIncomplete: false, items })),
    z.object({ isIncomplete: z.boolean().optional(), items: z.array(completionItem) }),
    z.null(),
  ])
  .transform((answer) => answer ?? { isIncomplete: false, items: [] });

export const signatureAnswer = z
  .object({
    signatures: z.array(
      z.object({
        label: z.string(),
        documentation: markup.optional(),
        parameters: z
          .array(
            z.object({
              label: z.union([z.string(), z.tuple([z.number(), z.number()])]),
              documentation: markup.optional(),
            }),
          )
          .optional(),
        activeParameter: z.number().nullish(),
      }),
    ),
    activeSignature: z.number().nullish(),
    activeParameter: z.number().nullish(),
  })
  .nullable();

export interface LspSymbol {
  readonly name: string;
  readonly detail?: string | undefined;
  readonly kind: number;
  readonly tags?: readonly number[] | undefined;
  readonly range: LspRange;
  readonly selectionRange: LspRange;
  readonly children?: readonly LspSymbol[] | undefined;
}
const documentSymbol: z.ZodType<LspSymbol> = z.lazy(() =>
  z.object({
    name: z.string(),
    detail: z.string().optional(),
    kind: z.number(),
    tags: z.array(z.number()).optional(),
    range: lspRange,
    selectionRange: lspRange,
    children: z.array(documentSymbol).optional(),
  }),
);
export const symbolsAnswer = z
  .array(documentSymbol)
  .nullable()
  .transform((symbols) => symbols ?? []);

export const highlightsAnswer = z
  .array(z.object({ range: lspRange, kind: z.number().optional() }))
  .nullable()
  .transform((highlights) => highlights ?? []);

export const prepareRenameAnswer = z.union([
  lspRange.transform((range) => ({ range, placeholder: undefined })),
  z.object({ range: lspRange, placeholder: z.string() }),
  z.null(),
]);

/** Edits by file; creating, renaming and deleting files is not among what a rename of a symbol may do here. */
export const workspaceEdit = z
  .object({
    changes: z.record(z.string(), z.array(textEdit)).optional(),
    documentChanges: z
      .array(z.looseObject({ textDocument: z.object({ uri: z.string() }), edits: z.array(textEdit) }))
      .optional(),
  })
  .nullable()
  .transform((edit) => [
    ...Object.entries(edit?.changes ?? {}).map(([uri, edits]) => ({ uri, edits })),
    ...(edit?.documentChanges ?? []).map(({ textDocument, edits }) => ({ uri: textDocument.uri, edits })),
  ]);

export const publishedDiagnostics = z.object({
  uri: z.string(),
  diagnostics: z.array(
    z.object({
      range: lspRange,
      severity: z.number().optional(),
      code: z.union([z.string(), z.number()]).optional(),
      source: z.string().optional(),
      message: z.string(),
      tags: z.array(z.number()).optional(),
    }),
  ),
});
export type LspDiagnostic = z.infer<typeof publishedDiagnostics>["diagnostics"][number];

export const logMessage = z.object({ type: z.number(), message: z.string() });
