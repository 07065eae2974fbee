import { findModelIssues, type ModelInput } from '@kontor/mrp';
import { describe, expect, test } from 'vitest';

const place = { item: 'bike', location: 'shop' };
const order = { ...place, due: '2026-02-02', quantity: '5' };

const sound: ModelInput = {
  unitConversions: [{ unit: 'pair', of: 'each', factor: '2' }],
  locations: [{ id: 'plant' }, { id: 'shop', timeZone: 'Asia/Tokyo' }],
  items: [{ id: 'bike' }, { id: 'trike' }],
  stock: [
    { ...place, quantity: '4', expires: '2026-03-01' },
    { ...place, quantity: '1', unit: 'pair', segment: 'p-7' },
    { ...place, quantity: '9', status: 'hold', availableOn: '2026-02-01' },
  ],
  receipts: [{ id: 'po-1', ...order, expires: '2026-02-03', status: 'firmPlanned' }],
  demands: [
    { id: 'so-1', ...order },
    { id: 'so-2', ...order, segment: 'p-7' },
  ],
  reservations: [
    { ...place, demand: 'so-1', quantity: '2', unit: 'pair' },
    { ...place, demand: 'so-1', quantity: '1' },
    { ...place, demand: 'so-2', quantity: '1' },
  ],
  forecasts: [
    { id: 'feb', ...place, from: '2026-02-01', until: '2026-03-01', quantity: '20' },
    { id: 'jan', ...place, from: '2026-01-01', until: '2026-02-01', quantity: '20' },
    { ...place, item: 'trike', from: '2026-01-15', until: '2026-02-15', quantity: '20' },
  ],
};

const faults = (changes: object): string[] =>
  (findModelIssues({ ...sound, ...changes }).issues ?? []).map(
    (issue) => `${issue.code} ${issue.path.join('.')}`,
  );

const stock = (changes: object): object => ({
  reservations: [],
  stock: [{ ...place, quantity: '4', ...changes }],
});
const receipt = (changes: object): object => ({ receipts: [{ ...order, ...changes }] });
const reservation = (changes: object): object => ({
  reservations: [{ ...place, demand: 'so-1', quantity: '1', ...changes }],
});
const forecast = (changes: object): object => ({
  forecasts: [{ ...place, from: '2026-02-01', until: '2026-03-01', quantity: '20', ...changes }],
});

test('held and expiring stock, firm plans, reservations and forecasts are sound', () => {
  expect(faults({})).toEqual([]);
});

describe('checkModel, stock and receipts', () => {
  test.each<[string, object, string[]]>([
    [
      'days of stock that are not there',
      stock({ availableOn: '2026-02-30', expires: '2026-13-01' }),
      ['BAD_DAY stock.0.availableOn', 'BAD_DAY stock.0.expires'],
    ],
    [
      'stock that expires before it is available',
      stock({ status: 'hold', availableOn: '2026-02-02', expires: '2026-02-02' }),
      ['BAD_EFFECTIVITY stock.0.expires'],
    ],
    [
      'days that no calendar reaches',
      {
        ...receipt({ due: '9999-12-31', start: '1900-01-01' }),
        ...forecast({ until: '9999-12-31' }),
        demands: [{ ...order, id: 'so-1', due: '9999-12-31' }],
        reservations: [],
      },
      [
        'BAD_DAY demands.0.due',
        'BAD_DAY receipts.0.due',
        'BAD_DAY receipts.0.start',
        'BAD_DAY forecasts.0.until',
      ],
    ],
    ['stock that never expires', stock({ expires: '9999-12-31' }), []],
    ['a status that is none', stock({ status: 'blocked' }), ['INVALID_VALUE stock.0.status']],
    [
      'a receipt that expires on the day it is due',
      receipt({ expires: '2026-02-02' }),
      ['BAD_EFFECTIVITY receipts.0.expires'],
    ],
    [
      'a receipt due on the next day in the zone of its site',
      receipt({ due: '2026-02-02T20:00:00Z', expires: '2026-02-03' }),
      ['BAD_EFFECTIVITY receipts.0.expires'],
    ],
    ['a closed receipt long expired', receipt({ status: 'closed', expires: '2025-01-01' }), []],
    ['an end that is no day', receipt({ expires: '2026-02-30' }), ['BAD_DAY receipts.0.expires']],
  ])('%s: %#', (_fault, changes, expected) => {
    expect(faults(changes)).toEqual(expected);
  });
});

