import { type FormEvent, useEffect, useId, useState } from "react";
import { useStore } from "zustand";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorState } from "../../ui/ErrorState.tsx";
import { ModelCard } from "./ModelCard.tsx";
import type { ModelsController } from "./modelsController.ts";
import "./models.css";

/** The models of this machine: what each can do, where it comes from, and which one writes. */
export function ModelsView({ controller }: { readonly controller: ModelsController }) {
  const { list, state, working, refusal } = useStore(controller.store);
  useEffect(() => void controller.loadList(), [controller]);
  if (list.kind === "loading")
    return (
      <p className="models-view dim" aria-busy="true">
        Reading the list of models…
      </p>
    );
  if (list.kind === "failed")
    return (
      <ErrorState
        text="The list of models can't be read."
        cause={list.reason}
        action={{ title: "Try again", run: () => controller.loadList() }}
      />
    );
  return (
    <div className="models-view">
      {list.models.length === 0 && (
        <EmptyState text="A model writes the ghost text, on this machine alone. Name a GGUF file below to add one." />
      )}
      <ul className="model-cards" aria-label="Models">
        {list.models.map((model) => (
          <ModelCard
            key={model.id}
            model={model}
            selected={list.selected === model.id}
            state={state}
            working={working === model.id}
            refusal={refusal?.about === model.id ? refusal : undefined}
            controller={controller}
          />
        ))}
      </ul>
      <AddModel
        controller={controller}
        working={working === "add"}
        refusal={refusal?.about === "add" ? refusal.failure.message : undefined}
      />
    </div>
  );
}

interface AddModelProps {
  readonly controller: ModelsController;
  readonly working: boolean;
  readonly refusal: string | undefined;
}

function AddModel({ controller, working, refusal }: AddModelProps) {
  const [file, setFile] = useState("");
  const id = useId();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (file.trim() !== "" && (await controller.add(file.trim()))) setFile("");
  };
  return (
    <form className="model-add" onSubmit={submit}>
      <label htmlFor={id}>Add a model by its file</label>
      <div className="model-add-line">
        <input
          id={id}
          className="field"
          placeholder="/path/to/model.gguf"
          value={file}
          spellCheck={false}
          aria-describedby={`${id}-help`}
          aria-invalid={refusal !== undefined}
          onChange={(event) => setFile(event.target.value)}
        />
        <button type="submit" className="button" disabled={working || file.trim() === ""}>
          {working ? "Checking…" : "Add"}
        </button>
      </div>
      <p id={`${id}-help`} className={refusal === undefined ? "dim" : "block"} role={refusal && "alert"}>
        {refusal === undefined
          ? "Its header is checked and its hash pinned; the file is not copied."
          : `■ ${refusal}`}
      </p>
    </form>
  );
}
