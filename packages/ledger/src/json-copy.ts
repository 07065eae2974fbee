/**
 * Values as the JSON that is stored of them.
 */

/**
 * A copy in plain JSON: decimals and bigints as text, nothing undefined, members by name, so that
 * what is hashed of it stands in canonical order already.
 */
export const jsonCopy = <Value>(value: Value): Value =>
  JSON.parse(JSON.stringify(value, asJson)) as Value;

function asJson(_: string, member: unknown): unknown {
  if (typeof member === 'bigint') return String(member);
  if (member === null || typeof member !== 'object' || Array.isArray(member)) return member;
  if (isDecimal(member)) return member.toFixed();
  return Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether it is a decimal of any library, as the kernel takes them. */
export const isDecimal = (value: object): value is { toFixed(): string } =>
  typeof (value as { readonly toFixed?: unknown }).toFixed === 'function';