describe('checkModel, reservations', () => {
  test.each<[string, object, string[]]>([
    ['for no demand', reservation({ demand: 'so-9' }), ['UNKNOWN_DEMAND reservations.0.demand']],
    [
      'of another item than the demand',
      reservation({ item: 'trike' }),
      ['UNKNOWN_DEMAND reservations.0.demand'],
    ],
    [
      'at another site than the demand',
      reservation({ location: 'plant' }),
      ['UNKNOWN_DEMAND reservations.0.demand'],
    ],
    [
      'of unknown names',
      reservation({ item: 'x', location: 'y', unit: 'z' }),
      [
        'UNKNOWN_ITEM reservations.0.item',
        'UNKNOWN_LOCATION reservations.0.location',
        'UNKNOWN_UNIT reservations.0.unit',
      ],
    ],
    [
      'of less than nothing',
      reservation({ quantity: '-1' }),
      ['NEGATIVE_QUANTITY reservations.0.quantity'],
    ],
    [
      'of more than the demand',
      { ...reservation({ quantity: '6' }), stock: [{ ...place, quantity: '100' }] },
      ['OVER_RESERVED reservations.0.quantity'],
    ],
    [
      'of more than is free: held stock is not',
      {
        ...reservation({ quantity: '5' }),
        stock: [
          { ...place, quantity: '4' },
          { ...place, quantity: '9', status: 'hold' },
        ],
      },
      ['OVER_RESERVED reservations.0.quantity'],
    ],
    [
      'of what is owed',
      { ...reservation({}), stock: [{ ...place, quantity: '-4' }] },
      ['OVER_RESERVED reservations.0.quantity'],
    ],
    [
      'in sum, where it is passed',
      {
        reservations: ['so-1', 'so-2', 'so-1'].map((demand) => ({
          ...place,
          demand,
          quantity: '3',
        })),
      },
      ['OVER_RESERVED reservations.2.quantity', 'OVER_RESERVED reservations.2.quantity'],
    ],
  ])('refuses one %s', (_fault, changes, expected) => {
    expect(faults(changes)).toEqual(expected);
  });

  test('stock of a segment is free for its demands only where segments are planned apart', () => {
    const changes = reservation({ demand: 'so-2', quantity: '3' });
    expect(faults(changes)).toEqual([]);
    expect(faults({ ...changes, parameters: [{ ...place, segments: 'own' }] })).toEqual([
      'OVER_RESERVED reservations.0.quantity',
    ]);
  });

  test('the message says how much there is', () => {
    const { issues } = findModelIssues({ ...sound, ...reservation({ quantity: '7' }) });
    expect(issues!.map(({ message }) => message)).toEqual([
      '7 is reserved in all, but the demand asks for 5; reserve less',
      '7 is reserved in all, but the stock free for it is 6; reserve less',
    ]);
  });
});

describe('checkModel, forecasts', () => {
  test.each<[string, object, string[]]>([
    [
      'of unknown names',
      forecast({ item: 'x', location: 'y', unit: 'z' }),
      [
        'UNKNOWN_ITEM forecasts.0.item',
        'UNKNOWN_LOCATION forecasts.0.location',
        'UNKNOWN_UNIT forecasts.0.unit',
      ],
    ],
    [
      'of less than nothing',
      forecast({ quantity: '-1' }),
      ['NEGATIVE_QUANTITY forecasts.0.quantity'],
    ],
    [
      'that ends as it starts',
      forecast({ until: '2026-02-01' }),
      ['BAD_EFFECTIVITY forecasts.0.until'],
    ],
    ['of a day that is not there', forecast({ from: '2026-01-32' }), ['BAD_DAY forecasts.0.from']],
    [
      'that stands twice',
      { forecasts: [sound.forecasts![1], sound.forecasts![1]] },
      ['DUPLICATE_KEY forecasts.1', 'BAD_EFFECTIVITY forecasts.1'],
    ],
    [
      'that lies within another, also behind a third',
      {
        forecasts: [
          { ...place, from: '2026-01-01', until: '2027-01-01', quantity: '1' },
          { ...place, from: '2026-06-01', until: '2026-07-01', quantity: '1' },
          { ...place, from: '2026-02-01', until: '2026-03-01', quantity: '1' },
          { ...place, from: '2027-01-01', until: '2027-02-01', quantity: '1' },
        ],
      },
      ['BAD_EFFECTIVITY forecasts.2', 'BAD_EFFECTIVITY forecasts.1'],
    ],
  ])('refuses one %s', (_fault, changes, expected) => {
    expect(faults(changes)).toEqual(expected);
  });
});
