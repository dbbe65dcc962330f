import { useEffect, useId, useState } from "react";
import { IconButton } from "../../ui/IconButton.tsx";
import type { SettingField } from "./settingsModel.ts";

interface SettingRowProps {
  readonly field: SettingField;
  readonly value: unknown;
  /** This scope's file sets it. */
  readonly isSet: boolean;
  /** Answers what is wrong with the value, if anything is. */
  readonly onSet: (value: unknown) => Promise<string | undefined>;
}

export function SettingRow({ field, value, isSet, onSet }: SettingRowProps) {
  const id = useId();
  const [problem, setProblem] = useState<string>();
  const set = async (next: unknown): Promise<void> => setProblem(await onSet(next));
  return (
    <div className="setting" data-set={isSet}>
      <div className="setting-title">
        <label htmlFor={id}>{field.title}</label>
        <code>{field.key}</code>
        {isSet && (
          <IconButton
            icon="discard"
            label={`Reset ${field.title} to its default`}
            tooltip={`Reset to ${show(field.standard)}`}
            onClick={() => set(undefined)}
          />
        )}
      </div>
      <p id={`${id}-text`} className="dim">
        {field.description}
      </p>
      <Control id={id} field={field} value={value} onSet={set} />
      {problem !== undefined && (
        <p className="block" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

interface ControlProps {
  readonly id: string;
  readonly field: SettingField;
  readonly value: unknown;
  readonly onSet: (value: unknown) => void;
}

function Control({ id, field, value, onSet }: ControlProps) {
  const { control } = field;
  const described = { id, "aria-describedby": `${id}-text` };
  switch (control.kind) {
    case "boolean":
      return (
        <input
          {...described}
          type="checkbox"
          className="setting-check"
          checked={value === true}
          onChange={(event) => onSet(event.target.checked)}
        />
      );
    case "choice":
      return (
        <select
          {...described}
          className="field"
          value={String(value)}
          onChange={(event) => onSet(event.target.value)}
        >
          {control.choices.map((choice) => (
            <option key={choice} value={choice}>
              {choiceName(choice)}
            </option>
          ))}
        </select>
      );
    case "list":
      return (
        <LineField
          described={described}
          shown={Array.isArray(value) ? value.join(", ") : ""}
          take={(text) =>
            onSet(
              text
                .split(",")
                .map((part) => part.trim())
                .filter((part) => part !== ""),
            )
          }
        />
      );
    case "number":
      return (
        <LineField
          described={{
            ...described,
            type: "number",
            min: control.minimum,
            max: control.maximum,
            step: control.whole ? 1 : "any",
          }}
          shown={String(value)}
          take={(text) => onSet(Number(text))}
        />
      );
    case "text":
      return <LineField described={described} shown={String(value)} take={onSet} />;
  }
}

interface LineFieldProps {
  readonly described: React.InputHTMLAttributes<HTMLInputElement>;
  readonly shown: string;
  readonly take: (text: string) => void;
}

/** Written into freely; taken with Enter or on leaving, so that half a number is never a setting. */
function LineField({ described, shown, take }: LineFieldProps) {
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const finish = (): void => {
    if (text !== shown) take(text);
  };
  return (
    <input
      {...described}
      className="field"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === "Enter") finish();
        else if (event.key === "Escape") setText(shown);
      }}
    />
  );
}

function show(value: unknown): string {
  return typeof value === "string" ? value || "nothing" : JSON.stringify(value);
}

/** "high-contrast" → "High contrast", "afterDelay" → "After delay". */
function choiceName(choice: string): string {
  const words = choice
    .replaceAll("-", " ")
    .replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
