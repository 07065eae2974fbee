/**
 * Boxed expressions to closures: one rule a box. A box that brings names (an entry, a parameter, an
 * iterator) gives them a place in a frame of their own, as the expressions of FEEL do.
 *
 * @source DMN 1.5, 10.2.1 "Boxed expressions", 10.2.2
 */
import type { NameScope } from '../expression.ts';
import { closure } from '../feel/compile-functions.ts';
import { domainOf } from '../feel/compile-iterations.ts';
import { selected } from '../feel/compile-selections.ts';
import { type Code, frameOf } from '../feel/scope.ts';
import { canonicalName } from '../feel/syntax.ts';
import {
  type Arguments,
  described,
  EntriesContext,
  FeelFunction,
  type FeelValue,
  kindOf,
  listOf,
} from '../feel/value.ts';
import { tableCode } from './compile-table.ts';
import { shapeOf } from './item-type.ts';
import type { Box, Boxed, ContextEntry, FunctionBox } from './model.ts';
import {
  codeOfText,
  fault,
  part,
  type Surroundings,
  typedCode,
  typeNamed,
  within,
} from './surroundings.ts';

type BoxOf<Kind extends Box['kind']> = Extract<Box, { kind: Kind }>;

/** The code of an expression, its value coerced to the type that the box names. */
export function boxedCode(boxed: Boxed, around: Surroundings): Code {
  if (typeof boxed === 'string') return codeOfText(boxed, around);
  // The type of a boxed function is the type of what it returns.
  if (boxed.kind === 'function') return functionCode(boxed, around);
  return typedCode(codeOfBox(boxed, around), boxed.type, around);
}

function codeOfBox(box: Exclude<Box, FunctionBox>, around: Surroundings): Code {
  switch (box.kind) {
    case 'literal':
      return codeOfText(box.text, around);
    case 'table':
      return tableCode(box, around);
    case 'context':
      return contextCode(box, around);
    case 'invocation':
      return invocationCode(box, around);
    case 'list':
      return listCode(box, around);
    case 'relation':
      return relationCode(box, around);
    case 'conditional':
      return conditionalCode(box, around);
    case 'filter':
      return filterCode(box, around);
    case 'for':
      return loopCode(box, around);
    default:
      return quantifiedCode(box, around);
  }
}

/** Each entry sees those before it. */
function contextCode({ entries }: BoxOf<'context'>, around: Surroundings): Code {
  const inner = { ...within(around, {}), names: { ...around.names } };
  const codes = entries.map((entry, at) => {
    const beside = part(inner, entry.name ?? 'result');
    const code = typedCode(boxedCode(entry.value, beside), entry.type, beside);
    checkEntry(entries, at, beside);
    if (entry.name !== undefined) addName(inner, entry);
    return { name: entry.name, code };
  });
  return (outer) => {
    const frame = frameOf([], outer);
    const values = new Map<string, FeelValue>();
    for (const { name, code } of codes) {
      const value = code(frame);
      if (name === undefined) return value;
      frame.values.push(value);
      values.set(name, value);
    }
    return new EntriesContext(values);
  };
}

function checkEntry(entries: readonly ContextEntry[], at: number, around: Surroundings): void {
  const { name } = entries[at]!;
  if (name === undefined && at < entries.length - 1) {
    fault(around, 'misplaced-result', 'only the last entry may have no name: name it');
  }
  if (name !== undefined && entries.findIndex((entry) => entry.name === name) < at) {
    fault(around, 'duplicate-name', `there is an entry '${name}' already: rename one`);
  }
}

function addName(around: Surroundings, entry: ContextEntry): void {
  const names = around.names as Record<string, true | NameScope>;
  names[entry.name!] = shapeOfEntry(entry, around);
  // A scope grows as its entries are read: that is how a frame of them is filled.
  around.scope!.names.push(canonicalName(entry.name!));
}

function shapeOfEntry({ type, value }: ContextEntry, around: Surroundings): true | NameScope {
  const known = type === undefined ? undefined : around.types(type);
  if (known !== undefined) return shapeOf(known);
  if (typeof value === 'string' || value.kind !== 'context') return true;
  const named = value.entries.filter(({ name }) => name !== undefined);
  if (named.length < value.entries.length) return true;
  const shapes = named.map((entry) => [entry.name!, shapeOfEntry(entry, around)] as const);
  return Object.fromEntries(shapes);
}

function invocationCode(box: BoxOf<'invocation'>, around: Surroundings): Code {
  const callee = boxedCode(box.callee, part(around, 'callee'));
  const given = box.arguments.map(({ name, type, value }) => {
    const beside = part(around, name);
    return { name, code: typedCode(boxedCode(value, beside), type, beside) };
  });
  return (frame) => {
    const { run } = frame;
    const called = callee(frame);
    if (!(called instanceof FeelFunction)) {
      return run.report('wrong-type', `${described(called)} is no function to invoke`, 0);
    }
    const named: Arguments = { named: new Map(given.map(({ name, code }) => [name, code(frame)])) };
    return run.nested(() => called.invoke(named, { run, at: 0 }));
  };
}

