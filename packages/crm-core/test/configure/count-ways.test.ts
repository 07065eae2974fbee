import { describe, expect, test } from 'vitest';
import { compileConfigurator, type ConfiguratorModel } from '@kontor/crm-core/configure';

const EXTRAS = 100;
const grades = ['none', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
const extras = Array.from({ length: EXTRAS }, (_, at) => `extra${at}`);

/** Whoever takes the whole set leaves no extra out; there are ten grades of each. */
const model: ConfiguratorModel = {
  id: 'set',
  currency: 'EUR',
  variables: [
    { id: 'set', values: ['some', 'whole'] },
    ...extras.map((id) => ({ id, values: grades })),
  ],
  rules: extras.map((id) => ({
    kind: 'excludes' as const,
    id: `no-gap-${id}`,
    text: `The whole set has ${id}.`,
    of: [{ set: 'whole' }, { [id]: 'none' }],
  })),
};

describe('count', () => {
  const start = compileConfigurator(model).start();

  test.each([
    ['nothing chosen', {}, 10n ** 100n + 9n ** 100n],
    ['the whole set', { set: 'whole' }, 9n ** 100n],
    ['some of it', { set: 'some' }, 10n ** 100n],
    ['one extra', { extra0: '7' }, 10n ** 99n + 9n ** 99n],
    ['one extra left out', { extra0: 'none' }, 10n ** 99n],
    ['the whole set, and two extras', { set: 'whole', extra0: '7', extra99: '1' }, 9n ** 98n],
  ])('is exact where no other number is: %s', (_, choices, count) => {
    expect(start.choose(choices).count).toBe(count);
  });
});
