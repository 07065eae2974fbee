/**
 * The laws of the company, held when the faults have stopped: each sale was booked and told to the
 * customer once, or neither; what was acknowledged is there; the books balance in each currency;
 * the cube answers as one that is made anew of the ledger's facts.
 */
import { isDeepStrictEqual } from 'node:util';
import type { ProcessEngine } from '@kontor/bpm';
import { type accountObject, type Crm, recordAt } from '@kontor/crm-core';
import type { Store } from '@kontor/kernel/store';
import type { Ledger } from '@kontor/ledger';
import { type CubeFollower, figuresOfLines } from './cube-follower.ts';
import { law } from './simulation.ts';

/** The engines on one store. */
export interface Company {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly crm: Crm<readonly [ReturnType<typeof accountObject>]>;
  readonly engine: ProcessEngine;
}

/** What people were told. */
export interface CompanyTold {
  /** Sales that were started, and acknowledged. */
  readonly sales: Set<string>;
  /** Entries of clerks: whether they were taken. */
  readonly posted: Map<string, boolean>;
  /** Edits of users that were acknowledged, by their reasons. */
  readonly edits: Set<string>;
}

/** Checks every law; throws when one is broken. */
export async function checkCompanyLaws(
  { ledger, crm, engine }: Company,
  follower: CubeFollower,
  told: CompanyTold,
): Promise<void> {
  law((await engine.instances('active')).length === 0, 'every sale has ended');
  const facts = await ledger.facts();
  const entries = new Set(facts.entry);
  for (const [id, isTaken] of told.posted) law(entries.has(id) === isTaken, `${id}: ${isTaken}`);
  const booked = [...entries].filter((id) => id.startsWith('sale-'));
  law(booked.length === told.sales.size, `${booked.length} sales booked of ${told.sales.size}`);
  law((await ledger.verify()).ok && (await ledger.audit()).ok, 'the chain and the sums hold');
  checkBalance(facts);
  await checkCustomer(crm, booked, told);
  const lines = facts.line.map((line, at) => ({
    line,
    account: facts.account[at]!,
    currency: facts.currency[at]!,
    amount: Number(facts.amount[at]!),
  }));
  const [kept, anew] = [follower.figures(), figuresOfLines(lines)];
  law(isDeepStrictEqual(kept, anew), `the cube has ${kept.join()}, the books ${anew.join()}`);
  law((await ledger.events()).length === 0, 'the outbox is empty');
}

function checkBalance(facts: Awaited<ReturnType<Ledger['facts']>>): void {
  const sums = new Map<string, number>();
  facts.amount.forEach((amount, at) => {
    const currency = facts.currency[at]!;
    sums.set(currency, (sums.get(currency) ?? 0) + Number(amount));
  });
  for (const [currency, sum] of sums) law(sum === 0, `${currency} adds up to ${sum}`);
}

/** The customer's log tells of each booked sale once, and of each acknowledged edit once. */
async function checkCustomer(
  crm: Company['crm'],
  booked: readonly string[],
  { edits }: CompanyTold,
): Promise<void> {
  const session = crm.system('laws');
  const log = await session.log('account');
  const reasons = log.map(({ data }) => data.reason ?? '');
  const sales = reasons.filter((reason) => reason.startsWith('sale-'));
  law(
    isDeepStrictEqual(sales.toSorted(), booked.toSorted()),
    `the customer was told of ${sales.join()}, booked are ${booked.join()}`,
  );
  for (const edit of edits) {
    const times = reasons.filter((reason) => reason === edit).length;
    law(times === 1, `edit ${edit} happened ${times} times`);
  }
  const [{ data }] = log as [(typeof log)[number]];
  const stored = await session.get('account', data.id);
  law(isDeepStrictEqual(recordAt(log), stored), 'the log of the customer gives his record');
}
