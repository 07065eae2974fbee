/**
 * Runs what the pages tell a reader to type: every ts fence of the READMEs and of the docs is run,
 * and every `// => value` is compared (`readme/program.ts` says how). `page-types.ts` checks their
 * types.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { pagePaths, programOfPage, root } from './readme/pages.ts';
import { collectingProbe } from './readme/probe.ts';

mkdirSync(join(root, 'tools/readme/out'), { recursive: true });
const out = mkdtempSync(join(root, 'tools/readme/out/run-'));
afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

const paths = pagePaths();

describe('the pages', () => {
  test('there are pages to run', () => {
    expect(paths).toContain('packages/ledger/README.md');
  });

  test.each(paths)('%s does what it says', { timeout: 30_000 }, async (path) => {
    const file = join(out, `${path.replaceAll('/', '-')}.ts`);
    writeFileSync(file, programOfPage(path, out, false).text);
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
