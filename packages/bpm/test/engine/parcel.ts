/**
 * Parcels whose charts leave marks that can be counted: a service inside the commit, a timer, a
 * service by a worker, events with ids that are sent twice, a process that a state calls.
 */
import type { Store } from '@kontor/kernel/store';
import { z } from 'zod';
import { service } from '../../src/contract.ts';
import type { ProcessEngine } from '../../src/process-engine.ts';
import type { Action, ChartDefinition } from '../../src/statechart/chart-model.ts';
import { readNotation } from '../notation.ts';
import { leaveMark, marks } from './shop.ts';

const order = z.object({ order: z.string() });
const pick = service('pick', { input: order, output: z.object({ picked: z.number() }) });
const ship = service('ship', { input: order, output: z.object({ shipped: z.boolean() }) });
const bill = service('bill', { input: order, output: z.object({ billed: z.number() }) });

const assign = (location: string, expr: string): Action => {
  return { do: 'assign', location, from: { expr } };
};
const params = [{ name: 'order', expr: 'order' }];

/** The states of a parcel, in the order in which it goes through them. */
export const PARCEL_STATES = [
  'open',
  'picking',
  'resting',
  'shipping',
  'shipped',
  'billing',
  'delivered',
];

const parcel: ChartDefinition = {
  id: 'parcel',
  data: [
    { id: 'order' },
    { id: 'rings', from: { value: 0 } },
    { id: 'notes', from: { value: 0 } },
    { id: 'closing', from: { value: false } },
  ],
  states: [
    {
      id: 'open',
      kind: 'state',
      transitions: [
        { events: ['note'], content: [assign('notes', 'notes + 1')] },
        { events: ['ring'], content: [assign('rings', 'rings + 1')] },
        { events: ['close'], content: [assign('closing', 'true')] },
        { events: ['done.invoke.bill'], targets: ['delivered'] },
      ],
      states: [
        {
          id: 'picking',
          kind: 'state',
          invokes: [{ type: 'service', id: 'pick', src: 'pick', params }],
          transitions: [{ events: ['done.invoke.pick'], targets: ['resting'] }],
        },
        {
          id: 'resting',
          kind: 'state',
          onentry: [[{ do: 'send', event: 'ring', delay: 'PT0.001S' }]],
          transitions: [
            { events: ['ring'], targets: ['shipping'], content: [assign('rings', 'rings + 1')] },
          ],
        },
        {
          id: 'shipping',
          kind: 'state',
          invokes: [{ type: 'service', id: 'ship', src: 'ship', params }],
          transitions: [{ events: ['done.invoke.ship'], targets: ['shipped'] }],
        },
        {
          id: 'shipped',
          kind: 'state',
          transitions: [{ cond: 'closing = true', targets: ['billing'] }],
        },
        {
          id: 'billing',
          kind: 'state',
          invokes: [{ type: 'process', id: 'bill', src: 'billing', params }],
        },
      ],
    },
    {
      id: 'delivered',
      kind: 'final',
      done: {
        params: [
          { name: 'rings', expr: 'rings' },
          { name: 'notes', expr: 'notes' },
        ],
      },
    },
  ],
};

const billing = readNotation('start > svc(B, bill) > end', { id: 'billing' }).main;

/** Makes what is kept, and deploys the chart of a parcel with the process that it calls. */
export async function prepareParcels(engine: ProcessEngine, store: Store): Promise<void> {
  await engine.prepare();
  await store.prepare([marks]);
  await engine.deploy(billing);
  await engine.deploy(parcel);
}

/** Registers who does the work. @param shipped - is told the key of each effect, when it is done */
export function handleParcels(engine: ProcessEngine, shipped: (effectKey: string) => void): void {
  engine.handleInside(pick, async ({ order: name }, { tx }) => ({
    picked: await leaveMark(tx, 'pick', name),
  }));
  engine.handleInside(bill, async ({ order: name }, { tx }) => ({
    billed: await leaveMark(tx, 'bill', name),
  }));
  engine.handle(ship, (_, { effectKey }) => {
    shipped(effectKey);
    return { shipped: true };
  });
}

/** All events of a parcel, each of them sent twice, as by who has not heard that it was taken. */
export async function sendEvents({ charts }: ProcessEngine, id: string): Promise<void> {
  for (const event of ['note', 'note', 'close'].map((name, at) => ({ name, id: `${id}/${at}` }))) {
    await charts.send(id, event);
    await charts.send(id, event);
  }
}
