/**
 * The item definitions of a model as types of FEEL, with their allowed values.
 *
 * @source DMN 1.5, 7.3.2 "Item Definition metamodel"; table 33 "typeConstraint"
 */
import type { DefinitionIssue } from '../errors.ts';
import type { NameScope } from '../expression.ts';
import type { Compiled, TypeLookup } from '../feel/compile.ts';
import { evaluateFeel, readFeel } from '../feel/language.ts';
import { FEEL_LIMITS, Run } from '../feel/run.ts';
import { type FeelType, simpleType } from '../feel/type.ts';
import type { FeelValue } from '../feel/value.ts';
import type { DecisionModel, ItemDefinition } from './model.ts';

/** Names that tools write for the types of FEEL. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['dateTime', 'date and time'],
  ['dayTimeDuration', 'days and time duration'],
  ['yearMonthDuration', 'years and months duration'],
]);

/** The types of one model, and those of the models it imports as `import.type`. */
export class ModelTypes {
  readonly #items: ReadonlyMap<string, ItemDefinition>;
  readonly #imported: ReadonlyMap<string, ModelTypes>;
  readonly #faults: DefinitionIssue[];
  readonly #known = new Map<string, FeelType | undefined>();
  /** Names of types that are being made: one that meets itself has no end. */
  readonly #open = new Set<string>();

  constructor(
    model: DecisionModel,
    imported: ReadonlyMap<string, ModelTypes>,
    faults: DefinitionIssue[],
  ) {
    this.#items = new Map(model.types.map((item) => [item.name, item]));
    this.#imported = imported;
    this.#faults = faults;
    for (const { name } of model.types) this.lookup(name);
  }

  /** The type of that name. */
  readonly lookup: TypeLookup = (written) => {
    const name = written.trim();
    if (!this.#known.has(name)) this.#known.set(name, this.#typeOf(name));
    return this.#known.get(name);
  };

  /** The unary tests that the values of a type pass, as they were written. */
  allowedOf(name: string | undefined): string | undefined {
    const item = name === undefined ? undefined : this.#item(name.trim());
    return item && (item.allowed ?? this.allowedOf(item.type));
  }

  #item(name: string): ItemDefinition | undefined {
    const exact = this.#items.get(name);
    if (exact !== undefined) return exact;
    const [first, ...path] = name.split('.');
    return path.reduce<ItemDefinition | undefined>(
      (item, step) => item?.components?.find((component) => component.name === step),
      this.#items.get(first!),
    );
  }

  #typeOf(name: string): FeelType | undefined {
    const item = this.#item(name);
    if (item === undefined) {
      return simpleType(ALIASES.get(name) ?? name) ?? this.#importedType(name);
    }
    if (this.#open.has(name)) {
      this.#fault('type-cycle', name, 'it is made of itself: break the circle');
      return { kind: 'Any' };
    }
    this.#open.add(name);
    const type = this.#itemType(item, name);
    this.#open.delete(name);
    return type;
  }

  #importedType(name: string): FeelType | undefined {
    for (const [prefix, types] of this.#imported) {
      const inner = prefix === '' ? name : name.slice(prefix.length + 1);
      const isThere = prefix === '' || name.startsWith(`${prefix}.`);
      const type = isThere ? types.lookup(inner) : undefined;
      if (type !== undefined) return type;
    }
    return undefined;
  }

  #itemType(item: ItemDefinition, path: string): FeelType {
    const one = this.#narrowed(this.#baseType(item, path), item.allowed, path);
    if (item.isCollection !== true) return this.#narrowed(one, item.constraint, path);
    return this.#narrowed({ kind: 'list', of: one }, item.constraint, path);
  }

  #baseType(item: ItemDefinition, path: string): FeelType {
    if (item.components !== undefined) {
      const entries = item.components.map(
        (component) =>
          [component.name, this.#itemType(component, `${path}.${component.name}`)] as const,
      );
      return { kind: 'context', entries: new Map(entries) };
    }
    if (item.parameters !== undefined) {
      const parameters = item.parameters.map(({ type }) => this.#named(type, path));
      return { kind: 'function', parameters };
    }
    return this.#named(item.type, path);
  }

  #named(name: string | undefined, path: string): FeelType {
    const type = name === undefined ? undefined : this.lookup(name);
    if (name !== undefined && type === undefined && !this.#open.has(name)) {
      this.#fault('unknown-type', path, `there is no type '${name}': define it`);
    }
    return type ?? { kind: 'Any' };
  }

  #narrowed(of: FeelType, text: string | undefined, path: string): FeelType {
    if (text === undefined) return of;
    const test = readFeel(text, { kind: 'unaryTests' });
    if (!('issue' in test)) return { kind: 'allowed', of, allows: testOf(test) };
    this.#fault('expression', path, test.issue.message);
    return of;
  }

  #fault(code: string, name: string, message: string): void {
    this.#faults.push({ code, path: `type ${name}`, message });
  }
}

/** Whether a value passes unary tests that name nothing but the value. */
export function testOf(test: Compiled): (value: FeelValue) => boolean {
  return (value) => {
    const run = new Run((name) => (name === '?' ? value : undefined), undefined, FEEL_LIMITS);
    return evaluateFeel(test, run) === true;
  };
}

/** The names within values of a type, for the reader of expressions. */
export function shapeOf(type: FeelType | undefined): true | NameScope {
  if (type === undefined || !('of' in type || 'entries' in type)) return true;
  if ('of' in type) return shapeOf(type.of);
  return Object.fromEntries([...type.entries].map(([name, of]) => [name, shapeOf(of)]));
}
