/**
 * Tables of expressions: one a line, `expression => JSON`, or `expression !! code` for a null with
 * a diagnostic of that code. Lines that start with `#` say where the ones below come from.
 */
import { expect } from 'vitest';
import { type EvaluationResult, type ExpressionKind, isIssue } from '../../src/expression.ts';
import { feel } from '../../src/feel/language.ts';

/** Half past ten in Berlin, on a Friday in winter. */
export const MOMENT = { now: Date.parse('2026-11-27T09:30:00Z'), zone: 'Europe/Berlin' };

/** Evaluates a text with these variables; a text that is none is a failed test. */
export function evaluate(
  text: string,
  variables: Readonly<Record<string, unknown>> = {},
  kind: ExpressionKind = 'expression',
): EvaluationResult {
  const read = feel.compile(text, kind);
  if (isIssue(read)) throw new Error(`${text}: ${read.issue.message}`);
  const lookup = (name: string): unknown =>
    Object.hasOwn(variables, name) ? variables[name] : undefined;
  return read.evaluate(lookup, MOMENT);
}

/** Compares every line of a table with what its expression gives. */
export function expectTable(
  table: string,
  variables: Readonly<Record<string, unknown>> = {},
): void {
  const lines = linesOf(table);
  expect(lines.map((line) => given(line, variables))).toEqual(lines.map(({ line }) => line));
}

interface Line {
  readonly line: string;
  readonly text: string;
  readonly isFault: boolean;
}

function linesOf(table: string): Line[] {
  return table
    .split('\n')
    .map((line) => line.trim().replace(/\s+(=>|!!)\s+/g, ' $1 '))
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const at = Math.max(line.lastIndexOf(' => '), line.lastIndexOf(' !! '));
      return { line, text: line.slice(0, at), isFault: line.startsWith(' !! ', at) };
    });
}

/** The line as it should read. */
function given({ text, isFault }: Line, variables: Readonly<Record<string, unknown>>): string {
  const { value, diagnostics } = evaluate(text, variables);
  const code = diagnostics[0]?.code;
  if (isFault && value === null && code !== undefined) return `${text} !! ${code}`;
  return `${text} => ${JSON.stringify(value)}`;
}

/** The expressions of a table. */
export function expressionsOf(table: string): string[] {
  return linesOf(table).map(({ text }) => text);
}
