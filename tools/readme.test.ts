/**
 * Runs what the pages tell a reader to type: every ts fence of the READMEs and of the docs is
 * type-checked and run, and every `// => value` is compared (`readme/program.ts` says how).
 */
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync, readdirSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { fencesOf, type Page } from './readme/fences.ts';
import { collectingProbe } from './readme/probe.ts';
import { type PageProgram, type ProgramPlace, programOf } from './readme/program.ts';
import { typeErrors } from './readme/type-check.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
mkdirSync(join(root, 'tools/readme/out'), { recursive: true });
const out = mkdtempSync(join(root, 'tools/readme/out/run-'));
afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

const paths = pagePaths();

const pageOf = (path: string): Page => ({
  path,
  fences: fencesOf(path, readFileSync(join(root, path), 'utf8')),
});

const programFor = (page: Page, idle: boolean): PageProgram => programOf(page, placeOf(page), idle);

function placeOf(page: Page): ProgramPlace {
  const toRoot = relative(out, root).split(sep).join('/');
  return { self: '../../program.ts', toPage: posix.join(toRoot, posix.dirname(page.path)) };
}

function pagePaths(): string[] {
  const below = (folder: string): string[] =>
    readdirSync(join(root, folder)).map((name) => `${folder}/${name}/README.md`);
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((path) => `docs/${path.split(sep).join('/')}`)
    .filter(
      (path) => path.endsWith('.md') && !/\/(?:reference|\.vitepress|node_modules)\//.test(path),
    );
  const fixed = ['README.md', 'CONTRIBUTING.md', 'bench/README.md'];
  return [...fixed, ...below('packages'), ...below('examples'), ...docs].filter(isThere);
}

function isThere(path: string): boolean {
  try {
    readFileSync(join(root, path));
    return true;
  } catch {
    return false;
  }
}

describe('the pages', () => {
  test('there are pages to run', () => {
    expect(paths).toContain('packages/ledger/README.md');
  });

  test('every fence is right by its types', { timeout: 60_000 }, () => {
    const programs = new Map(
      paths.map((path, index) => {
        const name = join(out, `page-${String(index)}.check.ts`)
          .split(sep)
          .join('/');
        return [name, { text: programFor(pageOf(path), true).text, page: path }];
      }),
    );
    expect(typeErrors(root, programs).join('\n')).toBe('');
  });

  test.each(paths)('%s does what it says', { timeout: 30_000 }, async (path) => {
    const file = join(out, `${path.replaceAll('/', '-')}.ts`);
    writeFileSync(file, programFor(pageOf(path), false).text);
    const { probe, misses } = collectingProbe();
    (globalThis as { kontorProbe?: unknown }).kontorProbe = probe;
    await import(pathToFileURL(file).href);
    expect(misses.join('\n')).toBe('');
  });

  test('the README shows what the first plan prints, in its order', () => {
    const shown = /```text\n([\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1];
    const expected = join(root, 'examples/bicycle-plan/expected.txt');
    const printed = readFileSync(expected, 'utf8').split('\n');
    let from = 0;
    for (const line of (shown ?? 'no output').trimEnd().split('\n')) {
      if (line.trim() === '' || line.includes('…')) continue;
      // Wide grids are cut off at the page's edge.
      const at = printed.findIndex((other, index) => index >= from && other.startsWith(line));
      expect(at, line).toBeGreaterThanOrEqual(0);
      from = at + 1;
    }
  });
});
