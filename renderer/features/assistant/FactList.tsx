import type { Fact, FactGroup } from "../../../core/contract/assistant.ts";

export type OpenPlace = (path: string, line: number) => void;

const toneClasses = { plain: "", good: "pass", warn: "warn", bad: "block" } as const;
const toneShapes = { plain: "", good: "✓ ", warn: "▲ ", bad: "■ " } as const;

/** What is known without a model; each line leads to its place. */
export function FactList({
  groups,
  open,
  unfolded,
}: {
  readonly groups: readonly FactGroup[];
  readonly open: OpenPlace;
  /** Groups that begin unfolded. */
  readonly unfolded: number;
}) {
  return (
    <div className="facts">
      {groups.map(({ title, facts }, index) => (
        <details
          key={`${title} ${facts[0]?.text ?? ""}`}
          className="fact-group"
          open={index < unfolded}
          data-testid="fact-group"
        >
          <summary>
            {title} <span className="dim">{facts.length}</span>
          </summary>
          <ul>
            {facts.map((fact, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: facts are not reordered, and two may say the same
              <FactLine key={at} fact={fact} open={open} />
            ))}
          </ul>
        </details>
      ))}
    </div>
  );
}

function shortPlace({ path, line }: NonNullable<Fact["place"]>): string {
  return `${path.slice(path.lastIndexOf("/") + 1)}:${line + 1}`;
}

function FactLine({ fact, open }: { readonly fact: Fact; readonly open: OpenPlace }) {
  const { text, place, tone = "plain", severity } = fact;
  return (
    <li className="fact">
      {tone !== "plain" && <span className={toneClasses[tone]}>{toneShapes[tone]}</span>}
      {severity !== undefined && <span className={toneClasses[tone]}>{severity} </span>}
      {place === undefined ? (
        <span>{text}</span>
      ) : (
        <button
          type="button"
          className="fact-link"
          title={`Go to ${place.path}:${place.line + 1}`}
          onClick={() => open(place.path, place.line)}
        >
          {text}
          {!text.startsWith(place.path) && <span className="fact-place"> {shortPlace(place)}</span>}
        </button>
      )}
    </li>
  );
}
