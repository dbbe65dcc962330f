import { createHash } from "node:crypto";
import ignore from "ignore";
import type { ContextPiece } from "../../../core/contract/assistant.ts";
import type { Redaction, SentPiece } from "../../../core/contract/escalation.ts";
import type { Provider, ProviderModel } from "../../../core/contract/provider.ts";
import { requestBody } from "../../../core/escalation/cloudRequest.ts";
import { estimatedTokens } from "../../../core/escalation/cost.ts";
import { RequestRedactor } from "../../../core/escalation/requestRedactor.ts";
import { fencedPiece } from "../../../core/prompt/fences.ts";
import { fillPrompt } from "../../../core/prompt/fillPrompt.ts";
import type { PromptFile } from "../../../core/prompt/promptFile.ts";
import { chatValues } from "../assistant/chatForm.ts";
import { headingOf } from "../assistant/gatherContext.ts";
import type { PreparedQuestion } from "../assistant/preparedQuestion.ts";
import type { Guidance } from "../assistant/promptLibrary.ts";
import type { EscalationParts } from "./escalationParts.ts";

export interface RequestInput {
  readonly prepared: PreparedQuestion;
  /** Those that may leave, best first. */
  readonly pieces: readonly ContextPiece[];
  readonly provider: Provider;
  readonly model: ProviderModel;
  readonly file: PromptFile;
  readonly guidance: Guidance;
}

export interface BuiltRequest {
  readonly body: string;
  /** Of the body's bytes as they are sent. */
  readonly bytes: number;
  readonly hash: string;
  readonly sent: readonly SentPiece[];
  readonly redactions: readonly Redaction[];
  readonly redactor: RequestRedactor;
  /** As filled in, those that were cut included. */
  readonly pieces: readonly ContextPiece[];
}

/** Before the other side has counted: low, so that what is made fits. */
const charactersPerToken = 3;

interface Part {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly text: string;
  readonly removable: boolean;
}

/** The request that a question would leave as, looked through for what must stay here. */
export async function buildRequest(
  input: RequestInput,
  parts: Pick<EscalationParts, "settings" | "policy" | "findSecrets" | "places">,
): Promise<BuiltRequest | undefined> {
  const filled = fill(input);
  if (filled === undefined) return undefined;
  const redactor = redactorFor(input, filled, parts);
  const sent: SentPiece[] = [];
  for (const part of filled.parts) {
    const { text, count } = redactor.redact(part.text, await parts.findSecrets(part.text));
    sent.push({
      ...part,
      title: redactor.redact(part.title, []).text,
      text,
      tokens: estimatedTokens(text),
      bytes: Buffer.byteLength(text),
      redactions: count,
    });
  }
  const [instructions, ...others] = sent;
  const question = others.pop();
  const body = requestBody(input.provider.kind, input.model, {
    system: instructions?.text ?? "",
    pieces: others.map(({ text }) => text),
    question: question?.text ?? "",
  });
  const bytes = Buffer.from(body, "utf8");
  return {
    body,
    bytes: bytes.length,
    hash: createHash("sha256").update(bytes).digest("hex"),
    sent,
    redactions: redactor.redactions,
    redactor,
    pieces: filled.pieces,
  };
}

/** Instructions first, the question last, the best piece nearest to it. Undefined where the question alone is too long. */
function fill({ prepared, pieces, model, file, guidance }: RequestInput) {
  const values = chatValues(prepared, guidance);
  const characters = Math.floor((model.contextTokens - model.answerTokens) * charactersPerToken);
  const common = { file, sections: ["system", "user"], values, headingOf, fences: true };
  const whole = fillPrompt({ ...common, pieces, characters });
  if (whole === undefined) return undefined;
  const used = whole.pieces.filter(({ status }) => status === "used");
  const taken = used.reduce((sum, piece) => sum + textOfPiece(piece).length, 0);
  const bare = fillPrompt({ ...common, pieces: [], characters: characters - taken });
  if (bare === undefined) return undefined;
  const parts: Part[] = [
    {
      id: "instructions",
      title: "Instructions",
      why: `Airlock's own words (${file.name}, version ${file.version}${file.source === "workspace" ? ", of this workspace" : ""}).`,
      text: bare.texts.get("system") ?? "",
      removable: false,
    },
    ...used.toReversed().map((piece) => ({
      id: piece.id,
      title: headingOf(piece),
      why: piece.why,
      text: textOfPiece(piece),
      removable: true,
    })),
    {
      id: "question",
      title: "The question and the code that it is about",
      why: "What you asked.",
      text: bare.texts.get("user") ?? "",
      removable: false,
    },
  ];
  return { parts, pieces: whole.pieces };
}

function textOfPiece(piece: ContextPiece): string {
  return fencedPiece(headingOf(piece), piece.why, piece.text);
}

function redactorFor(
  { prepared }: RequestInput,
  { parts, pieces }: { readonly parts: readonly Part[]; readonly pieces: readonly ContextPiece[] },
  { settings, policy, places }: Pick<EscalationParts, "settings" | "policy" | "places">,
): RequestRedactor {
  const own = settings()["escalation.redact"];
  const { redact } = policy();
  const withheld = ignore().add([...own.paths, ...redact.paths]);
  const named = [prepared.target?.path, prepared.testing?.path, ...pieces.map(({ path }) => path)];
  const paths = named.filter((path): path is string => path !== undefined && withheld.ignores(path));
  return new RequestRedactor(
    {
      words: [...own.words, ...redact.words],
      paths: [...new Set(paths.flatMap((path) => [path, path.split("/").at(-1) ?? path]))],
      places,
    },
    parts.map(({ text }) => text),
  );
}
