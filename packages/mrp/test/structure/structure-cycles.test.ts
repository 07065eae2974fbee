/**
 * Circles: those that a model is refused for, and those that only its bills go round.
 */
import { findModelIssues, type ModelInput, structureCycles } from '@kontor/mrp';
import { describe, expect, test } from 'vitest';
import { bicycle } from './bicycle.ts';

type Bill = NonNullable<ModelInput['boms']>[number];

const bill = (item: string, components: string, rest: Partial<Bill> = {}): Bill => ({
  item,
  lines: components.split(' ').map((component) => ({ component, quantityPer: '1' })),
  ...rest,
});

const modelOf = (boms: Bill[], rest: Partial<ModelInput> = {}): ModelInput => ({
  items: ['A', 'B', 'C', 'D', 'E', 'F'].map((id) => ({ id })),
  locations: [{ id: 'plant' }, { id: 'mill' }],
  boms,
  ...rest,
});

const shown = (input: unknown): string[] =>
  structureCycles(input).map((round) =>
    round
      .map(({ item, location }) => (location === undefined ? item : `${item}@${location}`))
      .join(' > '),
  );

describe('structureCycles', () => {
  test('all circles come at once, each by its shortest way', () => {
    const boms = [
      bill('A', 'B'),
      bill('B', 'C A'),
      bill('C', 'A'),
      bill('D', 'E'),
      bill('E', 'D'),
      bill('F', 'F'),
    ];
    const input = modelOf(boms);
    expect(shown(input)).toHaveLength(3);
    expect(shown(input)).toEqual(expect.arrayContaining(['A > B > A', 'D > E > D', 'F > F']));
  });

  test('a model that is refused for a circle shows it', () => {
    const make = (item: string) => ({ kind: 'make' as const, item, location: 'plant' });
    const input = modelOf([bill('A', 'B'), bill('B', 'A')], { sourcing: [make('A'), make('B')] });
    expect(findModelIssues(input).issues).toMatchObject([{ code: 'BOM_CYCLE' }]);
    expect(structureCycles(input)).toEqual([[{ item: 'A' }, { item: 'B' }, { item: 'A' }]]);
  });

  test.each<[string, ModelInput, string[]]>([
    [
      "over a site's own bill",
      modelOf([bill('A', 'B'), bill('B', 'A', { location: 'mill' })]),
      ['A@mill > B@mill > A@mill'],
    ],
    [
      'not where the site has another bill of its own',
      modelOf([
        bill('A', 'B', { location: 'plant' }),
        bill('B', 'A', { location: 'mill' }),
        bill('B', 'C', { location: 'plant' }),
        bill('A', 'C', { location: 'mill' }),
      ]),
      [],
    ],
    [
      'over lanes',
      modelOf([], {
        sourcing: [
          { kind: 'transfer', item: 'A', location: 'plant', origin: 'mill' },
          { kind: 'transfer', item: 'A', location: 'mill', origin: 'plant' },
        ],
      }),
      ['A@plant > A@mill > A@plant'],
    ],
    [
      'not over lanes that give from stock only',
      modelOf([], {
        sourcing: [
          { kind: 'transfer', item: 'A', location: 'plant', origin: 'mill', onlyFromStock: true },
          { kind: 'transfer', item: 'A', location: 'mill', origin: 'plant', onlyFromStock: true },
        ],
      }),
      [],
    ],
    [
      'over the components of a subcontractor',
      modelOf([bill('A', 'B', { location: 'plant' }), bill('B', 'A', { location: 'mill' })], {
        sourcing: [
          { kind: 'subcontract', item: 'A', location: 'plant', componentsAt: 'mill' },
          { kind: 'transfer', item: 'A', location: 'mill', origin: 'plant' },
        ],
      }),
      ['A@plant > B@mill > A@mill > A@plant'],
    ],
    [
      'over an alternate',
      modelOf([bill('A', 'B'), bill('B', 'C'), bill('B', 'A', { alternate: 'scrap' })]),
      ['A > B > A'],
    ],
    [
      'over a co-product',
      modelOf([bill('A', 'B', { outputs: [{ item: 'C', quantityPer: '1' }] }), bill('C', 'A')]),
      ['A > C > A'],
    ],
  ])('goes %s', (_way, input, expected) => {
    expect(shown(input)).toEqual(expected);
  });

  test('rows with other faults hide nothing, and rows that cannot be read are left out', () => {
    const input = {
      items: [],
      locations: 'plant',
      boms: [bill('A', 'B'), { item: 7 }, bill('B', 'A')],
    };
    expect(shown(input)).toEqual(['A > B > A']);
    expect(structureCycles(null)).toEqual([]);
  });

  test('a sound factory has none', () => {
    expect(structureCycles(bicycle)).toEqual([]);
  });
});
