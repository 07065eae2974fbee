/**
 * `matches`, `replace` and `split` over patterns of XPath.
 *
 * @source XQuery and XPath Functions and Operators 3.1, 5.6.3 to 5.6.5
 */
import { type Captures, findMatch } from './pattern-machine.ts';
import { compileProgram, type Program } from './pattern-program.ts';
import { parsePattern, PatternFault, type PatternFlags } from './pattern-syntax.ts';
import type { Run } from './run.ts';

/** A compiled pattern, with the number of its groups. */
export interface Pattern {
  readonly program: Program;
  readonly groups: number;
}

/** Compiled patterns are kept: a cell of a table asks for the same one for every row. */
const kept = new Map<string, Pattern | { readonly fault: string }>();
const KEPT_MAX = 256;
/** UTF-16 units of a pattern. */
const LENGTH_MAX = 2000;

/** The pattern, or what is wrong with it or its flags. */
export function compilePattern(text: string, flags: string): Pattern | { readonly fault: string } {
  const key = `${flags}/${text}`;
  const before = kept.get(key);
  if (before !== undefined) return before;
  const compiled = compile(text, flags);
  if (kept.size >= KEPT_MAX) kept.clear();
  kept.set(key, compiled);
  return compiled;
}

function compile(text: string, flags: string): Pattern | { readonly fault: string } {
  if (text.length > LENGTH_MAX) return { fault: `a pattern is not longer than ${LENGTH_MAX}` };
  if (!/^[smixq]*$/.test(flags)) return { fault: `'${flags}' has other flags than s, m, i, x, q` };
  const said: PatternFlags = {
    isDotAll: flags.includes('s'),
    isMultiline: flags.includes('m'),
    ignoresCase: flags.includes('i'),
  };
  try {
    const { root, groups } = parsePattern(plainOf(text, flags), said);
    return { program: compileProgram(root, groups, said), groups };
  } catch (error) {
    if (error instanceof PatternFault) return { fault: error.message };
    throw error;
  }
}

/** `q` takes every character as it is, `x` leaves out white space outside of classes. */
function plainOf(text: string, flags: string): string {
  if (flags.includes('q')) return text.replace(/[.\\?*+{}()[\]|^$]/g, '\\$&');
  return flags.includes('x') ? withoutSpace(text) : text;
}

function withoutSpace(text: string): string {
  let depth = 0;
  let plain = '';
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if (/[\t\n\r ]/.test(sign) && depth === 0) continue;
    if (sign === '[') depth++;
    if (sign === ']') depth--;
    plain += sign;
    // An escaped bracket opens no class.
    if (sign === '\\' && /[[\]\\]/.test(text[at + 1] ?? '')) plain += text[++at]!;
  }
  return plain;
}

/** Whether the pattern matches anywhere in the text. */
export function matchesPattern(text: string, { program }: Pattern, run: Run): boolean {
  return findMatch(program, text, 0, run) !== undefined;
}

/** All matches, from left to right, none within another. */
function* matchesOf(text: string, { program }: Pattern, run: Run): Generator<Captures> {
  let from = 0;
  while (from <= text.length) {
    const captures = findMatch(program, text, from, run);
    if (captures === undefined) return;
    run.spend(1);
    yield captures;
    const [start, end] = [captures[0]!, captures[1]!];
    from = end > start ? end : end + ((text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1);
  }
}

/** The text with every match replaced; `$1` is what a group took, `$0` the whole match. */
export function replaceMatches(
  text: string,
  pattern: Pattern,
  replacement: string,
  run: Run,
): string {
  let replaced = '';
  let last = 0;
  for (const captures of matchesOf(text, pattern, run)) {
    replaced += text.slice(last, captures[0]) + filled(replacement, text, captures, pattern.groups);
    last = captures[1]!;
    if (replaced.length > run.limits.textLength) return run.text(replaced);
  }
  return run.text(replaced + text.slice(last));
}

/** A group number takes as many digits as still name a group; `\$` and `\\` are signs. */
function filled(replacement: string, text: string, captures: Captures, groups: number): string {
  return replacement.replace(/\\([\\$])|\$(\d+)/g, (_, sign?: string, digits = ''): string => {
    if (sign !== undefined) return sign;
    let length = (digits as string).length;
    while (length > 1 && Number((digits as string).slice(0, length)) > groups) length--;
    const group = Number((digits as string).slice(0, length));
    const rest = (digits as string).slice(length);
    const [from, to] = [captures[group * 2] ?? -1, captures[group * 2 + 1] ?? -1];
    return (group > groups || from < 0 || to < 0 ? '' : text.slice(from, to)) + rest;
  });
}

/** The parts between matches. */
export function splitText(text: string, pattern: Pattern, run: Run): string[] {
  const parts: string[] = [];
  let last = 0;
  for (const captures of matchesOf(text, pattern, run)) {
    const [start, end] = [captures[0]!, captures[1]!];
    // Nothing between two characters parts them only inside the text.
    if (end === start && (start === 0 || start >= text.length)) continue;
    parts.push(text.slice(last, start));
    last = end;
  }
  return [...parts, text.slice(last)];
}
