/** What a program may hand in where something else was meant. */
import { size } from './size.ts';

/** Objects in objects, or arrays in arrays. */
function deep(levels: number, around: (inner: unknown) => unknown): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = around(value);
  return value;
}

/** Each is a value that some reader has stumbled over, somewhere. */
export const hostileValues: readonly unknown[] = [
  null,
  undefined,
  true,
  0,
  -1,
  -0,
  0.1,
  1e-7,
  2 ** 31,
  2 ** 53,
  1e21,
  1e308,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  10n ** 40n,
  '',
  ' ',
  '0',
  '-1',
  '1e21',
  '1e999999999',
  '-1e-999999999',
  '9'.repeat(5000),
  '0.'.padEnd(5000, '3'),
  'NaN',
  'x'.repeat(size.letters),
  '\u0000',
  '\ud800',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '2026-02-30',
  '+275760-09-13',
  '9999-12-31T23:59:59.999Z',
  'P999999999Y',
  [],
  {},
  [null],
  [[]],
  Array(3),
  Array.from({ length: size.items }, () => null),
  Array.from({ length: size.items }, () => ({})),
  Object.create(null),
  JSON.parse('{"__proto__":{"polluted":true}}'),
  { constructor: 1, toString: 1, hasOwnProperty: 1, valueOf: 1 },
  new Date(Number.NaN),
  new Map([['a', 1]]),
  () => 1,
  Symbol('a'),
  deep(size.levels, (inner) => [inner]),
  deep(size.levels, (inner) => ({ a: inner })),
  deep(300, (inner) => [inner]),
];
