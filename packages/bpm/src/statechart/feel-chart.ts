/**
 * FEEL as the language of a statechart: conditions and values are expressions, a location is a name
 * or a path, and there are no scripts.
 *
 * Expressions see the data, `_event`, `_name`, `_sessionid`, and `In("state")`. A condition or
 * value that is null for a reason is a fault; null itself is a value.
 */
import {
  type CompiledExpression,
  type ExpressionIssue,
  type ExpressionLanguage,
  isIssue,
  type JsonValue,
} from '../expression.ts';
import type { ChartEvaluator, ChartLanguage, ChartScope } from './chart-language.ts';
import type { ValueSource } from './chart-model.ts';

type Read = CompiledExpression | ExpressionIssue;

/** Makes an expression language of processes one of charts; it keeps the name. */
export function chartLanguage(language: ExpressionLanguage): ChartLanguage {
  const known = new Map<string, Read>();
  const read = (text: string): Read => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const compiled = language.compile(withIn(text));
    known.set(text, compiled);
    return compiled;
  };
  return {
    name: language.name,
    check: (text) => {
      const compiled = read(text);
      return isIssue(compiled) ? compiled.issue.message : undefined;
    },
    open: (scope) => new ExpressionEvaluator(read, scope),
  };
}

/** `In` is a function of the expression itself: FEEL is handed data, not functions. */
const withIn = (text: string): string =>
  /\bIn\s*\(/.test(text)
    ? `{ In: function(id) list contains(_states, id), result: (${text}) }.result`
    : text;

class ExpressionEvaluator implements ChartEvaluator {
  readonly #read: (text: string) => Read;
  readonly #scope: ChartScope;
  readonly #data: Map<string, JsonValue>;
  readonly #declared: Set<string>;

  constructor(read: (text: string) => Read, scope: ChartScope) {
    this.#read = read;
    this.#scope = scope;
    this.#data = new Map(Object.entries(scope.data ?? {}));
    this.#declared = new Set([...scope.declared, ...this.#data.keys()]);
  }

  value(expr: string): JsonValue {
    const compiled = this.#read(expr);
    if (isIssue(compiled)) throw new Error(compiled.issue.message);
    const { value, diagnostics } = compiled.evaluate((name) => this.#lookup(name), {
      now: this.#scope.now,
    });
    const [why] = diagnostics;
    if (value === null && why !== undefined) throw new Error(why.message);
    return value;
  }

  isTrue(cond: string): boolean {
    return this.value(cond) === true;
  }

  literal(text: string): JsonValue {
    return text.trim().replaceAll(/\s+/g, ' ');
  }

  declare(name: string, from: ValueSource | undefined): void {
    this.#declared.add(name);
    if (from === undefined) this.#data.set(name, null);
    else this.#data.set(name, this.#valueOf(from));
  }

  assign(location: string, from: ValueSource): void {
    const [name = '', ...path] = location.trim().split('.');
    if (!this.#declared.has(name)) throw new Error(`there is no data '${name}'`);
    const value = this.#valueOf(from);
    this.#data.set(name, withMember(this.#data.get(name), path, value));
  }

  items(array: string): readonly JsonValue[] {
    const value = this.value(array);
    if (!Array.isArray(value)) throw new Error(`'${array}' is no list`);
    return value as readonly JsonValue[];
  }

  bind(name: string, item: JsonValue): void {
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) throw new Error(`'${name}' is no name`);
    this.#declared.add(name);
    this.#data.set(name, item);
  }

  run(): void {
    throw new Error('this language has no scripts: use assign');
  }

  data(): Readonly<Record<string, JsonValue>> {
    return Object.fromEntries(this.#data);
  }

  #valueOf(from: ValueSource): JsonValue {
    if ('value' in from) return from.value;
    return 'expr' in from ? this.value(from.expr) : this.literal(from.text);
  }

  #lookup(name: string): unknown {
    const scope = this.#scope;
    if (name === '_event') return scope.event() ?? null;
    if (name === '_name') return scope.name;
    if (name === '_sessionid') return scope.sessionId;
    if (name === '_states') return scope.states();
    return this.#data.get(name);
  }
}

/** A value with a member put at a path; what is on the way becomes an object. */
function withMember(
  into: JsonValue | undefined,
  [name, ...path]: readonly string[],
  value: JsonValue,
): JsonValue {
  if (name === undefined) return value;
  const isObject = typeof into === 'object' && into !== null && !Array.isArray(into);
  const members = new Map<string, JsonValue>(isObject ? Object.entries(into) : []);
  members.set(name, withMember(members.get(name), path, value));
  return Object.fromEntries(members);
}
