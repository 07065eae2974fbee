/**
 * A small world over a store: accounts, stock, numbered invoices, seats and rooms, and who fights
 * for them.
 *
 * Every deed is a `transact` under an id of its own and leaves a receipt, so that at the end it can
 * be told whether it happened once, twice, half or not at all.
 */
import type { Random } from '@kontor/kernel';
import {
  collection,
  type Committed,
  type Store,
  transact,
  type Transaction,
  type TryOptions,
} from '@kontor/kernel/store';
import { law } from './simulation.ts';

interface Amount {
  readonly id: string;
  readonly amount: string;
}

interface Paper {
  readonly id: string;
  readonly kind: string;
  readonly room?: string;
  readonly number?: number;
  readonly deed: string;
}

const amounts = collection<Amount>('sim_amount', {
  id: (it) => it.id,
  fields: { amount: 'decimal' },
});

const papers = collection<Paper>('sim_paper', {
  id: (it) => it.id,
  fields: { kind: 'text', room: 'text', number: 'integer' },
  indexes: { byKind: ['kind', 'number'], byRoom: ['room'] },
  unique: { bySeat: ['room', 'number'] },
});

const ACCOUNTS = 4;
const OPENING = 1000n;
const STOCK = 5n;
const ROOM_PLACES = 4;

/** The kinds of deeds; each one is a race that weak stores lose. */
export type DeedKind = 'transfer' | 'take' | 'invoice' | 'seat' | 'room' | 'gift';
const KINDS: readonly DeedKind[] = ['transfer', 'take', 'invoice', 'seat', 'room', 'gift'];

/** What somebody means to do; drawn once, before the first try. */
export interface Deed {
  readonly id: string;
  readonly kind: DeedKind;
  readonly a: number;
  readonly b: number;
}

/** What came of it, as far as the one who did it was told. */
export type DeedResult = 'done' | 'refused' | 'done before' | 'unknown';

/** Draws a deed; the numbers mean accounts, seats or rooms, by kind. */
export function drawDeed(id: string, random: Random): Deed {
  const kind = KINDS[Math.floor(random() * KINDS.length)]!;
  return { id, kind, a: Math.floor(random() * ACCOUNTS), b: Math.floor(random() * ACCOUNTS) };
}

/** Opens the world's books. */
export async function openWorld(store: Store): Promise<void> {
  await store.prepare([amounts, papers]);
  await transact(store, async (tx) => {
    for (let i = 0; i < ACCOUNTS; i++) {
      tx.insert(amounts, { id: `account-${i}`, amount: String(OPENING) });
    }
    tx.insert(amounts, { id: 'stock', amount: String(STOCK) });
    tx.insert(amounts, { id: 'number', amount: '0' });
    tx.insert(amounts, { id: 'gifts', amount: '0' });
  });
}

/** Does a deed; safe to call again with the same deed, whatever became of the call before. */
export function doDeed(store: Store, deed: Deed, options: TryOptions): Promise<DeedResult> {
  const once = { id: deed.id, repeated: ({ version }: Committed) => told(version) };
  return transact<DeedResult>(
    store,
    async (tx) => {
      const done = await WORK[deed.kind](tx, deed);
      if (!done) return 'refused';
      tx.insert(papers, { id: `receipt-${deed.id}`, kind: 'receipt', deed: deed.kind });
      return 'done';
    },
    // A gift has no id of its own: only the batch's id keeps a lost answer from giving twice.
    deed.kind === 'gift' ? options : { ...options, ...once },
  );
}

const told = (version: number): DeedResult => (version === 0 ? 'refused' : 'done before');

