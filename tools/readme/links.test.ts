/**
 * Every link of the pages leads somewhere, long before the site is built; and the checker can fail.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { deadLinks, type ReadPage } from './links.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const read: ReadPage = (path) => {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  return found.isDirectory() ? '' : readFileSync(join(root, path), 'utf8');
};

function pagePaths(): string[] {
  const below = (folder: string): string[] =>
    readdirSync(join(root, folder)).map((name) => `${folder}/${name}/README.md`);
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((path) => `docs/${path.split(sep).join('/')}`)
    .filter((path) => path.endsWith('.md') && !/^docs\/(?:reference|\.vitepress)\//.test(path));
  return ['README.md', 'CONTRIBUTING.md', 'bench/README.md']
    .concat(below('packages'), below('examples'), docs)
    .filter((path) => read(path) !== undefined);
}

describe('the links of the pages', () => {
  const paths = pagePaths();

  test('there are pages', () => {
    expect(paths).toContain('docs/tutorial/1-first-plan.md');
    expect(paths).toContain('packages/ledger/README.md');
  });

  test('all lead somewhere', () => {
    expect(paths.flatMap((path) => deadLinks(path, read(path)!, read))).toEqual([]);
  });
});

describe('deadLinks', () => {
  const pages: Readonly<Record<string, string>> = {
    'docs/a/one.md': '# One\n\n## Two times, and why\n',
    'docs/index.md': '# Start\n',
    'examples/x/README.md': '# X\n',
  };
  const dead = (markdown: string, path = 'docs/a/two.md'): string[] =>
    deadLinks(path, markdown, (name) => pages[name]);

  test.each([
    ['[a](./one.md)'],
    ['[a](one.md#two-times-and-why)'],
    ['[a](/a/one), [b](/), [c](/reference/)'],
    ['[a](https://example.org/x)'],
    ['`[a](nowhere.md)`'],
    ['```md\n[a](nowhere.md)\n```'],
  ])('%j leads somewhere', (markdown) => {
    expect(dead(markdown)).toEqual([]);
  });

  test.each([
    ['x\n[a](nowhere.md)', 'docs/a/two.md:2 nowhere.md: there is no docs/a/nowhere.md'],
    ['[a](one.md#two)', 'docs/a/two.md:1 one.md#two: docs/a/one.md has no heading of that name'],
    ['[a](/b)', 'docs/a/two.md:1 /b: there is no docs/b.md'],
    [
      '[a](../../examples/x/README.md)',
      'docs/a/two.md:1 ../../examples/x/README.md: is no page of the site: name it as code',
    ],
  ])('%j is told', (markdown, message) => {
    expect(dead(markdown)).toEqual([message]);
  });

  test('a README may lead out of the site', () => {
    expect(dead('[a](examples/x/README.md), [b](docs/a/one.md)', 'README.md')).toEqual([]);
  });
});
