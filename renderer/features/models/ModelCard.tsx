import type { ModelInfo, ModelState } from "../../../core/contract/model.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import type { ModelsController, ModelsState } from "./modelsController.ts";
import { byteCount, capabilityChips, isAbout, parameterCount } from "./modelWords.ts";

interface ModelCardProps {
  readonly model: ModelInfo;
  readonly selected: boolean;
  readonly state: ModelState | undefined;
  readonly working: boolean;
  readonly refusal: ModelsState["refusal"];
  readonly controller: ModelsController;
}

export function ModelCard({ model, selected, state, working, refusal, controller }: ModelCardProps) {
  const own = isAbout(state, model) ? state : undefined;
  const parameters = parameterCount(model.parameters);
  const facts = [
    ...(parameters === undefined ? [] : [`${parameters} parameters`]),
    model.quantization,
    byteCount(model.bytes),
  ];
  const tooLarge = refusal?.failure.code === "modelTooLarge" || isTooLarge(own);
  return (
    <li className="model-card" data-testid="model-card" data-model={model.id} aria-current={selected}>
      <header className="model-head">
        <h3>{model.name}</h3>
        {selected && <span className="pass">✓ in use</span>}
      </header>
      <p className="model-facts">{facts.join(" · ")}</p>
      <ul className="model-chips" aria-label="Capabilities">
        {capabilityChips(model.capabilities).map((chip) => (
          <li className="chip" key={chip}>
            {chip}
          </li>
        ))}
      </ul>
      <dl className="model-details">
        <dt>Memory</dt>
        <dd>about {byteCount(model.memoryEstimate)}</dd>
        <dt>Licence</dt>
        <dd>{model.licence}</dd>
        <dt>Origin</dt>
        <dd>{model.origin}</dd>
        <dt>sha256</dt>
        <dd className="model-hash">
          <code title={model.sha256}>{model.sha256.slice(0, 12)}…</code>
          <IconButton
            icon="copy"
            label={`Copy the hash of ${model.name}`}
            onClick={() => controller.copyHash(model)}
          />
        </dd>
      </dl>
      <ModelNews state={own} refusal={refusal} />
      <div className="model-buttons">
        {!model.capabilities.embedding && (!selected || own === undefined) && (
          <button
            type="button"
            className="button primary"
            disabled={working}
            onClick={() => controller.use(model.id)}
          >
            {working ? "Loading…" : "Use"}
          </button>
        )}
        {tooLarge && (
          <button
            type="button"
            className="button danger"
            disabled={working}
            onClick={() => controller.use(model.id, true)}
          >
            Load anyway
          </button>
        )}
        {own && own.state !== "loading" && !tooLarge && (
          <button type="button" className="button" disabled={working} onClick={() => controller.restart()}>
            Restart
          </button>
        )}
        {!model.bundled && (
          <button
            type="button"
            className="button"
            disabled={working}
            onClick={() => controller.remove(model)}
          >
            Remove
          </button>
        )}
      </div>
    </li>
  );
}

function ModelNews({
  state,
  refusal,
}: {
  readonly state: ModelState | undefined;
  readonly refusal: ModelsState["refusal"];
}) {
  const sentence = refusal?.failure.message ?? (state?.state === "stopped" ? state.reason : undefined);
  if (sentence !== undefined)
    return (
      <p className="block" role="alert">
        ■ {sentence}
      </p>
    );
  if (state?.state === "loading") return <p className="dim">Loading…</p>;
  if (state?.state === "busy") return <p className="dim">Busy: {state.doing}</p>;
  return null;
}

function isTooLarge(state: ModelState | undefined): boolean {
  return state?.state === "stopped" && !state.canRestart && /load it anyway/i.test(state.reason);
}
