/** Proves that the checkers of READMEs and entry points find what they are for. */
import { describe, expect, test } from 'vitest';
import type { EntryPoint } from '../packages/entry-points.ts';
import { findNamedZod, findSideEffects, findUnsized } from './entry-points.ts';
import { findSkeletonBreaches, readmeSections } from './readmes.ts';
import { formatFinding, sourceOf } from './source.ts';

const readme = (sections: readonly string[]): string =>
  `# @kontor/mrp\n\n${sections.map((title) => `## ${title}\n\nText.\n`).join('\n')}`;

const breaches = (text: string): string[] =>
  findSkeletonBreaches('README.md', '@kontor/mrp', text).map(({ message }) => message);

describe('findSkeletonBreaches', () => {
  test('lets a README with all sections in their order alone', () => {
    expect(breaches(readme(readmeSections))).toEqual([]);
  });

  test('lets deeper headings and headings in fences alone', () => {
    const text = `${readme(readmeSections)}\n### More\n\n\`\`\`sh\n## a comment\n\`\`\`\n`;
    expect(breaches(text)).toEqual([]);
  });

  test.each([
    ['a section that is missing', readmeSections.slice(1)],
    ['another order', readmeSections.toReversed()],
    ['one more', [...readmeSections, 'Thanks']],
  ])('finds %s', (_, sections) => {
    expect(breaches(readme(sections))).toEqual([expect.stringContaining('its sections are')]);
  });

  test('finds another title, and a section with nothing but headings', () => {
    const text = readme(readmeSections).replace('## Install\n\nText.', '## Install\n\n### npm');
    expect(breaches(text.replace('@kontor', '@contor'))).toEqual([
      "it opens with '# @kontor/mrp'",
      "'Install' is empty",
    ]);
  });
});

const entry = (name: string): EntryPoint => ({
  folder: 'mrp',
  package: '@kontor/mrp',
  name,
  specifier: name === 'index' ? '@kontor/mrp' : `@kontor/mrp/${name}`,
  module: `packages/mrp/dist/${name}.js`,
  types: `packages/mrp/dist/${name}.d.ts`,
});
const whole = { path: 'packages/mrp/dist/index.js', limit: '100 kB' };
const partial = { ...whole, import: '{ explain }', limit: '20 kB' };

describe('findUnsized', () => {
  test.each([
    ['nothing', [entry('index')], [whole, partial], []],
    [
      'an entry point without a row',
      [entry('index'), entry('files')],
      [whole, partial],
      ['@kontor/mrp/files has no limit of its size'],
    ],
    [
      'a package without a row for one function',
      [entry('index')],
      [whole],
      ['no function of @kontor/mrp by itself has a limit'],
    ],
    [
      'a row of what is gone',
      [entry('index')],
      [whole, partial, { path: 'packages/mrp/dist/old.js', limit: '1 kB' }],
      ['packages/mrp/dist/old.js has a limit, and is no entry point'],
    ],
  ])('finds %s', (_, entries, rows, messages) => {
    expect(findUnsized(entries, rows).map(({ message }) => message)).toEqual(messages);
  });
});

describe('findSideEffects', () => {
  test('finds a package that says nothing of them', () => {
    expect(findSideEffects('mrp', { sideEffects: false })).toEqual([]);
    expect(findSideEffects('mrp', {}).map(formatFinding)).toHaveLength(1);
  });
});

describe('findNamedZod', () => {
  test.each([
    ["import { z } from 'zod';", 1],
    ["import { type ZodType, z } from 'zod';", 1],
    ["import * as z from 'zod';", 0],
    ["import type { z } from 'zod';", 0],
    ["import { type ZodType } from 'zod';", 0],
  ])('of %s finds %i', (text, count) => {
    expect(findNamedZod([sourceOf('packages/mrp/src/model.ts', text)])).toHaveLength(count);
  });
});