function listCode({ elements }: BoxOf<'list'>, around: Surroundings): Code {
  const codes = elements.map((element, at) => boxedCode(element, part(around, at + 1)));
  return (frame) => codes.map((code) => code(frame));
}

/** A list of contexts, one a row. */
function relationCode({ columns, rows }: BoxOf<'relation'>, around: Surroundings): Code {
  const codes = rows.map((row, at) => {
    const beside = part(around, at + 1);
    if (row.length !== columns.length) {
      fault(beside, 'cells', `it has ${row.length} cells for ${columns.length} columns`);
    }
    return row.map((cell, column) =>
      typedCode(boxedCode(cell, beside), columns[column]?.type, beside),
    );
  });
  return (frame) =>
    codes.map((row) => {
      const cells = columns.map(({ name }, at) => [name, row[at]?.(frame) ?? null] as const);
      return new EntriesContext(new Map(cells));
    });
}

/** A function; also what a knowledge model holds. */
export function functionCode(box: FunctionBox, around: Surroundings): Code {
  const names = box.parameters.map(({ name }) => name);
  const types = box.parameters.map(({ name, type }) => typeNamed(type, part(around, name)));
  if (box.body === undefined) return externalCode(box);
  const shapes = names.map((name, at) => [name, shapeOf(types[at])] as const);
  const inner = within(around, Object.fromEntries(shapes));
  const body = typedCode(boxedCode(box.body, inner), box.type, around);
  return (frame) => closure(names, types, body, frame);
}

function externalCode({ parameters, external = 'another' }: FunctionBox): Code {
  const message = `functions of ${external} are not run here: hand a value in as an input`;
  const names = parameters.map(({ name }) => name);
  const called = new FeelFunction(names, (_, { run, at }) =>
    run.report('unknown-name', message, at),
  );
  return () => called;
}

/** False and null are else; what is no boolean at all decides nothing. */
function conditionalCode(box: BoxOf<'conditional'>, around: Surroundings): Code {
  const condition = boxedCode(box.condition, part(around, 'condition'));
  const [yes, no] = [
    boxedCode(box.consequence, part(around, 'consequence')),
    boxedCode(box.alternative, part(around, 'alternative')),
  ];
  return (frame) => {
    const holds = condition(frame);
    if (holds !== null && typeof holds !== 'boolean') {
      return frame.run.report('wrong-type', `a condition is no ${kindOf(holds)}`, 0);
    }
    return holds === true ? yes(frame) : no(frame);
  };
}

function filterCode(box: BoxOf<'filter'>, around: Surroundings): Code {
  const list = boxedCode(box.in, part(around, 'in'));
  const match = boxedCode(box.match, part(within(around, { item: true }, true), 'match'));
  return (frame) =>
    selected(listOf(list(frame)), (item) => match(frameOf([item], frame)), {
      run: frame.run,
      at: 0,
    });
}

function loopCode(box: BoxOf<'for' | 'some' | 'every'>, around: Surroundings): Code {
  const { source, each } = iteration(box, around, { partial: true });
  return (outer) => {
    const { run } = outer;
    const domain = domainOf(source(outer), { run, at: 0 });
    if (domain === null) return null;
    const results: FeelValue[] = [];
    for (let index = 0; index < domain.length; index++) {
      run.spend(1 + (results.length >> 4));
      // A result may hold on to what `partial` was: it is a copy.
      results.push(each(frameOf([domain.at(index), results.slice()], outer)));
    }
    return results;
  };
}

/** `some` ends at the first true, `every` at the first false; else a null makes it null. */
function quantifiedCode(box: BoxOf<'for' | 'some' | 'every'>, around: Surroundings): Code {
  const { source, each } = iteration(box, around, {});
  const decisive = box.kind === 'some';
  return (outer) => {
    const { run } = outer;
    const domain = domainOf(source(outer), { run, at: 0 });
    if (domain === null) return null;
    let answer: boolean | null = !decisive;
    for (let index = 0; index < domain.length; index++) {
      run.spend(1);
      const value = each(frameOf([domain.at(index)], outer));
      if (value === decisive) return decisive;
      if (typeof value === 'boolean') continue;
      answer = null;
      if (value !== null) run.report('wrong-type', `what is satisfied is no ${kindOf(value)}`, 0);
    }
    return answer;
  };
}

function iteration(
  box: BoxOf<'for' | 'some' | 'every'>,
  around: Surroundings,
  more: NameScope,
): { source: Code; each: Code } {
  const source = boxedCode(box.in, part(around, 'in'));
  const inner = within(around, { [box.variable]: true, ...more });
  return { source, each: boxedCode(box.each, part(inner, 'each')) };
}
