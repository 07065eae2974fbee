/**
 * The process of an order, from the accepted quote to the payment, as data; and the contracts of
 * what it asks of the other engines.
 *
 * What follows the clerk's task up to the next wait is one burst, and a burst is one commit. Goods
 * issue, invoice and won deal are one step of it besides: where the books refuse one of them, the
 * steps before it stand, and nothing of the step does.
 */
import { type Flow, type ProcessInput, service } from '@kontor/bpm';
import { z } from 'zod';

const order = z.object({ quote: z.string(), number: z.string() });

/** What a customer card says. */
export const customerCard = z.object({
  customer: z.string(),
  person: z.string(),
  mail: z.string(),
  address: z.string(),
  note: z.string(),
});

/** Reads the card of the customer. */
export const readCard = service('crm.card', { input: order, output: customerCard });
/**
 * Takes the goods out of stock, posts the invoice with its taxes, and wins the deal, about which
 * nothing is left to do: all of it, or nothing.
 */
export const handOver = service('order.hand-over', {
  input: order.extend({ task: z.string() }),
  output: z.object({ delivery: z.string(), invoice: z.string() }),
});
/** Settles the invoice. */
export const settle = service('books.settle', {
  input: z.object({ number: z.string(), invoice: z.string(), amount: z.string() }),
  output: z.object({ payment: z.string() }),
});

const line = (...nodes: readonly string[]): Flow[] =>
  nodes.slice(1).map((to, at) => ({ id: `${nodes[at]!}-to-${to}`, from: nodes[at]!, to }));

/** An order. */
export const orderProcess: ProcessInput = {
  id: 'order',
  name: 'From the accepted quote to the payment',
  version: '2026-01',
  zone: 'Europe/Amsterdam',
  nodes: [
    { kind: 'start', id: 'ordered' },
    { kind: 'receive', id: 'goods', message: 'goods are there', key: 'number', out: [] },
    { kind: 'service', id: 'card', name: 'Read the customer card', type: readCard.type },
    {
      kind: 'user',
      id: 'ship',
      name: 'Ship the order',
      work: {
        candidateGroups: ['warehouse'],
        instructions:
          'Ship {{number}} to {{customer}}, {{address}}.\n' +
          'Ask for {{person}} ({{mail}}). {{note}}',
        form: {
          type: 'object',
          properties: { parcels: { type: 'integer', minimum: 1 } },
          required: ['parcels'],
          additionalProperties: false,
        },
      },
    },
    {
      kind: 'service',
      id: 'hand-over',
      name: 'Goods issue, invoice, won deal',
      type: handOver.type,
    },
    {
      kind: 'receive',
      id: 'payment',
      message: 'payment came in',
      key: 'number',
      out: [{ from: 'amount', to: 'amount' }],
    },
    { kind: 'service', id: 'settle', type: settle.type },
    { kind: 'end', id: 'paid' },
  ],
  flows: line('ordered', 'goods', 'card', 'ship', 'hand-over', 'payment', 'settle', 'paid'),
};
