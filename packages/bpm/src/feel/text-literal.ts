/**
 * The text that a string literal stands for.
 *
 * @source DMN 1.5, grammar rule 33 "string literal" and its escapes
 */
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))/gs;
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** The text between the quotes, escapes replaced; an escape that is none stays as it is. */
export function textOfLiteral(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(ESCAPE, (all, four?: string, six?: string, sign?: string): string => {
      const code = four ?? six;
      if (code !== undefined) return textOfCode(Number.parseInt(code, 16), all);
      if (sign === '"' || sign === '\\' || sign === "'") return sign;
      return ESCAPED[sign!] ?? all;
    });
}

function textOfCode(code: number, escape: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : escape;
}
