/**
 * Values of files as cubes read them.
 */

/** Bigints that are numbers become numbers; a day becomes `'1997-01-31'`, an instant ISO text. */
export function plainValue(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  if (!(value instanceof Date)) return value;
  const text = value.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
}
