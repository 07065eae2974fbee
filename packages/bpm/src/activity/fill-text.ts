/**
 * Text with the values of variables in it: `Call {{customer.name}}`.
 *
 * A name is a variable, or a path of members into one. What is not there stays as it is written,
 * so that who reads the text sees what it lacks; a null is there, and is no text.
 */
import type { JsonValue } from '../expression.ts';

/** A text that was filled. */
export interface FilledText {
  readonly text: string;
  /** Names that nothing was found for, each once. */
  readonly missing: readonly string[];
}

/**
 * Puts values for names; what is neither text, number nor truth value, as JSON.
 *
 * @example
 * fillText('Call {{who.name}}', (name) => (name === 'who' ? { name: 'Ann' } : undefined)).text
 * // => 'Call Ann'
 */
export function fillText(
  text: string,
  variable: (name: string) => JsonValue | undefined,
): FilledText {
  const missing = new Set<string>();
  const filled = text.replaceAll(/\{\{\s*([^{}]+?)\s*\}\}/g, (written: string, name: string) => {
    const value = valueOf(name, variable);
    if (value === undefined) {
      missing.add(name);
      return written;
    }
    if (value === null) return '';
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  });
  return { text: filled, missing: [...missing] };
}

/** The variable of that name, else what a path of members leads to. */
function valueOf(
  name: string,
  variable: (name: string) => JsonValue | undefined,
): JsonValue | undefined {
  const whole = variable(name);
  if (whole !== undefined) return whole;
  const [first = '', ...members] = name.split('.').map((part) => part.trim());
  let value = members.length === 0 ? undefined : variable(first);
  for (const member of members) value = memberOf(value, member);
  return value;
}

function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const record = value as Readonly<Record<string, JsonValue>>;
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
