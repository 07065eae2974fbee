/**
 * The books refuse what the order asks of them: nothing is half written, the incident says what to
 * mend, and the order is finished once when that is mended.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { type Company, openCompany, post } from '../../examples/whole-company/company.ts';
import { openTheBooks } from '../../examples/whole-company/open-the-books.ts';
import { planTheGoods } from '../../examples/whole-company/plan-the-goods.ts';
import { deliveryId, invoiceId } from '../../examples/whole-company/sale-entries.ts';
import { orderId, startTheOrder, taskId } from '../../examples/whole-company/start-the-order.ts';
import { runCompany } from '../../examples/whole-company/story.ts';
import { comeTo } from '../../examples/whole-company/time.ts';
import { dueOn, quoteId, winADeal } from '../../examples/whole-company/win-a-deal.ts';
import { memoryKind, postgresKind, sqliteKind } from '../../packages/ledger/test/stores.ts';
import { checkEnd, checkMoment } from './company-laws.ts';

interface Refusal {
  readonly why: string;
  readonly cause: (company: Company) => Promise<unknown>;
  readonly mend: (company: Company) => Promise<unknown>;
  /** The beginning of what the incident says. */
  readonly said: string;
}

/** Desk lamps go from the centre to the shop, or come back. */
const moveLamps = (id: string, quantity: number, cost: number) => (company: Company) =>
  post(company.ledger, {
    id,
    date: dueOn,
    lines: [1, -1].map((sign) => ({
      account: sign > 0 ? 'stock-shop' : 'stock-centre',
      currency: 'desk-lamp',
      amount: String(sign * quantity),
      base: (sign * cost).toFixed(2),
    })),
  });

const refusals: readonly Refusal[] = [
  {
    why: 'the period is closed',
    cause: ({ ledger }) => ledger.setPeriodStatus('2026-02', 'closed'),
    mend: ({ ledger }) => ledger.setPeriodStatus('2026-02', 'open'),
    said: "delivery-Q-2026-1 at date: LEDGER_PERIOD_CLOSED, 2026-02-23 lies in period '2026-02'",
  },
  {
    // The delivery alone would be taken.
    why: 'the account of the invoice is blocked',
    cause: ({ ledger }) => ledger.closeAccount('trade-receivables', dueOn),
    mend: ({ ledger }) => ledger.closeAccount('trade-receivables', undefined),
    said: "invoice-Q-2026-1 at lines.0.account: LEDGER_ACCOUNT_CLOSED, Account 'trade-receivables'",
  },
  {
    why: 'the goods have left',
    cause: moveLamps('lamps-to-shop', 100, 2570),
    mend: moveLamps('lamps-back', -100, -2570),
    said: "delivery-Q-2026-1 at lines.1.account: LEDGER_EXCEEDS_BALANCE_LIMIT, 'stock-centre'",
  },
];

/** What came of the clerk's task: all of it is there, or none. */
async function standing({ bpm, crm, ledger }: Company): Promise<Record<string, unknown>> {
  const session = crm.system('look');
  const { number, opportunity } = (await session.get('quote', quoteId))!;
  return {
    delivery: (await ledger.entry(deliveryId(number!)))?.id,
    invoice: (await ledger.entry(invoiceId(number!)))?.id,
    deal: (await session.get('opportunity', opportunity!))?.stage,
    task: (await session.get('activity', taskId(quoteId)))?.status,
    entries: (await ledger.books()).entries.id.length,
    news: (await ledger.events()).length,
    audit: (await ledger.audit()).ok,
    order: (await bpm.instance(orderId(quoteId))).state,
  };
}

/** The company up to the day on which the goods are to leave. */
async function companyAtTheDay(company: Company): Promise<void> {
  for (const stage of [openTheBooks, winADeal, startTheOrder, planTheGoods]) await stage(company);
  await comeTo(company, `${dueOn} 10:30`);
}

async function refuseThenMend(company: Company, { cause, mend, said }: Refusal): Promise<void> {
  const { bpm, store, clock } = company;
  const order = orderId(quoteId);
  await companyAtTheDay(company);
  await cause(company);
  const before = await standing(company);
  expect(before).toMatchObject({ deal: 'ordered', task: 'planned', audit: true, order: 'active' });

  const [task] = await bpm.tasks({ candidateGroups: ['warehouse'], instance: order });
  await bpm.task(task!.id, 'ines', { action: 'claim' });
  await bpm.complete(order, 'ship', { parcels: 7 }, 'ines');
  expect(await standing(company)).toEqual(before);
  // It is tried again twice by itself, in case the cause passes.
  for (let minute = 0; minute < 3; minute++) {
    clock.advance(60_000);
    await bpm.tick();
  }
  expect(await standing(company)).toEqual(before);
  const [incident, ...others] = await bpm.incidents();
  expect(others).toEqual([]);
  expect(incident).toMatchObject({ node: 'hand-over', code: 'retries-exhausted', instance: order });
  expect(incident!.message).toContain(said);

  // Resolved too early, it stands again, and nothing was written.
  await bpm.resolve(order, incident!.incident, 1);
  await bpm.tick();
  expect(await standing(company)).toEqual(before);
  expect(await bpm.incidents()).toHaveLength(1);

  await mend(company);
  const [again] = await bpm.incidents();
  await bpm.resolve(order, again!.incident, 1);
  for (let round = 0; round < 3; round++) await bpm.tick();
  expect(await bpm.incidents()).toEqual([]);
  expect(await standing(company)).toMatchObject({
    delivery: 'delivery-Q-2026-1',
    invoice: 'invoice-Q-2026-1',
    deal: 'won',
    task: 'done',
    audit: true,
    order: 'active',
  });
  await checkMoment(store);
  // The rest of the story goes on as ever; the order was finished once.
  await runCompany(store, () => undefined);
  await checkEnd(store);
}

describe('an order that the books refuse', () => {
  const kinds = [memoryKind(), sqliteKind(), postgresKind()];
  afterAll(async () => {
    for (const kind of kinds) await kind.close();
  }, 60_000);

  const [memory, ...databases] = kinds;
  const cases = [
    ...refusals.map((refusal) => [memory!, refusal] as const),
    ...databases.map((kind) => [kind, refusals[1]!] as const),
  ].map(([kind, refusal]) => ({ name: kind.name, why: refusal.why, kind, refusal }));

  test.each(cases)('$why, on $name', { timeout: 120_000 }, async ({ kind, refusal }) => {
    const { store } = await kind.open();
    await refuseThenMend(await openCompany(store), refusal);
  });
});
