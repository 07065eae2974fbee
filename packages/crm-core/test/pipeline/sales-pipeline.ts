/**
 * The pipeline of the tests: four open stages with every kind of guard, won and lost.
 */
import { approved, definePipeline, required, satisfies } from '@kontor/crm-core';
import { field } from '../../src/predicate/build-predicate.ts';

/** Qualify, demo, propose, negotiate; a discount needs an approval. */
export const sales = definePipeline({
  id: 'sales',
  stages: [
    { id: 'qualify', kind: 'open', probability: 20, maxAgeDays: 14 },
    { id: 'demo', kind: 'open', probability: 33.33 },
    {
      id: 'propose',
      kind: 'open',
      probability: 60,
      forecastCategory: 'best-case',
      entryGuards: [required('amount', 'closeDate')],
    },
    {
      id: 'negotiate',
      kind: 'open',
      probability: 80,
      forecastCategory: 'commit',
      allowedFrom: ['demo', 'propose'],
      entryGuards: [
        satisfies(field('amount').ge('1000'), 'Deals below 1,000 are not negotiated.'),
        satisfies(field('ext.seats').ge(10), 'Fill in ten seats or more.'),
      ],
      exitGuards: [
        approved('discount', {
          approvers: ['role:manager', 'clara'],
          lapsesWith: ['amount'],
        }),
      ],
    },
    { id: 'won', kind: 'won' },
    { id: 'lost', kind: 'lost' },
  ],
  lostReasons: [{ id: 'price' }, { id: 'rival' }, { id: 'other' }],
  customFields: { 'ext.seats': 'number' },
});

/** A pipeline beside it. */
export const renewals = definePipeline({
  id: 'renewals',
  stages: [
    { id: 'due', kind: 'open', probability: 90, forecastCategory: 'commit' },
    { id: 'offered', kind: 'open', probability: 95, entryGuards: [required('contact')] },
    { id: 'renewed', kind: 'won' },
    { id: 'ended', kind: 'lost' },
  ],
});
