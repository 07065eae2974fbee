/**
 * The process: what the purchasing department draws on its wall, as data.
 *
 * Small requests go straight to the order. Others are decided by a manager, or by a director when
 * nobody has decided in two working days. The order is a transaction: what it has done is undone when
 * the supplier does not confirm, or the request is withdrawn.
 */
import type { Flow, Node, ProcessInput } from '@kontor/bpm';

/** Flows from node to node. */
const line = (...nodes: readonly string[]): Flow[] =>
  nodes.slice(1).map((to, at) => ({ id: `${nodes[at]!}-to-${to}`, from: nodes[at]!, to }));

/** A flow that is taken when a condition holds. */
const when = (condition: string, from: string, to: string): Flow => {
  return { id: `${from}-to-${to}`, from, to, condition };
};

/** What completes a decision. */
const decision = {
  type: 'object',
  properties: { approved: { type: 'boolean' }, note: { type: 'string' } },
  required: ['approved'],
  additionalProperties: false,
};

const deciding: readonly Node[] = [
  {
    kind: 'user',
    id: 'approve',
    name: 'Approve the purchase',
    work: {
      candidateGroups: { expression: 'if total > 10000 then ["board"] else ["managers"]' },
      due: 'P2D',
      form: decision,
      instructions: '{{requester}} asks for {{item}}, {{total}} EUR.',
    },
  },
  {
    kind: 'boundary',
    id: 'undecided',
    attachedTo: 'approve',
    on: [{ type: 'timer', duration: 'P2D', calendar: 'office' }],
  },
  {
    kind: 'user',
    id: 'decide',
    name: 'Decide what no manager has decided',
    work: {
      candidateGroups: ['directors'],
      priority: 80,
      form: decision,
      instructions: '{{item}} for {{total}} EUR has waited for two working days.',
    },
  },
  { kind: 'exclusive', id: 'decided', default: 'decided-to-refused' },
];

const ordering: Node = {
  kind: 'subProcess',
  id: 'ordering',
  type: 'transaction',
  nodes: [
    {
      kind: 'service',
      id: 'place',
      name: 'Place the order and commit the budget',
      type: 'order.place',
      out: [{ from: 'orderNumber', to: 'orderNumber' }],
    },
    {
      kind: 'boundary',
      id: 'placed',
      attachedTo: 'place',
      on: [{ type: 'compensation' }],
      handler: 'withdraw',
    },
    { kind: 'service', id: 'withdraw', type: 'order.withdraw', undoes: true, out: [] },
    {
      kind: 'service',
      id: 'send',
      name: 'Send the order to the supplier',
      type: 'supplier.send',
      retry: { attempts: 3, pause: 'PT1M' },
      out: [],
    },
    {
      kind: 'boundary',
      id: 'sent',
      attachedTo: 'send',
      on: [{ type: 'compensation' }],
      handler: 'recall',
    },
    { kind: 'service', id: 'recall', type: 'supplier.recall', undoes: true, out: [] },
    { kind: 'eventBased', id: 'answer' },
    {
      kind: 'catch',
      id: 'confirmed',
      on: [{ type: 'message', name: 'order confirmed', key: 'orderNumber' }],
      out: [{ from: 'delivery', to: 'delivery' }],
    },
    {
      kind: 'catch',
      id: 'withdrawn',
      on: [{ type: 'message', name: 'request withdrawn', key: 'request' }],
    },
    {
      kind: 'catch',
      id: 'silence',
      on: [{ type: 'timer', duration: 'P5D', calendar: 'office' }],
    },
    { kind: 'end', id: 'ordered' },
    { kind: 'end', id: 'given-up', throws: [{ type: 'cancel' }] },
  ],
  flows: [
    ...line('place', 'send', 'answer', 'confirmed', 'ordered'),
    ...line('answer', 'withdrawn', 'given-up'),
    ...line('answer', 'silence', 'given-up'),
  ],
};

/** A purchase, from the request to the confirmed order. */
export const purchase: ProcessInput = {
  id: 'purchase',
  name: 'Purchase approval',
  version: '2026-03',
  zone: 'Europe/Amsterdam',
  nodes: [
    { kind: 'start', id: 'requested' },
    { kind: 'exclusive', id: 'amount', default: 'amount-to-ordering' },
    ...deciding,
    ordering,
    {
      kind: 'boundary',
      id: 'no-budget',
      attachedTo: 'ordering',
      on: [{ type: 'error', code: 'NO_BUDGET' }],
    },
    { kind: 'boundary', id: 'cancel', attachedTo: 'ordering', on: [{ type: 'cancel' }] },
    { kind: 'end', id: 'done' },
    { kind: 'end', id: 'refused' },
    { kind: 'end', id: 'unaffordable' },
    { kind: 'end', id: 'cancelled' },
  ],
  flows: [
    ...line('requested', 'amount'),
    when('total > 500', 'amount', 'approve'),
    ...line('amount', 'ordering', 'done'),
    ...line('approve', 'decided'),
    ...line('undecided', 'decide', 'decided'),
    when('approved', 'decided', 'ordering'),
    ...line('decided', 'refused'),
    ...line('no-budget', 'unaffordable'),
    ...line('cancel', 'cancelled'),
  ],
};
