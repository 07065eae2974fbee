/**
 * Proves that each checker of the house finds what it is for and lets the rest alone: a rule that
 * cannot fail holds nothing.
 */
import { describe, expect, test } from 'vitest';
import { findUndocumented, findUnreasoned } from './documentation.ts';
import { findCycles, findFloorBreaches } from './imports.ts';
import { findDependencies, findMachinePaths } from './manifests.ts';
import { findAny, findDrawers, findSmallFolders, findWideIndexes } from './names.ts';
import { findImpure, findPlatform } from './purity.ts';
import { limits } from './limits.ts';
import {
  codeLines,
  findKernelGrowth,
  findLongFiles,
  findLongFunctions,
  findWideLines,
} from './sizes.ts';
import { type Finding, type Source, sourceOf } from './source.ts';

const kernel = (name: string, text = ''): Source => sourceOf(`packages/kernel/src/${name}`, text);
const mrp = (name: string, text = ''): Source => sourceOf(`packages/mrp/src/${name}`, text);
const places = (findings: readonly Finding[]): string[] =>
  findings.map(({ path, line }) => `${path.split('/src/')[1] ?? path}:${String(line)}`);
const constants = (count: number): string =>
  Array.from({ length: count }, (_, i) => `export const n${String(i)} = 1;\n`).join('');
const lines = (count: number, text = 'x();'): string => `${text}\n`.repeat(count);

describe('findCycles', () => {
  test.each([
    ['two values', "import { b } from './b.ts';", "import { a } from './a.ts';"],
    ['two types', "import type { B } from './b.ts';", "import type { A } from './a.ts';"],
    ['a type in place', "type B = import('./b.ts').B;", "export * from './a.ts';"],
    ['a late import', "await import('./b.ts');", "import './a.ts';"],
  ])('finds a cycle of %s', (_, a, b) => {
    expect(places(findCycles([mrp('a.ts', a), mrp('b.ts', b)]))).toEqual(['a.ts:1']);
  });

  test('finds a file that imports itself, and names the way round a long knot', () => {
    expect(findCycles([mrp('a.ts', "import './a.ts';")])).toHaveLength(1);
    const knot = [
      mrp('a.ts', "import './b.ts';"),
      mrp('b.ts', "import './c.ts';"),
      mrp('c.ts', "import './a.ts';"),
    ];
    expect(findCycles(knot)[0]?.message).toContain('a.ts → packages/mrp/src/b.ts → packages/');
  });

  test('lets a diamond alone', () => {
    const diamond = [
      mrp('a.ts', "import './b.ts'; import './c.ts';"),
      mrp('b.ts', "import './d.ts';"),
      mrp('c.ts', "import './d.ts';"),
      mrp('d.ts'),
    ];
    expect(findCycles(diamond)).toEqual([]);
  });
});

describe('findFloorBreaches', () => {
  test.each([
    ['an engine imports another', mrp('a.ts', "import '@kontor/ledger';")],
    ['an engine imports an adapter', mrp('a.ts', "import '@kontor/kernel/sqlite';")],
    ['an engine imports itself by name', mrp('a.ts', "import '@kontor/mrp';")],
    ['an engine leaves its folder', mrp('a.ts', "import '../../ledger/src/index.ts';")],
    ['the kernel imports an engine', kernel('a.ts', "import type { Plan } from '@kontor/mrp';")],
    ['the foundation imports the store', kernel('a.ts', "import './store/contract.ts';")],
    ['the contract imports an adapter', kernel('store/transact.ts', "import './sqlite.ts';")],
    ['an adapter imports the index', kernel('store/sqlite.ts', "import '../index.ts';")],
  ])('finds that %s', (_, source) => {
    expect(findFloorBreaches([source]).map(({ rule }) => rule)).toEqual(['floors']);
  });

  test("finds an adapter that the kernel's index reaches by way of another file", () => {
    const reached = [
      kernel('index.ts', "export * from './store/index.ts';"),
      kernel('store/index.ts', "export * from './memory.ts';"),
      kernel('store/memory.ts'),
    ];
    expect(findFloorBreaches(reached).map(({ message }) => message)).toContain(
      "the adapter 'packages/kernel/src/store/memory.ts' is reachable from the kernel's index",
    );
  });

  test.each([
    ['an engine imports the kernel', mrp('a.ts', "import '@kontor/kernel';")],
    ['an engine imports the contract', mrp('a.ts', "import '@kontor/kernel/store';")],
    ['the command line picks an adapter', mrp('cli.ts', "import '@kontor/kernel/sqlite';")],
    ['an adapter imports errors', kernel('store/sqlite.ts', "import '../errors.ts';")],
  ])('lets it alone that %s', (_, source) => {
    expect(findFloorBreaches([source])).toEqual([]);
  });
});

