/**
 * The ECMAScript data model of SCXML, for tests: expressions run in a context of `node:vm`.
 *
 * The engine is handed only the interface. Values live in the context as long as a step lasts; what
 * is kept is JSON. XML is kept as `{ $xml: text }` and shown as a document.
 *
 * @source W3C SCXML 1.0, appendix B.2
 */
import { createContext, type Context, Script } from 'node:vm';
import type {
  ChartEvaluator,
  ChartEvent,
  ChartLanguage,
  ChartScope,
  JsonValue,
  ValueSource,
} from '@kontor/bpm';
import { DOMParser } from 'linkedom';

/** The data model, under a name that a document gives. */
export const ecmascript = (name: string): ChartLanguage => ({
  name,
  open: (scope) => new VmEvaluator(scope),
});

const scriptOf = (text: string): Script => new Script(text);

/** Names that are there for every session, and are no data. */
const SYSTEM = new Set(['In', '_event', '_sessionid', '_name', '_ioprocessors', '_x', 'console']);

class VmEvaluator implements ChartEvaluator {
  readonly #context: Context;
  readonly #global: Record<string, unknown>;
  #shown: { readonly event: ChartEvent | undefined; readonly value: unknown } = {
    event: undefined,
    value: undefined,
  };

  constructor(scope: ChartScope) {
    this.#global = {};
    this.#context = createContext(this.#global);
    this.#system(scope);
    for (const text of scope.scripts) this.run(text);
    if (scope.data !== undefined) {
      for (const name of scope.declared) this.#global[name] = undefined;
      for (const [name, value] of Object.entries(scope.data))
        this.#global[name] = this.#live(value);
    }
  }

  value(expr: string): JsonValue | undefined {
    return kept(this.#evaluate(expr));
  }

  isTrue(cond: string): boolean {
    return Boolean(this.#evaluate(cond));
  }

  literal(text: string): JsonValue {
    if (/^\s*</.test(text)) return { $xml: text.trim() };
    try {
      return JSON.parse(text) as JsonValue;
    } catch {
      return text.trim().replaceAll(/\s+/g, ' ');
    }
  }

  declare(name: string, from: ValueSource | undefined): void {
    this.#global[name] = undefined;
    if (from !== undefined) this.#global[name] = this.#valueOf(from);
  }

  assign(location: string, from: ValueSource): void {
    this.#evaluate(location);
    this.#global['$value'] = this.#valueOf(from);
    try {
      scriptOf(`${location} = $value`).runInContext(this.#context);
    } finally {
      Reflect.deleteProperty(this.#global, '$value');
    }
  }

  items(array: string): readonly unknown[] {
    const items = this.#evaluate(array);
    if (!Array.isArray(items)) throw new Error(`'${array}' is no array`);
    return [...(items as unknown[])];
  }

  bind(name: string, item: unknown): void {
    scriptOf(`var ${name}`).runInContext(this.#context);
    this.#global[name] = item;
  }

  run(text: string): void {
    scriptOf(text).runInContext(this.#context);
  }

  data(): Readonly<Record<string, JsonValue>> {
    const data: Record<string, JsonValue> = {};
    for (const [name, value] of Object.entries(this.#global)) {
      if (SYSTEM.has(name)) continue;
      const json = kept(value);
      if (json !== undefined) data[name] = json;
    }
    return data;
  }

  #system(scope: ChartScope): void {
    const fixed = (name: string, get: () => unknown): void => {
      Object.defineProperty(this.#global, name, { get, enumerable: false });
    };
    fixed('_event', () => this.#event(scope.event()));
    fixed('_sessionid', () => scope.sessionId);
    fixed('_name', () => scope.name);
    fixed('_ioprocessors', () => scope.processors);
    fixed('_x', () => ({}));
    fixed('In', () => scope.isIn);
    fixed('console', () => ({ log: () => undefined }));
  }

  /** The same object as long as it is the same event. */
  #event(event: ChartEvent | undefined): unknown {
    if (event !== this.#shown.event) this.#shown = { event, value: this.#show(event) };
    return this.#shown.value;
  }

  #show(event: ChartEvent | undefined): unknown {
    if (event === undefined) return undefined;
    const { data, ...rest } = event;
    const absent = {
      sendid: undefined,
      origin: undefined,
      origintype: undefined,
      invokeid: undefined,
    };
    return { ...absent, ...rest, data: data === undefined ? undefined : this.#live(data) };
  }

  #evaluate(expr: string): unknown {
    return scriptOf(`(${expr.replace(/;\s*$/, '')}\n)`).runInContext(this.#context) as unknown;
  }

  #valueOf(from: ValueSource): unknown {
    if ('expr' in from) return this.#evaluate(from.expr);
    return this.#live('text' in from ? this.literal(from.text) : from.value);
  }

  /** JSON as a value of the context, so that its arrays are arrays there. */
  #live(value: JsonValue): unknown {
    const xml = xmlOf(value);
    if (xml !== undefined) return new DOMParser().parseFromString(xml, 'text/xml');
    if (typeof value !== 'object' || value === null) return value;
    return scriptOf(`(${JSON.stringify(value)})`).runInContext(this.#context) as unknown;
  }
}

/** The text of a value that is kept XML. */
export const xmlOf = (value: JsonValue): string | undefined =>
  typeof value === 'object' && value !== null && '$xml' in value ? String(value.$xml) : undefined;

/** A value as JSON; a function has none. */
function kept(value: unknown): JsonValue | undefined {
  if (typeof value === 'object' && value !== null && 'documentElement' in value) {
    return { $xml: String(value.documentElement) };
  }
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? undefined : (JSON.parse(text) as JsonValue);
}
