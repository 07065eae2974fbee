/**
 * Random planning parameters: how some items are planned at some sites.
 */
import type { ModelInput } from '@kontor/mrp';
import * as fc from 'fast-check';
import { date, item, quantity, type RandomTerms, site, sometimes } from './random-terms.ts';

type ParameterInput = NonNullable<ModelInput['parameters']>[number];

const POLICIES = ['eachEvent', 'dueNow', 'rebuildNow'] as const;
const MODES = [
  'backwardOnly',
  'forwardOnly',
  'backwardThenForward',
  'forwardThenBackward',
] as const;

/** At most one row for an item at a site. */
export function parameters(terms: RandomTerms): fc.Arbitrary<ParameterInput[]> {
  const row = fc
    .tuple(
      stockPolicy(terms),
      control(terms),
      forecastPolicy(terms),
      terms.segments ? segmentPolicy.map((segments) => ({ segments })) : fc.constant({}),
      sometimes(terms.spareStock, { fairShare: sharePolicy }, 1),
    )
    .map((parts) => Object.assign({}, ...parts) as ParameterInput);
  return fc.uniqueArray(row, {
    selector: (parameter) => `${parameter.item}@${parameter.location}`,
    minLength: terms.segments ? 6 : 0,
    maxLength: terms.segments ? 12 : terms.policies ? 8 : 4,
  });
}

const segmentPolicy = fc.constantFrom(
  'common' as const,
  'own' as const,
  'ownThenCommon' as const,
  'ownThenCommon' as const,
);
const sharePolicy = fc.constantFrom(
  'proportional' as const,
  'priority' as const,
  'earliestFirst' as const,
);

function stockPolicy(terms: RandomTerms): fc.Arbitrary<ParameterInput> {
  const place = { item, location: site };
  if (!terms.policies) return fc.record({ ...place, safetyStock: quantity(terms, 20) });
  return fc.record(
    {
      ...place,
      safetyStock: fc.oneof(quantity(terms, 20), safetyStockSteps(terms)),
      safetyStockPolicy: fc.constantFrom(
        ...POLICIES,
        ...(terms.control ? (['afterDemand', 'afterDemand'] as const) : []),
      ),
      reorderMin: quantity(terms, 15),
      reorderMax: quantity(terms, 40),
      safetyTimeDays: fc.integer({ min: 0, max: 3 }),
      receivingDays: fc.integer({ min: 0, max: 3 }),
    },
    { requiredKeys: ['item', 'location'] },
  );
}

/** From dates on, some of them past; 0 among them. */
const safetyStockSteps = (terms: RandomTerms) =>
  fc.uniqueArray(
    fc.record({
      from: date(-10, 40),
      quantity: fc.oneof(fc.constant('0'), quantity(terms, 20)),
    }),
    { selector: (step) => step.from, minLength: 1, maxLength: 4 },
  );

const control = (terms: RandomTerms): fc.Arbitrary<Partial<ParameterInput>> =>
  sometimes(
    terms.control,
    {
      planning: fc.constantFrom('manual' as const, 'automatic' as const),
      planningTimeFenceDays: fc.integer({ min: 0, max: 12 }),
      releaseTimeFenceDays: fc.integer({ min: 0, max: 8 }),
      rescheduleWithinDays: fc.integer({ min: 0, max: 30 }),
      maxCoverDays: fc.integer({ min: 1, max: 10 }),
      avoidPastDue: fc.constant(true),
    },
    2,
  );

const window = fc.integer({ min: 0, max: 15 });

/** What an order consumes of forecast hangs together: a mode is nothing without its windows. */
const consumption = fc.record(
  {
    consumeBackwardDays: window,
    consumeForwardDays: window,
    consumptionMode: fc.constantFrom(...MODES),
  },
  { requiredKeys: ['consumeBackwardDays', 'consumeForwardDays'] },
);

function forecastPolicy(terms: RandomTerms): fc.Arbitrary<Partial<ParameterInput>> {
  if (terms.forecasts !== true) return fc.constant({});
  const spreading = sometimes(
    true,
    {
      demandTimeFenceDays: fc.integer({ min: 0, max: 10 }),
      forecastGroupDays: fc.integer({ min: 1, max: 7 }),
    },
    1,
  );
  return fc
    .tuple(spreading, fc.option(consumption, { freq: 2 }))
    .map(([spread, consumed]) => ({ ...spread, ...consumed }));
}
