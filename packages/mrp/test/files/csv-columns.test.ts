import { readFileSync } from 'node:fs';
import { csvFiles } from '@kontor/mrp/files';
import { describe, expect, test } from 'vitest';
import { plainName } from '../../src/files/csv-column.ts';

const recipe = readFileSync(
  new URL('../../../../docs/recipes/plan-from-csv.md', import.meta.url),
  'utf8',
);

describe('csvFiles', () => {
  test.each(Object.values(csvFiles))('the recipe lists $name as it is read', (file) => {
    const row = recipe.split('\n').find((line) => line.startsWith(`| ${file.name}`));
    const cells = row!.split('|')[2]!.replaceAll(/\([^)]*\)|:.*/g, '');
    const names = file.columns.map(({ name, required }) => (required ? `**${name}**` : name));
    expect(cells.split(',').map((cell) => cell.trim())).toEqual(names);
  });

  test.each(Object.values(csvFiles))('no header of $name means two columns', (file) => {
    const headers = file.columns.flatMap(({ name, aliases }) => [name, ...aliases].map(plainName));
    expect(new Set(headers).size).toBe(headers.length);
  });
});
