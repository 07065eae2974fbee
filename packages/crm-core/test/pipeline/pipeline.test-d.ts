/**
 * Stage ids are types: a stage that there is not does not compile.
 */
import { definePipeline, moveStage, type OpportunityRecord, type Pipeline } from '@kontor/crm-core';
import { expectTypeOf, test } from 'vitest';

const sales = definePipeline({
  id: 'sales',
  stages: [
    { id: 'qualify', kind: 'open', probability: 20 },
    { id: 'propose', kind: 'open', probability: 60, allowedFrom: ['qualify'] },
    { id: 'won', kind: 'won' },
    { id: 'lost', kind: 'lost' },
  ],
});

declare const opportunity: OpportunityRecord;
const now = '2026-03-01T00:00:00.000Z';

test('a pipeline knows its stages', () => {
  expectTypeOf(sales).toEqualTypeOf<Pipeline<'qualify' | 'propose' | 'won' | 'lost'>>();
});

test('a move to an unknown stage does not compile', () => {
  moveStage(sales, opportunity, { to: 'propose', by: 'anna' }, { now });
  // @ts-expect-error there is no stage 'closing'
  moveStage(sales, opportunity, { to: 'closing', by: 'anna' }, { now });
});

test('a way from an unknown stage does not compile', () => {
  definePipeline({
    id: 'p',
    stages: [
      { id: 'a', kind: 'open', probability: 10 },
      // @ts-expect-error there is no stage 'b'
      { id: 'won', kind: 'won', allowedFrom: ['b'] },
      { id: 'lost', kind: 'lost' },
    ],
  });
});

test('a pipeline of known stages is one of any stages', () => {
  expectTypeOf(sales).toExtend<Pipeline>();
});
