/**
 * SQL in pieces: text with the values that belong into it, in the order of the text.
 *
 * A value's place is held by U+0000, which no identifier and no literal of ours has; numbers are
 * given to the places at the end, so pieces can be put together in any way.
 */

/** What is bound to a statement. */
export type SqlValue = string | number;

/** A piece of SQL. */
export interface SqlText {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

const PLACE = '\0';

/** A piece without values. */
export const raw = (text: string): SqlText => ({ text, values: [] });

/** The place of a value. */
export const bind = (value: SqlValue): SqlText => ({ text: PLACE, values: [value] });

/** Pieces put into text; plain text in the slots is taken as it is. */
export function sql(texts: TemplateStringsArray, ...slots: readonly (SqlText | string)[]): SqlText {
  const values: SqlValue[] = [];
  let text = texts[0]!;
  slots.forEach((slot, index) => {
    if (typeof slot === 'string') text += slot;
    else {
      text += slot.text;
      values.push(...slot.values);
    }
    text += texts[index + 1]!;
  });
  return { text, values };
}

/** Pieces one after the other, with text between them. */
export const joined = (pieces: readonly SqlText[], between: string): SqlText => ({
  text: pieces.map(({ text }) => text).join(between),
  values: pieces.flatMap(({ values }) => values),
});

/** The text with `?` or `$n` for its values. */
export function numbered({ text }: SqlText, numberOf: (place: number) => string): string {
  let place = 0;
  return text.replaceAll(PLACE, () => numberOf(place++));
}

/** Text in single quotes, for names inside JSON. */
export const quotedText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
