/**
 * Mutations of texts: characters, and the tokens that XML, CSV and expressions are made of.
 *
 * A token that is written a hundred thousand times nests where it opens something, and makes a long
 * list where it does not.
 */
import { type Mutation, pick } from './mutation.ts';
import { size } from './size.ts';

/** Written in the place of a token, or between two. */
const PIECES: readonly string[] = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e',
  '\ufeff',
  '-1',
  '1e999999999',
  '-1e-999999999',
  '9'.repeat(5000),
  '0.'.padEnd(5000, '3'),
  'NaN',
  'Infinity',
  '__proto__',
  'constructor',
  'x'.repeat(size.letters),
  '&#0;',
  '&amp;',
  ']]>',
  '<!--',
  '<![CDATA[',
  '<!DOCTYPE a [<!ENTITY b "b">]>',
  '"',
  "'",
  ',',
  '\r\n',
  '2026-02-30',
  '+999999-01-01',
];

/** Written very often: each opens something, somewhere. */
const OPENERS: readonly string[] = [
  '(',
  '[',
  '{',
  '<a>',
  'not(',
  '-',
  'if a then ',
  '{"a":',
  '1+',
  '.a',
  '[1]',
];

const TIMES = [2, 50, 3000, size.levels] as const;

/** Longer is not more telling, only slower. */
const MOST_CHARACTERS = 2_000_000;

type Change = (text: string, at: number, how: number) => string;

const CHARACTERS: readonly Change[] = [
  (text, at) => text.slice(0, at),
  (text, at) => text.slice(at),
  (text, at, how) => text.slice(0, at) + String.fromCharCode(how % 0x1_0000) + text.slice(at + 1),
  (text, at, how) => text.slice(0, at) + text.slice(at + 1 + (how % 20)),
  (text, at, how) => text.slice(0, at) + pick(PIECES, how) + text.slice(at),
  (text, at, how) =>
    text.slice(0, at) + pick(OPENERS, how).repeat(pick(TIMES, how)) + text.slice(at),
];

/** Tags, words, numbers, blanks, and what stands between them. */
const TOKEN = /<[^<>]*>|[\p{L}_][\p{L}\p{N}_]*|\d+(?:\.\d+)?|\s+|[^\s\p{L}\p{N}]/gu;

type TokenChange = (tokens: readonly string[], at: number, how: number) => readonly string[];

const often = (token: string, how: number): string => {
  const most = Math.max(1, Math.floor(MOST_CHARACTERS / Math.max(1, token.length)));
  return token.repeat(Math.min(most, pick(TIMES, how)));
};

const TOKENS: readonly TokenChange[] = [
  (tokens, at) => tokens.toSpliced(at, 1),
  (tokens, at, how) => tokens.toSpliced(at, 1, pick(PIECES, how)),
  (tokens, at, how) => tokens.toSpliced(at, 1, often(tokens[at]!, how)),
  (tokens, at, how) => tokens.toSpliced(at, 1, pick(tokens, how)),
  (tokens, at, how) =>
    tokens.toSpliced(at, 0, ...tokens.slice(how % tokens.length, at).slice(0, 1000)),
  (tokens, at, how) => tokens.toSpliced(Math.min(at, how % tokens.length), 1 + (how % 30)),
];

/** The text with one mutation done. */
export function mutateText(text: string, { what, where, how }: Mutation): string {
  if (text.length === 0 || text.length > MOST_CHARACTERS) return text;
  if (what % 2 === 0) return pick(CHARACTERS, what >> 1)(text, where % text.length, how);
  const tokens = text.match(TOKEN) ?? [text];
  return pick(TOKENS, what >> 1)(tokens, where % tokens.length, how).join('');
}
