/**
 * Closures and columns mean what the long way means.
 */
import { test as propertyTest } from '@fast-check/vitest';
import { expect } from 'vitest';
import { checkPredicate, compilePredicate } from '@kontor/crm-core';
import { columnsOf } from '../../src/predicate/columns-of.ts';
import { selectRows } from '../../src/predicate/select-rows.ts';
import { slowHolds } from '../oracle/slow-predicate.ts';
import {
  anyCondition,
  anyParams,
  anyRecords,
  drawnDealKinds,
  drawnKinds,
  drawnNow as now,
} from './drawn-conditions.ts';

const numRuns = process.env['KONTOR_FULL'] === '1' ? 20_000 : 400;
const relations = { deals: drawnDealKinds };

propertyTest.prop([anyCondition, anyRecords, anyParams], { numRuns })(
  'property: closures and columns find the records that the long way finds',
  (drawn, drawnRecords, params) => {
    const condition = checkPredicate(drawn, drawnKinds, relations);
    const deals = new Map<object, readonly object[]>(drawnRecords);
    const records = [...deals.keys()];
    const context = { now, params, related: (record: object) => deals.get(record)! };
    const rowsOf = (holds: (record: object) => boolean): number[] =>
      records.flatMap((record, row) => (holds(record) ? [row] : []));
    const expected = rowsOf((record) =>
      slowHolds(condition, record, { ...context, kinds: drawnKinds, relations }),
    );
    const isMember = compilePredicate(condition, drawnKinds, relations);
    expect(rowsOf((record) => isMember(record, context))).toEqual(expected);
    const columns = columnsOf(records, drawnKinds, { relations, related: context.related });
    expect([...selectRows(columns, condition, context)]).toEqual(expected);
  },
);
