/**
 * Names: where each one stands is decided when an expression is read, not when it runs.
 *
 * A scope is a frame of the future: the names that a loop, a function or a context brings, by their
 * slot. Only the inside of a filter is not known before: there, a name is first looked for among
 * the members of the item.
 */
import { memberOf } from './member.ts';
import type { Run } from './run.ts';
import { canonicalName, type Syntax } from './syntax.ts';
import type { FeelType } from './type.ts';
import { FeelContext, type FeelFunction, type FeelValue, isFeelObject } from './value.ts';
import { valueOfJson } from './value-of-json.ts';

/** A compiled expression: its value in a frame. */
export type Code = (frame: Frame) => FeelValue;

/** The values of the names of a scope, by slot, while an expression runs. */
export interface Frame {
  readonly run: Run;
  readonly parent: Frame | undefined;
  readonly values: FeelValue[];
}

/** The names of a loop, a function, a context or a filter, and where they stand. */
export interface Scope {
  readonly parent: Scope | undefined;
  /** By slot, in canonical form; a context adds its entries one after the other. */
  readonly names: string[];
  /** Inside a filter: slot 0 is `item`, whose members are names too. */
  readonly isItem: boolean;
}

/** What the rules of compiling are handed besides syntax and scope. */
export interface Reader {
  /** Compiles any expression. */
  compile(syntax: Syntax, scope: Scope | undefined): Code;
  /** A name that is no local one: notes that it is read, and gives the spelling to ask for. */
  global(name: string): string;
  /** Whether the caller declared a variable of that name. */
  isDeclared(name: string): boolean;
  builtin(name: string): FeelFunction | undefined;
  type(name: string): FeelType | undefined;
}

/** A rule of compiling, for one kind of node. */
export type Rule = (syntax: Syntax, scope: Scope | undefined, reader: Reader) => Code;

/** A scope below another one. */
export function scopeOf(names: string[], parent: Scope | undefined, isItem = false): Scope {
  return { parent, names: names.map(canonicalName), isItem };
}

/** The frame of a scope. */
export function frameOf(values: FeelValue[], parent: Frame): Frame {
  return { run: parent.run, parent, values };
}

/** The code that finds a name's value. */
export function codeOfName(syntax: Syntax, scope: Scope | undefined, reader: Reader): Code {
  const name = syntax.text.replace(/\s+/g, ' ');
  const { slot, items } = locate(canonicalName(name), scope);
  const outer = slot ?? globalCode(name, syntax.from, reader);
  return items.length === 0 ? outer : memberCode(name, items, outer);
}

/** Whether a name stands for a local value; members of items are not known when a text is read. */
export function isLocal(name: string, scope: Scope | undefined): boolean {
  return locate(canonicalName(name), scope).slot !== undefined;
}

/** The slot of a name, and how many frames out the items are that lie before it. */
function locate(name: string, scope: Scope | undefined): { slot?: Code; items: number[] } {
  const items: number[] = [];
  let hops = 0;
  for (let inner = scope; inner !== undefined; inner = inner.parent, hops++) {
    const slot = inner.names.lastIndexOf(name);
    if (slot >= 0) return { slot: slotCode(slot, hops), items };
    if (inner.isItem) items.push(hops);
  }
  return { items };
}

function slotCode(slot: number, hops: number): Code {
  if (hops === 0) return (frame) => frame.values[slot]!;
  if (hops === 1) return (frame) => frame.parent!.values[slot]!;
  return (frame) => outward(frame, hops).values[slot]!;
}

function outward(frame: Frame, hops: number): Frame {
  let outer = frame;
  for (let hop = 0; hop < hops; hop++) outer = outer.parent!;
  return outer;
}

/** Members of items first, the innermost before all. */
function memberCode(name: string, items: readonly number[], outer: Code): Code {
  return (frame) => {
    for (const hops of items) {
      const item = outward(frame, hops).values[0]!;
      const member = item instanceof FeelContext ? memberOf(item, name) : undefined;
      if (member !== undefined) return member;
    }
    return outer(frame);
  };
}

/** A variable of the caller, else a built-in function. */
function globalCode(name: string, at: number, reader: Reader): Code {
  const asked = reader.global(name);
  const builtin = reader.builtin(name);
  return ({ run }) => {
    const value = variableOf(run, asked);
    if (value !== undefined) return value;
    return builtin ?? run.report('unknown-name', `there is no variable '${name}'`, at);
  };
}

/** A variable's value; undefined when there is none of that name. */
export function variableOf(run: Run, name: string): FeelValue | undefined {
  const value = run.variable(name);
  // The common kinds first: this is asked for every name of every expression.
  if (typeof value === 'string' || typeof value === 'boolean' || value === undefined) return value;
  if (typeof value !== 'object' || value === null) return valueOfJson(value);
  return isFeelObject(value) ? value : run.once(value, valueOfJson);
}
