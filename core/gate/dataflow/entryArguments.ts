// What stands for the arguments of functions whose callers are not here.
import type { FlowRuleFile } from "./flowRules.ts";
import type { ClassObject, Machine } from "./machine.ts";
import { type ArgumentValue, argumentAt, type CallSite, conditionsHold } from "./ruleCheck.ts";
import type { Frame } from "./state.ts";
import type { Expression, FunctionDefinition, Parameter, Span } from "./tree.ts";
import { clear, derivedValue, makeValue, unknownValue, type Value } from "./value.ts";

type HandlerRule = FlowRuleFile["handlers"][number];

/** @param site the call that the function is handed to, if it is */
export function handlerFor(
  machine: Machine,
  definition: FunctionDefinition,
  site: CallSite | undefined,
): HandlerRule | undefined {
  const byCall =
    site &&
    machine.rulebook.handlerCalls
      .find(site.api)
      .find(
        ({ needs, when }) =>
          machine.needsMet(needs) && conditionsHold(machine, when, (key) => argumentAt(machine, site, key)),
      );
  if (byCall) return byCall;
  return machine.rulebook.handlers.find(
    ({ name, needs }) =>
      name !== undefined && new RegExp(`^(${name})$`).test(definition.name) && machine.needsMet(needs),
  );
}

/** What stands for the arguments of a function whose caller is not here. */
export function entryArguments(
  machine: Machine,
  definition: FunctionDefinition,
  handler: HandlerRule | undefined,
  site?: CallSite,
): ArgumentValue[] {
  const { parameters } = definition;
  const own =
    machine.language === "python" && definition.isMethod && !definition.isStatic
      ? parameters.slice(1)
      : parameters;
  return own.map((parameter, index) => ({
    value: entryValue(machine, definition, parameter, index, handler, site),
    at: spanOf(parameter),
    ...(parameter.rest === undefined && parameter.name !== "" ? { name: parameter.name } : {}),
  }));
}

const spanOf = ({ target }: Parameter): Span => ({ start: target.start, end: target.end });

/** Names under which programs pass their own things around. */
const ownThings =
  /^_|^(app|application|db|database|conn|connection|cursor|cur|pool|engine|client|logger|log|config|settings|next|done|resolve|reject|cls|args|kwargs|options|opts|self|driver|store|cache|redis|mongo|prisma|knex|sequelize|socket|server|router|io|fs|window|document|event_loop|loop|executor|model|df|np|torch)$/i;
const plainType = /^(int|float|bool|number|boolean|bigint|uuid\.UUID|UUID|date|datetime|Decimal)\b|Session$/;
const errorName = /^(e|err|error|exc|ex)$/;

function entryValue(
  machine: Machine,
  definition: FunctionDefinition,
  parameter: Parameter,
  index: number,
  handler: HandlerRule | undefined,
  site: CallSite | undefined,
): Value {
  const at = spanOf(parameter);
  const { name } = parameter;
  const role = roleOf(machine, definition, name, handler);
  if (parameter.target.type === "map") {
    const named = parameter.target.entries.flatMap(({ key }) => {
      const known = key === undefined ? undefined : roleOf(machine, definition, key, handler);
      return key === undefined || known === undefined ? [] : [[key, withReads(machine, known, at)] as const];
    });
    if (named.length > 0) return machine.allocate({ kind: "map", entries: new Map(named) });
  }
  if (handler?.api !== undefined && index === 0) return makeValue({ api: handler.api });
  if (role !== undefined) return withReads(machine, role, at);
  if (site && errorName.test(name) && index === 0)
    return machine.sourceValue(`error@${at.start}`, "exception", "the details of an error", at, {
      api: "error",
    });
  if (plainType.test(parameter.annotation ?? "")) return makeValue({ type: "number" });
  const provided = providedValue(machine, parameter);
  if (provided) return provided;
  if (/\bUploadFile\b/.test(parameter.annotation ?? ""))
    return machine.sourceValue(`upload@${at.start}`, "remote", "the uploaded file", at);
  if (
    parameter.decorators?.some((one) => /Parse(Int|UUID|Float|Bool|Enum|Date)Pipe/.test(machine.textOf(one)))
  )
    return makeValue({ type: "number" });
  const decorated = parameter.decorators?.some((one) =>
    /^(Body|Query|Param|Headers|Req|UploadedFile)$/.test(
      one.type === "call" && one.callee.type === "name" ? one.callee.name : "",
    ),
  );
  if (decorated) return machine.sourceValue(`parameter@${at.start}`, "remote", `the request's ${name}`, at);
  if (site && handler === undefined) {
    // A callback gets what the receiver holds, or something made of the other arguments.
    const held =
      site.receiver && machine.contents(site.receiver).length > 0
        ? machine.anyElement(site.receiver)
        : undefined;
    return (
      held ??
      derivedValue(
        [...(site.receiver ? [site.receiver] : []), ...site.args.map(({ value }) => value)].map((one) =>
          machine.refined(one),
        ),
      )
    );
  }
  if (handler?.parameters !== undefined && handler.parameters !== "none")
    return isNumberInRoute(machine, definition, name)
      ? makeValue({ type: "number" })
      : requestField(machine, parameter, handler.parameters, at);
  const service = handler === undefined ? modelOf(machine, parameter) : undefined;
  // A class of this file is given an instance of it; a model's fields are anybody's.
  if (service && service.object.definition.methods.length > 0)
    return machine.interpreter.instantiate(service.id, service.object);
  if (ownThings.test(name) || parameter.rest === "map") return unknownValue();
  if (parameter.default?.type === "constant" && /^(number|boolean)$/.test(typeof parameter.default.value))
    return unknownValue();
  const told = definition.name === "" ? "a function" : `${definition.name}()`;
  return machine.sourceValue(
    `parameter@${at.start}`,
    "parameter",
    `${name === "" ? "a parameter" : name}, which callers of ${told} choose`,
    at,
  );
}

