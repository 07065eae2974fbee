import { describe, expect, test } from 'vitest';
import {
  approved,
  CrmError,
  definePipeline,
  type PipelineDefinition,
  required,
  satisfies,
} from '@kontor/crm-core';
import { sales } from './sales-pipeline.ts';

const open = { id: 'a', kind: 'open', probability: 20 } as const;
const won = { id: 'won', kind: 'won' } as const;
const lost = { id: 'lost', kind: 'lost' } as const;

function faultsOf(definition: PipelineDefinition): string[] {
  try {
    definePipeline(definition);
  } catch (error) {
    if (CrmError.is(error, 'CRM_INVALID_DEFINITION')) {
      return error.details.issues.map(({ path, message }) => `${path}: ${message}`);
    }
    throw error;
  }
  return [];
}

describe('definePipeline', () => {
  test('spells out what a stage has by its kind', () => {
    expect(
      sales.stages.map((stage) => `${stage.id} ${stage.probability} ${stage.forecastCategory}`),
    ).toEqual([
      'qualify 20 pipeline',
      'demo 33.33 pipeline',
      'propose 60 best-case',
      'negotiate 80 commit',
      'won 100 closed',
      'lost 0 omitted',
    ]);
  });

  test('a pipeline without reasons has one: other, with text', () => {
    const { lostReasons } = definePipeline({ id: 'p', stages: [open, won, lost] });
    expect(lostReasons).toEqual([{ id: 'other', name: 'other', needsText: true }]);
  });

  test('is plain data, so it can be kept and read again', () => {
    expect(JSON.parse(JSON.stringify(sales))).toEqual(sales);
  });

  test.each<[string, PipelineDefinition['stages'], string]>([
    ['no won stage', [open, lost], "stages: has no stage of kind 'won': add one"],
    ['no lost stage', [open, won], "stages: has no stage of kind 'lost': add one"],
    ['no open stage', [won, lost], "stages: has no stage of kind 'open': add one"],
    [
      'an id twice',
      [open, open, won, lost],
      "stages.1.id: 'a' names a second stage: each has an id of its own",
    ],
    [
      'an open stage without a probability',
      [{ id: 'a', kind: 'open' }, won, lost],
      'stages.0.probability: is missing: an open stage says how likely it leads to won, in percent',
    ],
    [
      'a probability of three decimals',
      [{ ...open, probability: 33.333 }, won, lost],
      'stages.0.probability: has more than two decimals: round it to hundredths of a percent',
    ],
    [
      'won that is not certain',
      [open, { ...won, probability: 90 }, lost],
      'stages.1.probability: is 90: a won stage has 100',
    ],
    [
      'an open stage that counts as closed',
      [{ ...open, forecastCategory: 'closed' }, won, lost],
      "stages.0.forecastCategory: 'closed' is the category of won stages, and of no other",
    ],
    [
      'a lost stage in the forecast',
      [open, won, { ...lost, forecastCategory: 'pipeline' }],
      "stages.2.forecastCategory: a lost stage is 'omitted': what is lost is in no forecast",
    ],
    [
      'a move from a stage that there is not',
      [{ ...open, allowedFrom: ['x'] }, won, lost],
      "stages.0.allowedFrom.0: there is no stage 'x'",
    ],
    [
      'more approvals than approvers',
      [{ ...open, exitGuards: [approved('d', { approvers: ['bo'], count: 2 })] }, won, lost],
      'stages.0.exitGuards.0.count: asks for 2 approvals of 1 people',
    ],
    [
      'one approval on two terms',
      [
        { ...open, exitGuards: [approved('d', { approvers: ['bo'] })] },
        { ...won, entryGuards: [approved('d', { approvers: ['al'] })] },
        lost,
      ],
      "stages.1.entryGuards.0: 'd' has other terms at another stage: give it another name",
    ],
    [
      'a required field that there is not',
      [{ ...open, exitGuards: [required('ammount', 'splits')] }, won, lost],
      "stages.0.exitGuards.0.fields.0: there is no field 'ammount': " +
        'custom ones are declared in customFields',
    ],
    [
      'an approval that lapses with a field that there is not',
      [
        { ...open, exitGuards: [approved('d', { approvers: ['bo'], lapsesWith: ['ext.x'] })] },
        won,
        lost,
      ],
      "stages.0.exitGuards.0.lapsesWith.0: there is no field 'ext.x': " +
        'custom ones are declared in customFields',
    ],
  ])('%s is a fault with its path', (_, stages, fault) => {
    expect(faultsOf({ id: 'p', stages })).toEqual([fault]);
  });

  test('a condition of another kind than its field is a fault at its place', () => {
    const condition = { and: [{ field: 'amount', op: 'startsWith', value: '1' }] } as const;
    const guarded = { ...open, entryGuards: [satisfies(condition, 'No.')] };
    const faults = faultsOf({ id: 'p', stages: [guarded, won, lost] });
    expect(faults).toEqual([
      expect.stringMatching(/^stages\.0\.entryGuards\.0\.predicate\.and\.0/),
    ]);
  });

  test('names all faults at once', () => {
    const stages = [{ ...open, allowedFrom: ['x', 'y'] }, won];
    expect(faultsOf({ id: 'p', stages })).toHaveLength(3);
  });
});
