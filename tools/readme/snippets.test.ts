/**
 * Proves that the runner of snippets fails when a page is wrong: by value, by code, by print, by
 * type.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import ts from 'typescript';
import { type Fence, fencesOf } from './fences.ts';
import { collectingProbe } from './probe.ts';
import { programOf } from './program.ts';
import { typeErrors } from './type-check.ts';

const place = { self: './program.ts', toPage: '../../docs' };
const root = fileURLToPath(new URL('../..', import.meta.url));
const fence = (code: string, line = 3, runs = true): Fence => ({ line, code, runs });
const textOf = (...fences: readonly Fence[]): string =>
  programOf({ path: 'a.md', fences }, place, true).text;

/** Runs fences without imports, as the test of the pages does with files. */
async function missesOf(...codes: readonly string[]): Promise<string[]> {
  const fences = codes.map((code, index) => fence(code, 3 + 10 * index));
  const { text } = programOf({ path: 'a.md', fences }, place, false);
  const { probe, misses } = collectingProbe();
  const script = ts.transpile(text.replace('export {};', ''), { target: ts.ScriptTarget.ES2022 });
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- a page, as one function
  const run = new Function('globalThis', `return (async () => { ${script} })()`) as (
    globals: object,
  ) => Promise<void>;
  await run({ kontorProbe: probe, console });
  return misses;
}

const throwing = (claim: string): string =>
  "const f = (): never => { throw Object.assign(new Error('x'), { code: 'A_CODE' }); };\n" +
  `f(); // => ${claim}`;

function typeErrorsOf(...fences: readonly Fence[]): string[] {
  const name = `${root}tools/readme/in-memory.check.ts`;
  return typeErrors(root, new Map([[name, { text: textOf(...fences), page: 'a.md' }]]));
}

describe('fencesOf', () => {
  test('finds ts fences with the line of their first line of code', () => {
    const page =
      '# Page\n\n```ts\na;\nb;\n```\n\n```sh\nnpm i\n```\n' +
      '- x\n  ```ts no-run: needs a server\n  c;\n  ```\n';
    expect(fencesOf('a.md', page)).toEqual([
      { line: 4, code: 'a;\nb;', runs: true },
      { line: 13, code: 'c;', runs: false },
    ]);
  });

  test.each([
    ['```ts no-run\na;\n```', /no-run needs a reason/],
    ['```ts skip\na;\n```', /'skip' is no mode/],
    ['```ts\na;\n', /left open/],
  ])('refuses %j', (page, message) => {
    expect(() => fencesOf('a.md', page)).toThrow(message);
  });
});

describe('a page as a program', () => {
  test('a value that is as claimed is no miss, another one is named with its line', async () => {
    expect(await missesOf('1 + 1; // => 2')).toEqual([]);
    expect(await missesOf('let x = 1;\n({ a: [x] }); // => { a: [2] }')).toEqual([
      'a.md:4 is { a: [ 1 ] }, the page says { a: [ 2 ] }',
    ]);
  });

  test('a declaration, a promise and a claim of two lines can be claimed', async () => {
    expect(await missesOf('const x = 1; // => 2')).toHaveLength(1);
    expect(await missesOf('Promise.resolve(1); // => 1')).toEqual([]);
    expect(await missesOf('[1, 2]; // => [1,\n//    3]')).toHaveLength(1);
    expect(await missesOf('[1, 2]; // => [1,\n//    2]')).toEqual([]);
  });

  test('types are told apart: a string is not a number, undefined is not absent', async () => {
    expect(await missesOf("'1'; // => 1")).toHaveLength(1);
    expect(await missesOf('({ a: undefined }); // => {}')).toHaveLength(1);
  });

  test('an error is claimed by its code', async () => {
    expect(await missesOf(throwing('throws A_CODE'))).toEqual([]);
    expect(await missesOf(throwing('throws B_CODE'))).toHaveLength(1);
    expect(await missesOf('1; // => throws A_CODE')).toHaveLength(1);
  });

  test('what is printed is claimed as text', async () => {
    expect(await missesOf("console.log('planned', 3); // => planned 3")).toEqual([]);
    expect(await missesOf("console.log('planned', 3); // => planned 4")).toHaveLength(1);
  });

  test('later fences see what earlier ones declared', async () => {
    expect(await missesOf('const x = 1;', 'x; // => 1')).toEqual([]);
  });

  test('a claim that nothing can be compared with is refused', () => {
    expect(() => textOf(fence('if (x) {\n  y; // => 1\n}'))).toThrow(/stand behind no statement/);
  });

  test('imports are hoisted once and relative ones are meant from the page', () => {
    const text = textOf(
      fence("import { a, type B } from './b.ts';\na;"),
      fence("import { a } from './b.ts';\nimport type { C } from 'c';", 13),
    );
    const [first, , ...rest] = text.split('\n');
    expect(first?.match(/import \{[^;]*;/g)?.slice(0, 3)).toEqual([
      "import { a } from '../../docs/b.ts';",
      "import { type B } from '../../docs/b.ts';",
      "import { type C } from 'c';",
    ]);
    expect(rest.join('\n')).not.toContain('import');
    expect(text.split('\n')[3]).toBe('a;');
  });

  test('an import keeps its attributes', () => {
    expect(textOf(fence("import one from 'a/b.json' with { type: 'json' };"))).toContain(
      "import one from 'a/b.json' with { type: 'json' };",
    );
  });
});

describe('typeErrors', () => {
  test('finds a wrong type, also in a fence that is not run, at the line of the page', () => {
    expect(typeErrorsOf(fence("const x: number = '1';"))).toEqual([
      "a.md:3 Type 'string' is not assignable to type 'number'.",
    ]);
    expect(typeErrorsOf(fence('export const x = 1;', 3, false))).toEqual([]);
    expect(typeErrorsOf(fence("console.log('x', 1);"))).toEqual([]);
    expect(typeErrorsOf(fence('const x = 1;'), fence('x.toUpperCase();', 9, false))[0]).toMatch(
      /^a.md:9 /,
    );
  }, 30_000);

  test('a missing driver of the reader passes, a missing module of ours does not', () => {
    expect(typeErrorsOf(fence("import { D } from 'a-driver';\nnew D().x;", 3, false))).toEqual([]);
    expect(typeErrorsOf(fence("import { D } from '@kontor/absent';\nnew D().x;"))[0]).toMatch(
      /@kontor/,
    );
  }, 30_000);
});