describe('the sizes', () => {
  test.each([
    ['function f() {\n', '}\n'],
    ['const f = () => {\n', '};\n'],
    ['class C { f() {\n', '} }\n'],
    ['g(() => {\n', '});\n'],
  ])('a function of 71 lines is long, one of 70 is not: %j', (open, close) => {
    const long = mrp('a.ts', open + lines(69) + close);
    expect(places(findLongFunctions([long]))).toContain('a.ts:1');
    expect(findLongFunctions([mrp('a.ts', open + lines(68) + close)])).toEqual([]);
  });

  test('two of ten functions over the usual length are too many, one is not', () => {
    const short = Array.from({ length: 8 }, (_, i) => `function s${String(i)}() {}\n`).join('');
    const long = (name: string): string => `function ${name}() {\n${lines(25)}}\n`;
    const callbacks = lines(100, 'g(() => 1);');
    const two = mrp('a.ts', short + long('a') + long('b') + callbacks);
    expect(findLongFunctions([two])[0]?.message).toMatch(/^2 of 10 named functions .* a \(/);
    expect(findLongFunctions([mrp('a.ts', `${short}function t() {}\n${long('a')}`)])).toEqual([]);
  });

  test('a line of 101 columns is wide, one of 100 is not', () => {
    const source = mrp('a.ts', `${'x'.repeat(100)}\n${'x'.repeat(101)}\n`);
    expect(places(findWideLines([source]))).toEqual(['a.ts:2']);
  });

  test('a file of 401 lines is long, one of 400 is not; the median counts for itself', () => {
    const short = [mrp('b.ts'), mrp('c.ts')];
    expect(places(findLongFiles([mrp('a.ts', lines(401)), ...short]))).toEqual(['a.ts:400']);
    expect(findLongFiles([mrp('a.ts', lines(400)), ...short])).toEqual([]);
    const middling = [mrp('a.ts', lines(151)), mrp('b.ts', lines(151)), mrp('c.ts')];
    expect(findLongFiles(middling)[0]?.message).toBe('the median file has 151 lines');
  });

  test('code lines are those with a token', () => {
    const text = '/** Why. */\n// and\nconst a = "// no";\n\n/* x\n y */ f(`\n${a}`);\n}\n';
    expect(codeLines(mrp('a.ts', text))).toBe(4);
  });

  test('the kernel may have so many lines of code outside adapters', () => {
    const grown = [kernel('a.ts', lines(limits.kernelCodeLines)), kernel('b.ts', 'x();')];
    expect(findKernelGrowth(grown, () => false)).toHaveLength(1);
    expect(findKernelGrowth(grown, (path) => path.endsWith('b.ts'))).toEqual([]);
  });
});

describe('the names', () => {
  test.each(['utils.ts', 'types.ts', 'common/round.ts', 'helpers/a.ts'])(
    '%s is a drawer',
    (name) => {
      expect(findDrawers([mrp(name)])).toHaveLength(1);
    },
  );

  test('a noun of the field is no drawer', () => {
    expect(findDrawers([mrp('lot-size/rule.ts'), mrp('shared-capacity.ts')])).toEqual([]);
  });

  test('a folder of two files is too small, one of three is not', () => {
    const two = [mrp('lot-size/a.ts'), mrp('lot-size/b.ts')];
    expect(findSmallFolders(two)).toHaveLength(1);
    expect(findSmallFolders([...two, mrp('lot-size/c.ts')])).toEqual([]);
  });

  test("'any' is found as a type, not as a word", () => {
    const source = mrp('a.ts', 'const any = 1;\n// any\ntype A = Record<string, any>;\n');
    expect(places(findAny([source]))).toEqual(['a.ts:3']);
  });

  test('one run-time name over is too many; types are not counted, stars are followed', () => {
    const most = limits.runtimeNamesPerIndex;
    const star = "export * from './a.ts';\nexport type { T, U } from './b.ts';\n";
    const index = mrp('index.ts', `${star}export { type V, w } from './b.ts';\n`);
    expect(findWideIndexes([index, mrp('a.ts', constants(most))])).toHaveLength(1);
    expect(findWideIndexes([index, mrp('a.ts', constants(most - 1))])).toEqual([]);
  });
});

describe('the documentation', () => {
  test.each([
    'export const a = 1;',
    'export function a() {}',
    'export interface A {}',
    'export type A = z.output<typeof undocumented>;',
    '// a plain comment\nexport const a = 1;',
  ])('%j is undocumented', (text) => {
    expect(findUndocumented([mrp('a.ts', `/** Reason. */\nimport 'x';\n${text}`)])).toHaveLength(1);
  });

  test('the comment that opens the file does not document the first export', () => {
    expect(findUndocumented([mrp('a.ts', '/** Reason. */\nexport const a = 1;')])).toHaveLength(1);
    const own = '/** Reason. */\n\n/** One. */\nexport const a = 1;';
    expect(findUndocumented([mrp('a.ts', own)])).toEqual([]);
  });

  test.each([
    '/** One. */\nexport const a = 1;',
    'const a = 1;',
    "export { a } from './b.ts';",
    '/** One. */\nexport function a(): void;\nexport function a(x?: 1): void {}',
    '/** An item. */\nexport const item = 1;\nexport type Item = z.output<typeof item>;',
  ])('%j is documented enough', (text) => {
    expect(findUndocumented([mrp('a.ts', `/** Reason. */\nimport 'x';\n${text}`)])).toEqual([]);
  });

  test('a file opens with its reason, after a shebang at most', () => {
    expect(findUnreasoned([mrp('a.ts', "import 'x';")])).toHaveLength(1);
    expect(findUnreasoned([mrp('a.ts', '#!/usr/bin/env node\n/** Reason. */')])).toEqual([]);
  });
});

describe('the doors', () => {
  test.each(['Date.now()', 'new Date()', 'Math.random()', 'crypto.randomUUID()', 'f(Date.now)'])(
    '%s is impure, but for the files that are the door',
    (text) => {
      expect(findImpure([mrp('a.ts', text)])).toHaveLength(1);
      expect(findImpure([kernel('clock.ts', text)])).toEqual([]);
    },
  );

  test('a date made of a number is pure', () => {
    expect(findImpure([mrp('a.ts', 'new Date(0); Date.UTC(2026, 0); Math.floor(1);')])).toEqual([]);
  });

  test.each(["import 'node:fs';", 'process.exit();', 'Buffer.from(x);', "require('x');"])(
    '%s is of Node',
    (text) => {
      expect(findPlatform([mrp('a.ts', text)])).toHaveLength(1);
      expect(findPlatform([mrp('cli.ts', text), kernel('store/sqlite.ts', text)])).toEqual([]);
    },
  );

  test('a process of the field is not of Node', () => {
    const text =
      'const process = compile(model); advance(process); instance.process; ({ process: 1 })';
    expect(findPlatform([mrp('a.ts', text)])).toEqual([]);
  });
});

describe('findDependencies', () => {
  test('a dependency needs a listed reason and an exact version', () => {
    const allowed = { zod: 'outside data' };
    const messages = (dependencies: Record<string, string>): string[] =>
      findDependencies('mrp', { dependencies }, allowed).map(({ message }) => message);
    expect(messages({ zod: '4.6.7' })).toEqual([]);
    expect(messages({ zod: '^4.6.7' })).toEqual(["zod is '^4.6.7': versions are exact"]);
    expect(messages({ lodash: '4.17.21' })).toHaveLength(1);
    expect(findDependencies('unheard-of', { peerDependencies: { zod: '4.6.7' } })).toHaveLength(1);
  });
});

describe('findMachinePaths', () => {
  // The paths are put together here so that this file does not hold one.
  test.each(['work', 'root', 'tmp', 'home', 'Users'])('finds a path below %s', (folder) => {
    const text = `fine\nopen('${['', folder, 'me', 'a.txt'].join('/')}')\n`;
    expect(findMachinePaths('a.md', text).map(({ line }) => line)).toEqual([2]);
  });

  test('lets relative paths and addresses alone', () => {
    const text = 'src/work/a.ts ./home/x https://example.org/home/me node_modules/tmp/x';
    expect(findMachinePaths('a.md', text)).toEqual([]);
  });
});
