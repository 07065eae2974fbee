/**
 * Classes of characters in patterns: categories and blocks of Unicode, and the escapes for them.
 *
 * Categories are JavaScript's own, asked of one character at a time; blocks are not in JavaScript,
 * so those in use are listed here.
 */

/** Whether a character, given as text of one code point, belongs to the class. */
export type CharacterTest = (sign: string) => boolean;

/** `\d`, `\s`, `\w`, `\i`, `\c` and their opposites; undefined for any other letter. */
export function classEscape(letter: string): CharacterTest | undefined {
  const known = escapes[letter.toLowerCase()];
  if (known === undefined || letter === '') return undefined;
  return letter === letter.toLowerCase() ? known : (sign) => !known(sign);
}

const of =
  (pattern: RegExp): CharacterTest =>
  (sign) =>
    pattern.test(sign);

const escapes: Readonly<Record<string, CharacterTest | undefined>> = {
  d: of(/^\p{Nd}$/u),
  s: of(/^[ \t\n\r]$/),
  w: of(/^[^\p{P}\p{Z}\p{C}]$/u),
  i: of(/^[\p{L}\p{Nl}_:]$/u),
  c: of(/^[\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Lm}._:·-]$/u),
};

const CATEGORY = /^(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?)$/;

/** The test of `\p{name}`: a category, or a block behind `Is`; undefined when there is none. */
export function propertyTest(name: string): CharacterTest | undefined {
  if (CATEGORY.test(name)) return of(new RegExp(`^\\p{${name}}$`, 'u'));
  const block = name.startsWith('Is') ? blocks.get(name.slice(2)) : undefined;
  if (block === undefined) return undefined;
  return (sign) => {
    const point = sign.codePointAt(0)!;
    return point >= block[0] && point <= block[1];
  };
}

/** First and last code point of a block. */
const blocks: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['BasicLatin', [0x0000, 0x007f]],
  ['Latin-1Supplement', [0x0080, 0x00ff]],
  ['LatinExtended-A', [0x0100, 0x017f]],
  ['LatinExtended-B', [0x0180, 0x024f]],
  ['IPAExtensions', [0x0250, 0x02af]],
  ['SpacingModifierLetters', [0x02b0, 0x02ff]],
  ['CombiningDiacriticalMarks', [0x0300, 0x036f]],
  ['Greek', [0x0370, 0x03ff]],
  ['GreekandCoptic', [0x0370, 0x03ff]],
  ['Cyrillic', [0x0400, 0x04ff]],
  ['Armenian', [0x0530, 0x058f]],
  ['Hebrew', [0x0590, 0x05ff]],
  ['Arabic', [0x0600, 0x06ff]],
  ['Syriac', [0x0700, 0x074f]],
  ['Thaana', [0x0780, 0x07bf]],
  ['Devanagari', [0x0900, 0x097f]],
  ['Bengali', [0x0980, 0x09ff]],
  ['Gurmukhi', [0x0a00, 0x0a7f]],
  ['Gujarati', [0x0a80, 0x0aff]],
  ['Oriya', [0x0b00, 0x0b7f]],
  ['Tamil', [0x0b80, 0x0bff]],
  ['Telugu', [0x0c00, 0x0c7f]],
  ['Kannada', [0x0c80, 0x0cff]],
  ['Malayalam', [0x0d00, 0x0d7f]],
  ['Sinhala', [0x0d80, 0x0dff]],
  ['Thai', [0x0e00, 0x0e7f]],
  ['Lao', [0x0e80, 0x0eff]],
  ['Tibetan', [0x0f00, 0x0fff]],
  ['Myanmar', [0x1000, 0x109f]],
  ['Georgian', [0x10a0, 0x10ff]],
  ['HangulJamo', [0x1100, 0x11ff]],
  ['Ethiopic', [0x1200, 0x137f]],
  ['Cherokee', [0x13a0, 0x13ff]],
  ['Khmer', [0x1780, 0x17ff]],
  ['Mongolian', [0x1800, 0x18af]],
  ['LatinExtendedAdditional', [0x1e00, 0x1eff]],
  ['GreekExtended', [0x1f00, 0x1fff]],
  ['GeneralPunctuation', [0x2000, 0x206f]],
  ['SuperscriptsandSubscripts', [0x2070, 0x209f]],
  ['CurrencySymbols', [0x20a0, 0x20cf]],
  ['LetterlikeSymbols', [0x2100, 0x214f]],
  ['NumberForms', [0x2150, 0x218f]],
  ['Arrows', [0x2190, 0x21ff]],
  ['MathematicalOperators', [0x2200, 0x22ff]],
  ['MiscellaneousTechnical', [0x2300, 0x23ff]],
  ['BoxDrawing', [0x2500, 0x257f]],
  ['BlockElements', [0x2580, 0x259f]],
  ['GeometricShapes', [0x25a0, 0x25ff]],
  ['MiscellaneousSymbols', [0x2600, 0x26ff]],
  ['Dingbats', [0x2700, 0x27bf]],
  ['CJKSymbolsandPunctuation', [0x3000, 0x303f]],
  ['Hiragana', [0x3040, 0x309f]],
  ['Katakana', [0x30a0, 0x30ff]],
  ['Bopomofo', [0x3100, 0x312f]],
  ['HangulCompatibilityJamo', [0x3130, 0x318f]],
  ['CJKUnifiedIdeographsExtensionA', [0x3400, 0x4dbf]],
  ['CJKUnifiedIdeographs', [0x4e00, 0x9fff]],
  ['HangulSyllables', [0xac00, 0xd7a3]],
  ['PrivateUse', [0xe000, 0xf8ff]],
  ['HalfwidthandFullwidthForms', [0xff00, 0xffef]],
]);
