import { readFileSync } from 'node:fs';
import * as crm from '@kontor/crm-core';
import { describe, expect, test } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('planned', () => {
  test('is the only thing the package exports: nothing runs yet', () => {
    expect(Object.keys(crm)).toEqual(['planned']);
  });

  test.each(crm.planned)('the README tells the user that %s is still to come', (part) => {
    expect(readme).toContain(`- ${part}\n`);
  });
});
