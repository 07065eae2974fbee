/**
 * The store in memory beside a plain Map: what checks, retries and copies cost where nobody
 * contends.
 *
 * The peer is what one writes without a store: a Map, a copy on the way in and out, no checks, no
 * undo and no order. So a ratio below 1 is the price of a transaction; the figure to watch is ours,
 * tx/s.
 */
import { memoryStore } from '@kontor/kernel/memory';
import { collection, type Store, transact } from '@kontor/kernel/store';
import { compare, type Row, type Suite, type SuiteOptions } from '../suite.ts';

interface Account {
  readonly id: string;
  readonly owner: string;
  readonly balance: number;
}

const accounts = collection<Account>('bench_account', {
  id: (account) => account.id,
  fields: { owner: 'text' },
  indexes: { byOwner: ['owner'] },
});

const ACCOUNTS = 1000;
/** The scanned collection is of an ordinary size: 20 accounts for each of 1,000 owners. */
const OWNED_ACCOUNTS = 20_000;
const OWNERS = 1000;

const account = (i: number): Account => ({
  id: `account-${i}`,
  owner: `owner-${i % OWNERS}`,
  balance: 1000,
});

/** The two accounts of transfer `i`; never the same. */
const pairOf = (i: number): readonly [string, string] => [
  `account-${(7 * i) % ACCOUNTS}`,
  `account-${(7 * i + 1 + (i % 5)) % ACCOUNTS}`,
];

/** Benchmarks of the store in memory. */
export const suite: Suite = {
  engine: 'store',
  run: async (options) => [await transfers(options), await ownerScans(options)],
};

async function transfers(options: SuiteOptions): Promise<Row> {
  const count = options.quick ? 500 : 10_000;
  return compare(
    {
      name: 'transact: read two documents, write both',
      size: `${count} transfers, ${ACCOUNTS} accounts`,
      peerName: 'Map and structuredClone',
      ours: async () => {
        const store = await filledStore(ACCOUNTS);
        for (let i = 0; i < count; i++) await transfer(store, i);
        return balancesOf(store);
      },
      peer: async () => {
        const map = filledMap(ACCOUNTS);
        for (let i = 0; i < count; i++) transferInMap(map, i);
        return [...map.values()].map(({ id, balance }) => `${id}:${balance}`).toSorted();
      },
      equal: (ours, peer) => ours.join() === peer.join(),
      operations: { count, unit: 'tx/s' },
    },
    options,
  );
}

async function ownerScans(options: SuiteOptions): Promise<Row> {
  const store = await filledStore(OWNED_ACCOUNTS);
  const map = filledMap(OWNED_ACCOUNTS);
  const count = options.quick ? 20 : 500;
  return compare(
    {
      name: 'scan the accounts of one owner by index',
      size: `${OWNED_ACCOUNTS} accounts, 20 found`,
      peerName: 'Map, filter and sort',
      ours: async () => {
        let ids = '';
        for (let i = 0; i < count; i++) ids = await ownedInStore(store, `owner-${i % OWNERS}`);
        return ids;
      },
      peer: () => {
        let ids = '';
        for (let i = 0; i < count; i++) ids = ownedInMap(map, `owner-${i % OWNERS}`);
        return ids;
      },
      equal: (ours, peer) => ours === peer,
      operations: { count, unit: 'scans/s' },
    },
    options,
  );
}

async function filledStore(count: number): Promise<Store> {
  const store = memoryStore();
  await store.prepare([accounts]);
  await transact(store, async (tx) => {
    for (let i = 0; i < count; i++) tx.insert(accounts, account(i));
  });
  return store;
}

function filledMap(count: number): Map<string, Account> {
  return new Map(Array.from({ length: count }, (_, i) => [account(i).id, account(i)]));
}

function transfer(store: Store, i: number): Promise<void> {
  const [from, to] = pairOf(i);
  return transact(store, async (tx) => {
    const [source, target] = await tx.getMany(accounts, [from, to]);
    tx.put(accounts, { ...source!, balance: source!.balance - 3 });
    tx.put(accounts, { ...target!, balance: target!.balance + 3 });
  });
}

function transferInMap(map: Map<string, Account>, i: number): void {
  const [from, to] = pairOf(i);
  const source = structuredClone(map.get(from)!);
  const target = structuredClone(map.get(to)!);
  map.set(from, structuredClone({ ...source, balance: source.balance - 3 }));
  map.set(to, structuredClone({ ...target, balance: target.balance + 3 }));
}

async function balancesOf(store: Store): Promise<string[]> {
  const all = await transact(store, (tx) => tx.scan(accounts));
  return all.map(({ id, balance }) => `${id}:${balance}`).toSorted();
}

async function ownedInStore(store: Store, owner: string): Promise<string> {
  const range = { index: 'byOwner', equals: [owner] };
  const found = await transact(store, (tx) => tx.scan(accounts, range));
  return found.map(({ id }) => id).join();
}

function ownedInMap(map: Map<string, Account>, owner: string): string {
  return [...map.values()]
    .filter((it) => it.owner === owner)
    .map(({ id }) => id)
    .toSorted()
    .join();
}
