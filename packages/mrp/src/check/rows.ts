/**
 * First pass: the shape of every row, list by list, so that one bad row does not hide the others.
 */
import type { z } from 'zod';
import type { ModelIssue } from '../errors.ts';
import { model, type ModelData } from '../model.ts';

/** The sound rows, and where each one stood in the user's lists. */
export interface ParsedRows {
  readonly data: ModelData;
  readonly issues: readonly ModelIssue[];
  /** Turns a path into `data` into one into the user's input. */
  rowOf(path: ModelIssue['path']): ModelIssue['path'];
}

/** Parses every list of the model. */
export function parseRows(input: unknown): ParsedRows {
  const issues: ModelIssue[] = [];
  const given = objectOf(input, issues);
  const data: Record<string, unknown[]> = {};
  const origin: Record<string, number[]> = {};
  for (const [list, schema] of Object.entries(model.shape)) {
    data[list] = [];
    origin[list] = [];
    const rows = given[list] ?? (isRequired(schema) ? undefined : []);
    if (!Array.isArray(rows)) {
      issues.push(
        invalid([list], `give a list of rows${rows === undefined ? '; it is missing' : ''}`),
      );
      continue;
    }
    const rowSchema = elementOf(schema);
    rows.forEach((row: unknown, index) => {
      const parsed = rowSchema.safeParse(row);
      if (parsed.success) {
        data[list]!.push(parsed.data);
        origin[list]!.push(index);
      } else {
        issues.push(...parsed.error.issues.map((issue) => shapeIssue([list, index], issue)));
      }
    });
  }
  return {
    data: data as ModelData,
    issues,
    rowOf: (path) => {
      const [list, index, ...rest] = path;
      const row = typeof index === 'number' ? origin[list!]?.[index] : undefined;
      return row === undefined ? path : [list!, row, ...rest];
    },
  };
}

function objectOf(input: unknown, issues: ModelIssue[]): Record<string, unknown> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    issues.push(invalid([], 'give an object with the lists of the model'));
    return Object.fromEntries(Object.keys(model.shape).map((list) => [list, []]));
  }
  for (const key of Object.keys(input)) {
    if (!(key in model.shape)) {
      const known = Object.keys(model.shape).join(', ');
      issues.push(invalid([key], `no such list; the model has ${known}`));
    }
  }
  return input as Record<string, unknown>;
}

type ListSchema = (typeof model.shape)[keyof typeof model.shape];

const isRequired = (schema: ListSchema): boolean => schema.def.type !== 'default';

function elementOf(schema: ListSchema): z.ZodType {
  const list = schema.def.type === 'default' ? schema.def.innerType : schema;
  return (list as z.ZodArray<z.ZodType>).element;
}

function shapeIssue(at: readonly (string | number)[], issue: z.core.$ZodIssue): ModelIssue {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  return { code: 'INVALID_VALUE', path: [...at, ...path, ...unknown], message: issue.message };
}

const invalid = (path: ModelIssue['path'], message: string): ModelIssue => ({
  code: 'INVALID_VALUE',
  path,
  message,
});
