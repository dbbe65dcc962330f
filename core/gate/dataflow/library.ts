// What library functions do with values: sources, sanitizers, views, exits, and what the languages bring themselves.
import { factsOn } from "./conditions.ts";
import { letterDangers, objectDangers } from "./dangers.ts";
import { knownContainers } from "./knownContainers.ts";
import type { Invoke, KnownFunction } from "./knownFunction.ts";
import { knownLanguage, settlePromise } from "./knownLanguage.ts";
import { knownTexts } from "./knownTexts.ts";
import type { Machine } from "./machine.ts";
import { extendApi, methodOf } from "./members.ts";
import { argumentAt, type CallSite, conditionsHold } from "./ruleCheck.ts";
import { clear, derivedValue, makeValue, unknownValue, type Value } from "./value.ts";

const knownFunctions: Readonly<Record<string, KnownFunction>> = {
  ...knownContainers,
  ...knownTexts,
  ...knownLanguage,
};

/** The answer of a function that the rules or this file know, or undefined. */
export function callLibrary(machine: Machine, site: CallSite, invoke: Invoke): Value | undefined {
  const { rulebook } = machine;
  const { api, at } = site;
  if (rulebook.exits.first(api)) {
    machine.thrown.at(-1)?.push(machine.state.copy());
    machine.state.reachable = false;
    return unknownValue();
  }
  if (api === "String" || api === "str") {
    const method = ownSpelling(machine, site.args[0]?.value);
    if (method) return invoke(method, []);
  }
  const subjects = subjectsOf(site);
  const source = rulebook.sourceCalls.first(api);
  if (source) {
    const key = site.args[0]?.value.constant?.value;
    const origin = typeof key === "string" ? `${api}(${key})` : `${api}@${at.start}`;
    return machine.sourceValue(origin, source.kind, source.what, at, {
      ...extendApi(api, "()"),
      ...(source.number ? { type: "number" as const } : {}),
    });
  }
  const sanitizer = rulebook.sanitizers
    .find(api)
    .find(({ when }) => conditionsHold(machine, when, (key) => argumentAt(machine, site, key)));
  if (sanitizer) {
    const parts = subjects
      .flatMap((one) => [one, ...machine.contents(one)])
      .map((one) => machine.refined(one));
    const cleared = clear(derivedValue(parts), new Set(sanitizer.clears));
    const { gives } = sanitizer;
    if (sanitizer.proves)
      for (const one of subjects) machine.state.learn(factsOn(one, new Set(sanitizer.clears)));
    const told = [...subjects, ...(site.receiver ? [site.receiver] : [])].filter(
      ({ taints, view }) => taints.length > 0 || view !== undefined,
    );
    const subject = told.find(({ taints }) => taints.some(({ kind }) => kind === "remote")) ?? told[0];
    return {
      ...cleared,
      ...(subject ? { view: { of: subject, how: "same" as const } } : {}),
      ...extendApi(api.startsWith("?.") ? undefined : api, "()"),
      ...(gives === undefined ? {} : { type: gives, taints: derivedValue(parts).taints }),
    };
  }
  const view = rulebook.views.first(api);
  if (view) {
    const [subject] = site.receiver && site.args.length === 0 ? [site.receiver] : subjects;
    const tainted = subjects.find(({ taints }) => taints.length > 0) ?? subject;
    const whole = subjects.flatMap((one) => [one, ...machine.contents(one)]);
    const parts = view.decodes ? whole.map(decoded) : whole.map((one) => machine.refined(one));
    return derivedValue(parts, {
      ...extendApi(api, "()"),
      ...(tainted ? { view: { of: tainted, how: view.how } } : {}),
      ...(view.normalizes ? { normalized: true } : {}),
      ...(view.how === "same" && subject?.shape !== undefined ? { shape: subject.shape } : {}),
    });
  }
  return known(machine, site, invoke) ?? unseenSanitizer(machine, site);
}

/** What a check or an escape took from the text, decoding brings back; that it is a text stays. */
function decoded(value: Value): Value {
  return {
    ...value,
    taints: value.taints.map((taint) => ({
      ...taint,
      cleared: new Set([...taint.cleared].filter((category) => objectDangers.includes(category))),
    })),
  };
}

/** The method by which an object of a class here says itself. */
function ownSpelling(machine: Machine, value: Value | undefined): Value | undefined {
  const name = machine.language === "python" ? "__str__" : "toString";
  for (const { object } of value ? machine.objects(value) : [])
    if (object.kind === "map") return methodOf(machine, object.classOf, name, value ?? unknownValue());
  return undefined;
}

/** What a function works on: its arguments, or the receiver of a method without any. */
function subjectsOf(site: CallSite): Value[] {
  const args = site.args.map(({ value }) => value);
  return site.receiver && site.receiver.taints.length > 0 ? [...args, site.receiver] : args;
}

/** No name is trusted to have made a text fit to be run. */
const neverByName: readonly string[] = ["code", "regex"];

/** A function of a module that is not at hand, and whose name says that it makes values harmless. */
function unseenSanitizer(machine: Machine, { api, args }: CallSite): Value | undefined {
  const name = api.slice(api.lastIndexOf(".") + 1);
  if (
    !/^(sanitiz|sanitis|escape|clean_|purify|bleach)|(sanitiz|sanitis)\w*$|_(escape|escaped|sanitized)$/i.test(
      name,
    )
  )
    return undefined;
  if (/unescape/i.test(name)) return undefined;
  const parts = args.map(({ value }) => machine.refined(value));
  return clear(
    derivedValue(parts),
    new Set([...letterDangers, "path", "redirect"].filter((one) => !neverByName.includes(one))),
  );
}

function known(machine: Machine, site: CallSite, invoke: Invoke): Value | undefined {
  const values = site.args.map(({ value }) => value);
  const [first = unknownValue(), second] = values;
  if (settlePromise(machine, site.api, first)) return makeValue();
  const answer = Object.hasOwn(knownFunctions, site.api) ? knownFunctions[site.api] : undefined;
  return answer?.({ machine, site, values, first, second, invoke });
}