const WORK: Readonly<Record<DeedKind, (tx: Transaction, deed: Deed) => Promise<boolean>>> = {
  transfer: async (tx, { a, b }) => {
    const [from, to] = await tx.getMany(amounts, [`account-${a}`, `account-${b}`]);
    if (a === b || BigInt(from!.amount) < 7n) return false;
    tx.put(amounts, { id: from!.id, amount: String(BigInt(from!.amount) - 7n) });
    tx.put(amounts, { id: to!.id, amount: String(BigInt(to!.amount) + 7n) });
    return true;
  },
  take: async (tx) => {
    tx.increment(amounts, 'stock', 'amount', -1n, { min: 0n });
    return true;
  },
  invoice: async (tx, { id }) => {
    const number = Number((await tx.get(amounts, 'number'))!.amount) + 1;
    tx.put(amounts, { id: 'number', amount: String(number) });
    tx.insert(papers, { id: `invoice-${id}`, kind: 'invoice', number, deed: id });
    return true;
  },
  seat: async (tx, { id, a, b }) => {
    tx.insert(papers, { id: `seat-${id}`, kind: 'seat', room: `hall-${a}`, number: b, deed: id });
    return true;
  },
  gift: async (tx, { id }) => {
    tx.increment(amounts, 'gifts', 'amount', 1n);
    tx.insert(papers, { id: `gift-${id}`, kind: 'gift', deed: id });
    return true;
  },
  room: async (tx, { id, a }) => {
    const room = `room-${a}`;
    const inside = await tx.scan(papers, { index: 'byRoom', equals: [room] });
    if (inside.length >= ROOM_PLACES) return false;
    tx.insert(papers, { id: `guest-${id}`, kind: 'guest', room, deed: id });
    return true;
  },
};

/** Checks every law of the world against what its people were told. */
export async function checkWorld(store: Store, told: ReadonlyMap<Deed, DeedResult>): Promise<void> {
  const { sums, all } = await transact(store, async (tx) => ({
    sums: await tx.scan(amounts),
    all: await tx.scan(papers),
  }));
  const amount = (id: string): bigint => BigInt(sums.find((it) => it.id === id)!.amount);
  const receipts = new Set(all.filter(({ kind }) => kind === 'receipt').map(({ id }) => id));
  const doneOf = (kind: DeedKind): number =>
    [...told].filter(([deed, result]) => deed.kind === kind && result !== 'refused').length;

  for (const [deed, result] of told) {
    const done = receipts.has(`receipt-${deed.id}`);
    if (result === 'unknown') continue;
    law(
      done === (result !== 'refused'),
      `${deed.kind} ${deed.id} was told '${result}', receipt: ${done}`,
    );
  }
  let total = 0n;
  for (let i = 0; i < ACCOUNTS; i++) total += amount(`account-${i}`);
  law(total === OPENING * BigInt(ACCOUNTS), `accounts sum to ${total}`);
  law(
    amount('stock') === STOCK - BigInt(doneOf('take')),
    `stock ${amount('stock')} after ${doneOf('take')}`,
  );
  law(amount('stock') >= 0n, 'stock is not below zero');
  const given = all.filter(({ kind }) => kind === 'gift').length;
  law(amount('gifts') === BigInt(given), `${amount('gifts')} gifts, ${given} of them on paper`);
  checkInvoices(all, Number(amount('number')), doneOf('invoice'));
  checkPlaces(all, doneOf('seat'), doneOf('room'));
}

function checkInvoices(all: readonly Paper[], last: number, done: number): void {
  const numbers = all.filter(({ kind }) => kind === 'invoice').map(({ number }) => number!);
  numbers.sort((a, b) => a - b);
  law(
    numbers.length === done && last === done,
    `${numbers.length} invoices, ${last} numbers, ${done} deeds`,
  );
  law(
    numbers.every((number, i) => number === i + 1),
    `invoices are gapless: ${numbers.join()}`,
  );
}

function checkPlaces(all: readonly Paper[], seats: number, guests: number): void {
  const taken = all
    .filter(({ kind }) => kind === 'seat')
    .map(({ room, number }) => `${room}/${number}`);
  law(new Set(taken).size === taken.length, `seats are taken once: ${taken.join()}`);
  law(taken.length === seats, `${taken.length} seats for ${seats} deeds`);
  const inside = new Map<string, number>();
  for (const { kind, room } of all) {
    if (kind === 'guest') inside.set(room!, (inside.get(room!) ?? 0) + 1);
  }
  let total = 0;
  for (const [room, count] of inside) {
    law(count <= ROOM_PLACES, `${room} holds ${count}`);
    total += count;
  }
  law(total === guests, `${total} guests for ${guests} deeds`);
}
