/**
 * What quantities by bucket cannot say: everything that depends on a single order, a date between
 * buckets, or a choice.
 *
 * A model is either planned the same as `plan` would, or refused with the first thing that stands
 * in the way. Nothing is left out silently.
 */
import { type CompiledSource, leadTimeOn, type Use } from '../compiled-source.ts';
import { MrpError } from '../errors.ts';
import type { Network } from '../network.ts';
import type { NodePolicy } from '../node-policy.ts';
import { everyDay, FOREVER } from '../site-calendar.ts';

/**
 * Refuses a network that only `plan` can plan.
 *
 * @throws MrpError MRP_NEEDS_ORDERS — names the item, its site and what it has
 */
export function refuseOrders(network: Network): void {
  for (let node = 0; node < network.nodes.count; node++) {
    const feature = featureOf(network, node);
    if (feature !== undefined) refuse(network, node, feature);
  }
  for (const use of network.uses.list) {
    const feature = firstOf(useFeatures, use);
    if (feature !== undefined) refuse(network, use.parent, feature);
  }
  const [output] = network.outputs.list;
  if (output !== undefined) refuse(network, output.parent, 'co-products');
}

function refuse({ nodes }: Network, node: number, feature: string): never {
  const { item, location } = nodes.at(node);
  throw new MrpError('MRP_NEEDS_ORDERS', { item, location, feature });
}

function featureOf(network: Network, node: number): string | undefined {
  const [source, ...others] = network.sourcesOf[node]!;
  return (
    firstOf(nodeFeatures, { network, node, others: others.length }) ??
    firstOf(policyFeatures, network.policies[node]!) ??
    firstOf(sourceFeatures, source!)
  );
}

/** What is said of something, and how to see it. */
type Features<Of> = readonly (readonly [string, (of: Of) => boolean])[];

const firstOf = <Of>(features: Features<Of>, of: Of): string | undefined =>
  features.find(([, has]) => has(of))?.[0];

interface NodeOf {
  readonly network: Network;
  readonly node: number;
  readonly others: number;
}

const nodeFeatures: Features<NodeOf> = [
  ['segments', ({ network, node }) => network.nodes.segment[node] !== 0],
  ['several sources, or one that is not always in force', ({ others }) => others > 0],
  ['spare stock elsewhere', ({ network, node }) => network.spareSourcesOf[node]!.length > 0],
  ['a calendar', ({ network, node }) => network.calendar[node] !== everyDay],
  ['stock that expires', ({ network, node }) => network.lots.has(node)],
];

const policyFeatures: Features<NodePolicy> = [
  ['safety stock by date', (policy) => policy.hasDatedSteps],
  ['a reorder level', (policy) => policy.orderUpTo > 0],
  [
    'a safetyStockPolicy other than eachEvent',
    ({ required, safetyStockPolicy }) => required.length > 0 && safetyStockPolicy !== 'eachEvent',
  ],
  ['safetyTimeDays', (policy) => policy.safetyTimeDays > 0],
  ['receivingDays', (policy) => policy.receivingDays > 0],
  ['planning by hand', (policy) => policy.planning === 'manual'],
  ['a planning time fence', (policy) => policy.planningFence > -FOREVER],
  ['a release time fence', (policy) => policy.releaseFence > -FOREVER],
  ['receipts that are moved in', (policy) => policy.rescheduleWithinDays > 0],
  ['maxCoverDays', (policy) => policy.maxCoverDays > 0],
];

const sourceFeatures: Features<CompiledSource> = [
  ['a calendar of its source', (source) => source.calendar !== everyDay],
  ['a lot-sizing rule', (source) => source.rule !== undefined],
  ['a routing', (source) => source.time !== undefined],
  ['a yield', (source) => source.yields.length > 0],
  ['a lead time that changes', (source) => leadTimeDays(source) === undefined],
];

const useFeatures: Features<Use> = [
  ['a component in force for a time', (use) => use.from > -FOREVER || use.until < FOREVER],
  ['offsetDays', (use) => use.offsetDays !== 0],
  ['quantityFixed', (use) => use.constant !== 0],
  ['a fraction of a component', (use) => use.denominator !== 1],
];

/** The lead time of a source where it is the same on all days. */
export function leadTimeDays({ leadTimes }: CompiledSource): number | undefined {
  const isSteady = leadTimes.steps.every(
    ({ from, until }) => from === -FOREVER && until === FOREVER,
  );
  return isSteady ? leadTimeOn(leadTimes, 0) : undefined;
}
