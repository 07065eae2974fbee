/**
 * Text that every store can hold: PostgreSQL refuses U+0000 and lone surrogates, so all stores do.
 */

const UNSTORABLE = /[\0\p{Surrogate}]/u;
const PRINTABLE_ASCII = /^[\x20-\x7e]{1,255}$/;
const NOT_ASCII = /[^\0-\x7f]/;

/** Whether the text has neither U+0000 nor half of a surrogate pair. */
export const isPlainText = (text: string): boolean => !UNSTORABLE.test(text);

/** Whether the text can be a document's id or a batch's: printable ASCII, 1 to 255 bytes. */
export const isPlainId = (text: unknown): text is string =>
  typeof text === 'string' && PRINTABLE_ASCII.test(text);

/** How many bytes the text takes in UTF-8. */
export function utf8Length(text: string): number {
  if (!NOT_ASCII.test(text)) return text.length;
  let bytes = 0;
  for (const point of text) {
    const code = point.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
