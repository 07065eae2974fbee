/** Holds the build to what it may mark as pure, and to leaving everything else as it is written. */
import { describe, expect, test } from 'vitest';
import { markPure } from './pure-calls.ts';

const marked = (expression: string): string => `/* @__PURE__ */ (() => (${expression}))()`;

describe('markPure', () => {
  test.each([
    ['a call', 'z.object({})'],
    ['a chain of calls', 'z.string().min(1)'],
    ['an instance', "new Map([['a', 1]])"],
    ['a property that is read', 'limits.most'],
    ['an element that is read', 'rows[0]'],
    ['what is spread', '{ ...base, more: 1 }'],
    ['arithmetic with names', '-FOREVER'],
    ['a template with names', '`${name}s`'],
  ])('marks %s', (_, expression) => {
    expect(markPure(`export const it: It = ${expression};\n`)).toBe(
      `export const it: It = ${marked(expression)};\n`,
    );
  });

  test.each([
    ['a function', 'const twice = (x: number) => f(x) * 2;'],
    ['a constant', "const kinds = ['a', 'b'] as const;"],
    ['arithmetic with literals', 'const exactBelow = 2 ** 53;'],
    ['what is done, not kept', 'register(kinds);'],
    ['what is computed when it is called', 'function f() { const a = g(); return a; }'],
    ['a class', 'class Books { readonly at = now(); }'],
  ])('leaves %s alone', (_, text) => {
    expect(markPure(text)).toBe(text);
  });

  test('marks each constant of a declaration, and keeps lines in their places', () => {
    const text = 'const a = f(\n  1,\n),\n  b = 2;\nconst c = g();';
    expect(markPure(text)).toBe(
      `const a = ${marked('f(\n  1,\n)')},\n  b = 2;\nconst c = ${marked('g()')};`,
    );
  });
});
