import { ApiIndex } from "./apiIndex.ts";
import type { FlowRule, FlowRuleFile, RulePlace, Sanitizer, SourceRule } from "./flowRules.ts";

type Place<Key extends string> = Extract<RulePlace, Record<Key, unknown>>;
export interface Placed<Key extends string> {
  readonly rule: FlowRule;
  readonly place: Place<Key>;
}
type View = FlowRuleFile["views"][number];
type Check = FlowRuleFile["checks"][number];
type HandlerRule = FlowRuleFile["handlers"][number];
type Role = FlowRuleFile["roles"][number];

/** The rules of one language, arranged for looking up. */
export class Rulebook {
  readonly rules: readonly FlowRule[];
  readonly sourceReads = new ApiIndex<SourceRule>();
  readonly sourceCalls = new ApiIndex<SourceRule>();
  readonly namedSources: readonly { readonly pattern: RegExp; readonly source: SourceRule }[];
  readonly sanitizers = new ApiIndex<Sanitizer>();
  readonly views = new ApiIndex<View>();
  readonly parts = new ApiIndex<"host" | "part">();
  readonly checks = new ApiIndex<Check>();
  readonly exits = new ApiIndex<true>();
  readonly own = new ApiIndex<true>();
  readonly roles: readonly (Role & { readonly names: RegExp; readonly besides?: RegExp })[];
  readonly handlers: readonly HandlerRule[];
  readonly handlerDecorators = new ApiIndex<HandlerRule>();
  readonly handlerCalls = new ApiIndex<HandlerRule>();
  readonly calls = new ApiIndex<Placed<"call">>();
  readonly assigns = new ApiIndex<Placed<"assign">>();
  readonly reads = new ApiIndex<Placed<"read">>();
  readonly answers: readonly Placed<"answer">[];
  readonly names: readonly (Placed<"named"> & { readonly pattern: RegExp })[];
  readonly decisions: readonly (Placed<"decides"> & { readonly pattern: RegExp })[];
  readonly #expressions = new Map<string, RegExp>();

  constructor(file: FlowRuleFile) {
    this.rules = file.rules;
    for (const source of file.sources) {
      this.sourceReads.addAll(source.read, source);
      this.sourceCalls.addAll(source.call, source);
    }
    this.namedSources = file.sources.flatMap((source) =>
      source.named === undefined ? [] : [{ pattern: new RegExp(source.named, "i"), source }],
    );
    for (const sanitizer of file.sanitizers) this.sanitizers.addAll(sanitizer.call, sanitizer);
    for (const view of file.views) this.views.addAll(view.call, view);
    for (const part of file.parts) this.parts.addAll(part.read, part.how);
    for (const check of file.checks) this.checks.addAll(check.call, check);
    this.exits.addAll(file.exits, true);
    this.own.addAll(file.own, true);
    this.roles = file.roles.map((role) => ({
      ...role,
      names: new RegExp(`^(${role.parameter})$`),
      ...(role.beside === undefined ? {} : { besides: new RegExp(`^(${role.beside})$`) }),
    }));
    this.handlers = file.handlers;
    for (const handler of file.handlers) {
      this.handlerDecorators.addAll(handler.decorator, handler);
      this.handlerCalls.addAll(handler.call, handler);
    }
    const placed = file.rules.flatMap((rule) => rule.at.map((place) => ({ rule, place })));
    const answers: Placed<"answer">[] = [];
    const names: (Placed<"named"> & { pattern: RegExp })[] = [];
    const decisions: (Placed<"decides"> & { pattern: RegExp })[] = [];
    for (const { rule, place } of placed) {
      if ("call" in place) this.calls.addAll(place.call, { rule, place });
      else if ("assign" in place) this.assigns.addAll(place.assign, { rule, place });
      else if ("read" in place) this.reads.addAll(place.read, { rule, place });
      else if ("answer" in place) answers.push({ rule, place });
      else if ("named" in place) names.push({ rule, place, pattern: new RegExp(place.named, "i") });
      else decisions.push({ rule, place, pattern: new RegExp(place.decides, "i") });
    }
    this.answers = answers;
    this.names = names;
    this.decisions = decisions;
  }

  /** Compiled once; the rules' own expressions are part of the program. */
  expression(source: string): RegExp {
    const known = this.#expressions.get(source);
    if (known) return known;
    const compiled = new RegExp(source, "is");
    this.#expressions.set(source, compiled);
    return compiled;
  }
}
