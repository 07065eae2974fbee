/**
 * The words of an MDX statement.
 *
 * @source Microsoft, "MDX Language Reference" (identifiers in brackets, `]]` for a bracket in them)
 */
import { OlapError } from '../errors.ts';

/** A word, where it begins, and what it is. */
export interface Token {
  readonly kind: 'name' | 'quoted' | 'number' | 'text' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

/** Blanks and comments; `[name]`; name; number; 'text'; "text"; sign. */
const WORD = new RegExp(
  [
    String.raw`\s+|--[^\n]*|//[^\n]*|/\*[\s\S]*?\*/`,
    String.raw`\[((?:[^\]]|\]\])*)\]`,
    String.raw`([A-Za-z_][\w$]*)`,
    String.raw`(\d+(?:\.\d+)?)`,
    String.raw`'((?:[^']|'')*)'`,
    String.raw`"((?:[^"]|"")*)"`,
    String.raw`(<>|<=|>=|[{}()[\],.:=<>+\-*/])`,
  ].join('|'),
  'y',
);

/**
 * The words of a text, an end after them.
 *
 * @throws OlapError OLAP_INVALID_QUERY — a sign that MDX does not have
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  WORD.lastIndex = 0;
  while (WORD.lastIndex < text.length) {
    const at = WORD.lastIndex;
    const match = WORD.exec(text);
    if (match === null) throw mdxFault(text, at, `'${text[at]}' begins no word`);
    const token = tokenOf(match, at);
    if (token !== undefined) tokens.push(token);
  }
  tokens.push({ kind: 'end', text: '', at: text.length });
  return tokens;
}

function tokenOf(match: RegExpExecArray, at: number): Token | undefined {
  const [, quoted, name, number, single, double, sign] = match;
  if (quoted !== undefined) return { kind: 'quoted', text: quoted.replaceAll(']]', ']'), at };
  if (name !== undefined) return { kind: 'name', text: name, at };
  if (number !== undefined) return { kind: 'number', text: number, at };
  if (single !== undefined) return { kind: 'text', text: single.replaceAll("''", "'"), at };
  if (double !== undefined) return { kind: 'text', text: double.replaceAll('""', '"'), at };
  return sign === undefined ? undefined : { kind: 'sign', text: sign, at };
}

/** A fault of a statement: line and column are told, both from 1. */
export function mdxFault(text: string, at: number, reason: string): Error {
  const before = text.slice(0, at).split('\n');
  const place = `line ${before.length}, column ${before.at(-1)!.length + 1}`;
  return new OlapError('OLAP_INVALID_QUERY', { path: ['mdx'], reason: `${reason} (${place})` });
}
