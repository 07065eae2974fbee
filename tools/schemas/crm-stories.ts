/**
 * A deal, its quotes and a lead, through everything that can become of them.
 */
import {
  accountObject,
  approved,
  contactObject,
  Crm,
  definePipeline,
  leadObject,
  opportunityObject,
  quoteObject,
} from '@kontor/crm-core';
import { manualClock, sequentialIds } from '@kontor/kernel';
import type { Store } from '@kontor/kernel/store';
import {
  content,
  discounted,
  policy,
  pricingAt,
} from '../../packages/crm-core/test/quote/bicycle-quote.ts';

const ends = [
  { id: 'won', kind: 'won' },
  { id: 'lost', kind: 'lost' },
] as const;
const first = { kind: 'open', probability: 20, forecastCategory: 'pipeline' } as const;

const sales = definePipeline({
  id: 'sales',
  stages: [
    { id: 'qualify', ...first },
    {
      id: 'propose',
      ...first,
      entryGuards: [approved('discount', { approvers: ['lea'] })],
    },
    { id: 'negotiate', ...first },
    ...ends,
  ],
  lostReasons: [{ id: 'price' }],
});
const partners = definePipeline({ id: 'partners', stages: [{ id: 'new', ...first }, ...ends] });

const objects = [
  accountObject(),
  contactObject(),
  leadObject(),
  opportunityObject(),
  quoteObject(),
] as const;

const openCrm = (store: Store) => {
  const clock = manualClock(Date.parse('2026-03-02T08:00:00Z'));
  const ids = sequentialIds('r');
  return { clock, crm: new Crm({ store, clock, ids, objects, pipelines: [sales, partners] }) };
};

/** Runs the stories on a store. */
export async function runCrmStories(store: Store): Promise<void> {
  const office = openCrm(store);
  await office.crm.prepare();
  await sellByStages(office);
  await offerAndAnswer(office);
  const { leads } = office.crm.system('form');
  const stream = { id: 'web', fields: { mail: 'email', firm: 'company' } };
  for (const firm of ['Hansa', 'Hansa Cycles']) {
    await leads.capture({ stream, payload: { mail: 'berg@hansa.eu', firm } });
  }
}

async function sellByStages({ crm, clock }: ReturnType<typeof openCrm>): Promise<void> {
  const { opportunities } = crm.as({ user: 'anna' });
  const lea = crm.as({ user: 'lea' });
  const { id } = await opportunities.open({ pipeline: 'sales', name: 'Bicycles' });
  for (const answer of ['reject', 'approve'] as const) {
    await opportunities.requestApproval(id, { approval: 'discount' });
    await lea.opportunities.answerApproval(id, { approval: 'discount', answer });
  }
  const moves = [
    { to: 'propose' },
    { to: 'won' },
    { to: 'negotiate' },
    { to: 'lost', closeReason: 'price' },
    { to: 'qualify' },
  ] as const;
  for (const move of moves) {
    clock.advance(86_400_000);
    await opportunities.move(id, move);
  }
  const at = '2026-03-02T20:00:00.000Z';
  await opportunities.move(id, { to: 'negotiate', at, reason: 'it was forgotten' });
  await opportunities.moveTo('partners', id, { to: 'new' });
}

async function offerAndAnswer({ crm, clock }: ReturnType<typeof openCrm>): Promise<void> {
  const { quotes } = crm.as({ user: 'anna' });
  const lea = crm.as({ user: 'lea', roles: ['lead'] });
  const terms = { policy, pricing: pricingAt() };
  const draft = async (given = content): Promise<string> => {
    const asked = { name: 'Bicycles', content: given, series: { id: 'quotes' } };
    return (await quotes.draft(asked, terms)).id;
  };
  const id = await draft(discounted('12'));
  for (const answer of ['reject', 'approve'] as const) {
    await quotes.requestApproval(id, {}, terms);
    await lea.quotes.answerApproval(id, { approval: 'discount', answer }, terms);
  }
  await quotes.send(id, {}, terms);
  await quotes.edit(id, { content }, terms);
  await quotes.edit(id, { content: discounted('5') }, terms);
  await quotes.send(id, {}, terms);
  await quotes.accept(id);
  const [refused, forgotten] = [await draft(), await draft()];
  for (const one of [refused, forgotten]) await quotes.send(one, {}, terms);
  await quotes.reject(refused);
  clock.advance(60 * 86_400_000);
  await quotes.expire(forgotten);
}
