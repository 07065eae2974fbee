/** Holds the build to making constants of what never changes, and of nothing else. */
import { describe, expect, test } from 'vitest';
import { keepConst } from './keep-const.ts';

describe('keepConst', () => {
  test.each([
    ['a value', 'var a = 1;', 'const a = 1;'],
    ['a function', 'var twice = (n) => n * 2;', 'const twice = (n) => n * 2;'],
    ['a class', 'var Books = class {};', 'const Books = class {};'],
    ['a pattern', 'var [, weeks] = f();', 'const [, weeks] = f();'],
    [
      'what is filled later',
      'var a = [];\na[0] = 1;\na.b = 2;',
      'const a = [];\na[0] = 1;\na.b = 2;',
    ],
  ])('makes %s a constant', (_, text, kept) => {
    expect(keepConst(text)).toBe(kept);
  });

  test.each([
    ['what has no value yet', 'var a;'],
    ['what is assigned', 'var a = 1;\nfunction f() {\n  a = 2;\n}'],
    ['what is counted', 'var a = 1;\nconst next = () => a++;'],
    ['what is added to', 'var a = 1;\nconst next = () => (a += 2);'],
    ['what a pattern assigns', 'var a = 1;\nvar b;\nconst f = () => ([a, b] = [b, a]);'],
    ['what a loop assigns', 'var a = 1;\nfunction f() {\n  for (a of [1, 2]) g();\n}'],
    ['one of several that changes', 'var a = 1, b = 2;\nb = 3;'],
    ['what is of a function', 'function f() {\n  var a = 1;\n  return a;\n}'],
  ])('leaves %s alone', (_, text) => {
    expect(keepConst(text)).toBe(text);
  });
});
