/**
 * The border, inwards: JSON becomes values, numbers by their shortest decimal text.
 *
 * JSON text stays text (a date is asked for by `date(x)`, never guessed), and objects become
 * contexts that read their entries only when asked, so a condition on one field of a large document
 * costs one field.
 */
import { isNumber, numberOfBigInt, numberOfDouble } from './number.ts';
import { FeelContext, type FeelValue, isFeelObject } from './value.ts';

/** A context over an object of JSON: its own enumerable entries, converted when read. */
class JsonContext extends FeelContext {
  readonly #object: Readonly<Record<string, unknown>>;
  /** Lists and contexts that were read: a loop asks for them again and again. */
  #kept: Map<string, FeelValue> | undefined;
  constructor(object: Readonly<Record<string, unknown>>) {
    super();
    this.#object = object;
  }
  keys(): readonly string[] {
    return Object.keys(this.#object);
  }
  get(name: string): FeelValue | undefined {
    const kept = this.#kept?.get(name);
    if (kept !== undefined) return kept;
    if (!Object.hasOwn(this.#object, name)) return undefined;
    const value = valueOfJson(this.#object[name]);
    if (typeof value === 'object' && value !== null) (this.#kept ??= new Map()).set(name, value);
    return value;
  }
}

/** The value of something of JSON; what JSON cannot hold (a function, a date object) is null. */
export function valueOfJson(json: unknown): FeelValue {
  if (typeof json === 'number') return numberOfDouble(json);
  if (typeof json === 'string' || typeof json === 'boolean') return json;
  if (typeof json === 'bigint') return numberOfBigInt(json);
  if (typeof json !== 'object' || json === null) return null;
  if (Array.isArray(json)) return json.map(valueOfJson);
  if (isFeelObject(json) || isNumber(json)) return json;
  return isPlain(json) ? new JsonContext(json) : null;
}

/** Objects as JSON has them; those of classes would show their insides. */
function isPlain(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || isForeignPlain(prototype);
}

/** An `Object.prototype` of another realm. */
function isForeignPlain(prototype: unknown): boolean {
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'valueOf');
}
