/** Proves that a written API holds what users can import and what that needs, and tells changes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { apisOf, typesProgram } from './declarations.ts';
import { changesOf, reportOf } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'kontor-api-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
write('package.json', '{ "type": "module" }');
write('chunk.d.ts', 'interface Inner { readonly deep: number }\nexport type { Inner as I };\n');
const index = write(
  'index.d.ts',
  `import type { I as Inner } from './chunk.js';
/** Told to readers, not a part of the API. */
declare function plan(model: Model): Inner;
interface Model { readonly items: readonly string[] }
interface Unused { readonly nobody: true }
declare const limit: 5;
declare const side: 'debit' | 'credit' | undefined;
declare const sides: { debit: 'debit'; credit: 'credit' };
export { plan, limit, side, sides };
`,
);
const files = write('files.d.ts', `export { plan as read } from './index.js';\n`);

const isOurs = (file: string): boolean => file.startsWith(folder);
const apis = apisOf(typesProgram([index, files]), [index, files], isOurs);

describe('apisOf', () => {
  test('gives exported declarations by name, without comments', () => {
    expect(apis[0]?.exported).toEqual([
      'limit: const limit: 5;',
      'plan: function plan(model: Model): Inner;',
      `side: const side: 'credit' | 'debit' | undefined;`,
      `sides: const sides: {\n    credit: 'credit';\n    debit: 'debit';\n};`,
    ]);
  });

  test('gives what they need beside, once, and nothing that nobody reaches', () => {
    expect(apis[0]?.reached).toEqual([
      'Inner: interface Inner {\n    readonly deep: number;\n}',
      'Model: interface Model {\n    readonly items: readonly string[];\n}',
    ]);
    expect(apis[1]).toEqual({
      exported: ['read: function plan(model: Model): Inner;'],
      reached: [],
    });
  });
});

describe('changesOf', () => {
  const report = (exported: readonly string[]): string =>
    reportOf('@kontor/mrp', { exported, reached: [] });

  test('finds nothing where nothing has changed', () => {
    expect(changesOf(report(['a: 1', 'b: 2']), report(['a: 1', 'b: 2']))).toEqual([]);
  });

  test.each([
    ['taken out', ['a: 1', 'c: 3'], /^ {2}- \d+: b: 2$/],
    ['put in', ['a: 1', 'b: 2', 'b2: 2', 'c: 3'], /^ {2}\+ \d+: b2: 2$/],
    ['changed', ['a: 1', 'b: two', 'c: 3'], /^ {2}\+ \d+: b: two$/],
  ])('shows a declaration that was %s, and no other', (_, after, line) => {
    const changes = changesOf(report(['a: 1', 'b: 2', 'c: 3']), report(after));
    expect(changes).toContainEqual(expect.stringMatching(line));
    expect(changes.filter((change) => /: [ac]: /.test(change))).toEqual([]);
  });
});
