/** What the tables of faults are read by: a model in the notation, and codes at paths. */
import { readDefinition } from '../src/compile.ts';
import type { DefinitionIssue } from '../src/errors.ts';
import type { ProcessDefinition } from '../src/model.ts';
import { type NotationOptions, readNotation } from './notation.ts';

/** A definition and its faults. */
export interface FaultRow extends NotationOptions {
  readonly rule: string;
  readonly model: string;
  /** Flows of the process that the notation would not draw, as `id: from > to`. */
  readonly flows?: readonly string[];
  /** `code at path`, in the order of the checks. */
  readonly faults: readonly string[];
}

/** The definition of a row. */
export function definitionOf({ model, flows = [], ...options }: FaultRow): ProcessDefinition {
  const { main } = readNotation(model, options);
  const more = flows.map((text) => {
    const [, id = '', from = '', to = ''] = /^(\S+): (\S+) > (\S+)$/u.exec(text)!;
    return { id, from, to };
  });
  return readDefinition({ ...main, flows: [...main.flows, ...more] });
}

/** `code at path`. */
export const brief = ({ code, path }: DefinitionIssue): string => `${code} at ${path}`;
