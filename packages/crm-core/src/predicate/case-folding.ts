/**
 * Text without regard to case, as closures, columns, SQLite and PostgreSQL can all do it.
 *
 * Folded are the 56 capital letters of ISO 8859-1, A–Z, À–Ö and Ø–Þ, each to its own small letter;
 * nothing else. SQLite's lower() knows A–Z only and PostgreSQL's depends on the locale, so a wider
 * folding would not be the same one everywhere. Whoever needs Greek, Cyrillic or Turkish keeps a
 * field that is folded when it is written.
 *
 * @source ISO/IEC 8859-1; the small letter is 32 places behind its capital
 */
const CAPITALS = /[A-ZÀ-ÖØ-Þ]/g;
const HAS_CAPITAL = /[A-ZÀ-ÖØ-Þ]/;

const smallLetter = (capital: string): string => String.fromCharCode(capital.charCodeAt(0) + 32);

/**
 * The text with the capital letters of ISO 8859-1 made small.
 *
 * @example
 * foldCase('MÜLLER ΑΣ') // => 'müller ΑΣ'
 */
export function foldCase(text: string): string {
  return HAS_CAPITAL.test(text) ? text.replace(CAPITALS, smallLetter) : text;
}

/** The capitals beyond A–Z, in order. */
export const LATIN_CAPITALS: string = Array.from({ length: 31 }, (_, at) =>
  String.fromCharCode(0xc0 + at),
)
  .filter((letter) => HAS_CAPITAL.test(letter))
  .join('');

/** Their small letters, in the same order. */
export const LATIN_SMALLS: string = foldCase(LATIN_CAPITALS);
