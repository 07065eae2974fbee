/**
 * Runs what the pages tell a reader to type: every ts fence of the READMEs and of the docs is run,
 * and every `// => value` is compared (`readme/program.ts` says how). `page-types.ts` checks their
 * types.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { memoryStore } from '@kontor/kernel/memory';
import { runCompanyInShort } from '../examples/whole-company/story.ts';
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

  const shownBlocks = Array.from(
    readFileSync(join(root, 'README.md'), 'utf8').matchAll(/```text\n([\s\S]*?)```/g),
    ([, block]) => block!.trimEnd().split('\n'),
  );

  /** Lines that are not in what is printed, or not in its order; wide ones are cut at the edge. */
  function missing(shown: readonly string[], printed: readonly string[]): string[] {
    let from = 0;
    return shown.filter((line) => {
      if (line.trim() === '' || line.includes('…')) return false;
      const at = printed.findIndex((other, index) => index >= from && other.startsWith(line));
      if (at >= 0) from = at + 1;
      return at < 0;
    });
  }

  test('the README shows what the first plan prints, in its order', () => {
    const expected = join(root, 'examples/bicycle-plan/expected.txt');
    expect(missing(shownBlocks[0]!, readFileSync(expected, 'utf8').split('\n'))).toEqual([]);
  });

  test('the README shows what the whole company prints in short, in its order', async () => {
    const printed: string[] = [];
    await runCompanyInShort(memoryStore(), (line) => printed.push(`  ${line}`));
    expect(missing(shownBlocks[1]!, printed)).toEqual([]);
  });
});