/** FastAPI's `= Depends(make)`: what `make` answers. */
function providedValue(machine: Machine, { default: fallback, annotation }: Parameter): Value | undefined {
  const depends =
    fallback?.type === "call" && fallback.callee.type === "name" && fallback.callee.name === "Depends";
  if (!depends) return /\bDepends\b/.test(annotation ?? "") ? unknownValue() : undefined;
  const [provider] = fallback.arguments;
  if (provider === undefined) return unknownValue();
  const at = { start: fallback.start, end: fallback.end };
  const callee: Expression = provider.value;
  return machine.interpreter.call({ ...at, type: "call", callee, arguments: [], construct: false });
}

/** A role that is itself a source, such as a Lambda's event. */
function withReads(machine: Machine, api: string, at: Span): Value {
  const source = machine.rulebook.sourceReads.first(api);
  return source ? machine.sourceValue(api, source.kind, source.what, at, { api }) : makeValue({ api });
}

function roleOf(
  machine: Machine,
  definition: FunctionDefinition,
  name: string,
  handler: HandlerRule | undefined,
): string | undefined {
  const role = machine.rulebook.roles.find(
    ({ names, besides, needs }) =>
      names.test(name) &&
      machine.needsMet(needs) &&
      (besides === undefined ||
        handler !== undefined ||
        definition.parameters.some((other) => besides.test(other.name))),
  );
  return role?.api;
}

/** `<int:id>` in the route of Flask. */
function isNumberInRoute(machine: Machine, definition: FunctionDefinition, name: string): boolean {
  return definition.decorators.some((decorator) =>
    new RegExp(`<(int|float|uuid):${name.replaceAll(/\W/g, "")}>`).test(machine.textOf(decorator)),
  );
}

/** A parameter that a framework fills from the request, through a model where one is named. */
function requestField(machine: Machine, parameter: Parameter, kind: string, at: Span): Value {
  const model = modelOf(machine, parameter);
  const fields =
    model?.object.definition.fields.filter(({ annotation }) => plainType.test(annotation ?? "")) ?? [];
  // What is a number in the model carries nothing, and no field comes through that it does not name.
  const entries = new Map(fields.map(({ name }) => [name, makeValue({ type: "number" as const })]));
  const heaps = entries.size === 0 ? {} : { heaps: machine.allocate({ kind: "map", entries }).heaps };
  const value = machine.sourceValue(
    `parameter@${at.start}`,
    kind,
    `"${parameter.name}" of the request`,
    at,
    heaps,
  );
  return model ? clear(value, new Set(["mass", "nosql"])) : value;
}

function modelOf(
  machine: Machine,
  { annotation }: Parameter,
): { readonly id: number; readonly object: ClassObject } | undefined {
  const name = /^[\w.]+/.exec(annotation ?? "")?.[0];
  for (let frame: Frame | undefined = machine.frame; name !== undefined && frame; frame = frame.parent) {
    const value = machine.state.variable(frame, name);
    const [found] = value ? machine.classesOf(value) : [];
    if (found) return found;
  }
  return undefined;
}
