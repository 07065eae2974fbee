/** How an order goes: last year's way, and this year's. */
import type { ProcessInput } from '@kontor/bpm';

/** The credit check and the picking go side by side; then the order is packed and paid. */
export const orderV1: ProcessInput = {
  id: 'order',
  version: '2025',
  nodes: [
    { kind: 'start', id: 'ordered' },
    { kind: 'parallel', id: 'both' },
    { kind: 'user', id: 'check-credit', work: { candidateGroups: ['credit'] } },
    { kind: 'user', id: 'pick', work: { candidateGroups: ['warehouse'] } },
    { kind: 'parallel', id: 'ready' },
    { kind: 'user', id: 'pack', work: { candidateGroups: ['warehouse'] } },
    { kind: 'user', id: 'file-copy', work: { candidateGroups: ['office'] } },
    { kind: 'receive', id: 'paid', message: 'payment', key: 'order' },
    {
      kind: 'boundary',
      id: 'overdue',
      attachedTo: 'paid',
      on: [{ type: 'timer', duration: 'P30D' }],
    },
    { kind: 'end', id: 'done' },
    { kind: 'end', id: 'lapsed' },
  ],
  flows: [
    { id: 'f1', from: 'ordered', to: 'both' },
    { id: 'f2', from: 'both', to: 'check-credit' },
    { id: 'f3', from: 'both', to: 'pick' },
    { id: 'credit-ready', from: 'check-credit', to: 'ready' },
    { id: 'pick-ready', from: 'pick', to: 'ready' },
    { id: 'f4', from: 'ready', to: 'pack' },
    { id: 'f5', from: 'pack', to: 'file-copy' },
    { id: 'f6', from: 'file-copy', to: 'paid' },
    { id: 'f7', from: 'paid', to: 'done' },
    { id: 'f8', from: 'overdue', to: 'lapsed' },
  ],
};

/**
 * Paper is gone, what was picked is weighed, a customer can cancel while the order is packed, and
 * payments come under another name, within two weeks.
 */
export const orderV2: ProcessInput = {
  id: 'order',
  version: '2026',
  nodes: [
    { kind: 'start', id: 'ordered' },
    { kind: 'parallel', id: 'both' },
    { kind: 'user', id: 'assess-credit', work: { candidateGroups: ['credit'] } },
    { kind: 'user', id: 'pick', work: { candidateGroups: ['warehouse'] } },
    { kind: 'user', id: 'weigh', work: { candidateGroups: ['warehouse'] } },
    { kind: 'parallel', id: 'ready' },
    { kind: 'user', id: 'pack', work: { candidateGroups: ['warehouse'] } },
    {
      kind: 'boundary',
      id: 'withdrawn',
      attachedTo: 'pack',
      on: [{ type: 'message', name: 'withdrawal', key: 'order' }],
    },
    { kind: 'receive', id: 'paid', message: 'bank.payment', key: 'order' },
    {
      kind: 'boundary',
      id: 'overdue',
      attachedTo: 'paid',
      on: [{ type: 'timer', duration: 'P14D' }],
    },
    { kind: 'end', id: 'done' },
    { kind: 'end', id: 'lapsed' },
    { kind: 'end', id: 'cancelled' },
  ],
  flows: [
    { id: 'f1', from: 'ordered', to: 'both' },
    { id: 'f2', from: 'both', to: 'assess-credit' },
    { id: 'f3', from: 'both', to: 'pick' },
    { id: 'credit-ready', from: 'assess-credit', to: 'ready' },
    { id: 'pick-weigh', from: 'pick', to: 'weigh' },
    { id: 'weigh-ready', from: 'weigh', to: 'ready' },
    { id: 'f4', from: 'ready', to: 'pack' },
    { id: 'f5', from: 'pack', to: 'paid' },
    { id: 'f7', from: 'paid', to: 'done' },
    { id: 'f8', from: 'overdue', to: 'lapsed' },
    { id: 'f9', from: 'withdrawn', to: 'cancelled' },
  ],
};
