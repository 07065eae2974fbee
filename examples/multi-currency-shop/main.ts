/**
 * Two months of a shop that sells in three currencies: invoices with their taxes, payments with
 * their exchange differences, the month end, and the statements that come of it.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { formatMoney, manualClock, money, moneyOfMinor } from '@kontor/kernel';
import { sqliteStore } from '@kontor/kernel/sqlite';
import {
  bookStatement,
  type CarriedItem,
  chartRoles,
  type Command,
  foreignAccount,
  Ledger,
  moveForeignAccount,
  readyLayouts,
  revaluation,
  settle,
  trialBalance,
} from '@kontor/ledger';
import { invoiceEntries, taxesOf } from './invoices.ts';
import { openDatabase } from './open-database.ts';
import { type Order, orders, type Payment, payments } from './orders.ts';
import { printStatement, printTable, printTrialBalance } from './print.ts';
import { atSpot, differenceLines, euro, receivableOf, settlePayment } from './payments.ts';
import { functional, goods, setup } from './set-up.ts';

const out = fileURLToPath(new URL('./out', import.meta.url));
rmSync(out, { recursive: true, force: true });
mkdirSync(out);

// The clock is ours, so that everybody sees the same books.
const clock = manualClock();
const database = await openDatabase(`${out}/books.db`);
const store = sqliteStore(database);
const ledger = new Ledger({ store, clock });
await ledger.prepare();
await ledger.open(setup);

/** What is open of each invoice, at its carrying amount. */
const receivables = new Map<Order, CarriedItem>();
const realised = new Map<Order, bigint>();

await start();
const january = [...orders, ...payments].filter(({ date }) => date <= '2026-01-31');
for (const event of january.toSorted((a, b) => (a.date < b.date ? -1 : 1))) {
  await ('customer' in event ? invoice(event) : receive(event));
}
printInvoices();
await sellDollars();
await endOfJanuary();
for (const payment of payments.filter(({ date }) => date > '2026-01-31')) await receive(payment);
printDifferences();
await printStatements();
await printFromStore();
await store.close();
database.close();

/** Posts on a day, at nine; an entry that is refused ends the program. */
async function post(date: string, ...commands: readonly Command[]): Promise<void> {
  clock.set(Date.parse(`${date}T09:00:00Z`));
  for (const outcome of await ledger.postAll(commands)) {
    if (!outcome.ok) throw new Error(`${outcome.id}: ${JSON.stringify(outcome)}`);
  }
}

/** The owner pays in, and the first goods are bought. */
async function start(): Promise<void> {
  const date = '2026-01-05';
  await post(
    date,
    {
      id: 'capital',
      date,
      lines: [
        { account: chartRoles.bank, amount: '10000.00' },
        { account: 'share-capital', amount: '-10000.00' },
      ],
    },
    {
      id: 'P-501',
      date,
      journal: 'purchases',
      text: 'prints and books from the printer',
      lines: [
        { account: goods.stock, amount: '2400.00' },
        { account: chartRoles.inputTax, amount: '504.00', taxCode: 'NL21' },
        { account: chartRoles.bank, amount: '-2904.00' },
      ],
    },
  );
}

async function invoice(order: Order): Promise<void> {
  await post(order.date, ...invoiceEntries(order));
  const posted = receivableOf((await ledger.entry(order.id))!);
  if (posted.amount > 0n) {
    receivables.set(order, posted);
    return;
  }
  // A credit note goes against its invoice, at the rate of that one: nothing is realised.
  const of = orderOf(order.id.replace('C-', 'S-'));
  receivables.set(of, settle(receivables.get(of)!, -posted.amount, -posted.base, 'halfEven'));
}

async function receive(payment: Payment): Promise<void> {
  const order = orderOf(payment.order);
  const settled = settlePayment(payment, order, receivables.get(order)!);
  await post(payment.date, settled.entry);
  receivables.set(order, settled.item);
  realised.set(order, (realised.get(order) ?? 0n) + settled.realised);
}

function orderOf(id: string): Order {
  return orders.find((order) => order.id === id)!;
}

function printInvoices(): void {
  console.log('Invoices and credit notes of January');
  const rows = orders.map((order) => {
    const { net, tax, gross } = taxesOf(order);
    return [order.id, order.customer, order.currency, net, tax, gross];
  });
  printTable(['', 'customer', '', 'net', 'tax', 'gross'], rows);
}

/** 600 dollars are sold for euro: they leave at what they cost, by moving average. */
async function sellDollars(): Promise<void> {
  const date = '2026-01-30';
  const { posted, base } = await ledger.balance(chartRoles.foreignBank, { currency: 'USD' });
  const sold = money('-600.00', 'USD');
  const worth = atSpot(sold, date);
  const before = { amount: money(posted, 'USD').minor, base: money(base, functional).minor };
  const movements = [before, { amount: sold.minor, base: worth.minor }];
  const { rows } = moveForeignAccount(foreignAccount('movingAverage'), movements, 'halfEven');
  const { base: cost, realised } = rows[1]!;
  const lines = [
    { account: chartRoles.foreignBank, amount: '-600.00', currency: 'USD', base: euro(cost) },
    { account: chartRoles.bank, amount: euro(-worth.minor) },
    ...differenceLines(realised),
  ];
  await post(date, { id: 'B-90', date, journal: 'bank', lines });
  console.log(`600.00 USD sold for ${euro(-worth.minor)} EUR, which had cost ${euro(-cost)}`);
  const entry = await ledger.entry('B-90');
  printTable(
    ['account', '', 'amount', 'base', ''],
    entry!.lines.map((line) => [
      line.account,
      line.currency,
      line.amount,
      line.base,
      line.generated ? 'made by the ledger' : '',
    ]),
  );
}

/** Measures at closing rates, closes the month, and shows what that means for a late bill. */
async function endOfJanuary(): Promise<void> {
  const date = '2026-01-31';
  const { rows = [], commands = [] } = revaluation(await ledger.books(), {
    id: 'closing-2026-01',
    date,
    mode: 'reverse',
    gain: chartRoles.unrealisedExchangeGains,
    loss: chartRoles.unrealisedExchangeLosses,
  });
  await post(date, ...commands);
  console.log('Measured at the closing rates of 31 January, and taken back on 1 February');
  printTable(
    ['', '', 'balance', 'carried at', 'at closing', 'difference'],
    rows.map(({ account, currency, amount, carrying, closing, difference }) => [
      account,
      currency,
      formatMoney(moneyOfMinor(amount, currency)),
      ...[carrying, closing, difference].map(euro),
    ]),
  );
  await ledger.setPeriodStatus('2026-01', 'closed');

  clock.set(Date.parse('2026-02-03T09:00:00Z'));
  const bill = {
    id: 'P-502',
    date: '2026-01-29',
    journal: 'purchases',
    text: 'web hosting',
    lines: [
      { account: 'it-expenses', amount: '80.00' },
      { account: chartRoles.inputTax, amount: '16.80', taxCode: 'NL21' },
      { account: chartRoles.bank, amount: '-96.80' },
    ],
  };
  const refused = await ledger.post(bill);
  console.log(`A bill of 29 January, on 3 February: ${refused.ok ? 'posted' : refused.code}`);
  await post('2026-02-03', { ...bill, latePosting: 'firstOpen' });
  const { date: postedOn, documentDate, number } = (await ledger.entry('P-502'))!;
  console.log(`posted as ${number} on ${postedOn}, with ${documentDate} on the paper\n`);
}

function printDifferences(): void {
  console.log('What the exchange rates came to in the end, by invoice');
  const rows = [...realised].map(([{ id, currency }, difference]) => [
    id,
    currency,
    euro(difference),
    euro(receivables.get(orderOf(id))!.carrying),
  ]);
  printTable(['', '', 'realised', 'still carried'], rows);
}

async function printStatements(): Promise<void> {
  const books = await ledger.books();
  console.log('Trial balance of 28 February');
  printTrialBalance(trialBalance(books, { asOf: '2026-02-28' }));

  const ends = { january: '2026-01-31', february: '2026-02-28' };
  printStatement(
    bookStatement(books, {
      layout: readyLayouts.profitOrLoss,
      columns: [
        { id: 'January', from: '2026-01-01', asOf: ends.january },
        { id: 'February', from: '2026-02-01', asOf: ends.february },
      ],
    }),
  );
  printStatement(
    bookStatement(books, {
      layout: readyLayouts.financialPosition,
      columns: [
        { id: '31 January', asOf: ends.january },
        { id: '28 February', asOf: ends.february },
      ],
    }),
  );

  console.log('Sales by market');
  const sales = trialBalance(books, { by: ['market'] }).rows.filter(
    ({ account }) => account === goods.sales,
  );
  printTable(
    ['market', '', 'sold', 'EUR'],
    sales.map(({ dims, currency, amount, base }) => [dims['market']!, currency, amount, base]),
  );

  const knownThen = { asOf: ends.january, knownAt: '2026-01-31T23:00:00Z' };
  const [then, now] = [knownThen, { asOf: ends.january }].map((query) =>
    JSON.stringify(trialBalance(books, query)),
  );
  console.log(
    `January as it was known then, and as it is now: ${then === now ? 'the same' : 'not'}`,
  );
}

/** The books are rows in a database: any SQL client can ask them. */
async function printFromStore(): Promise<void> {
  const verdict = await ledger.verify();
  if (!verdict.ok) throw new Error(`batch ${verdict.batch}: ${verdict.reason}`);
  console.log(`${verdict.entries} entries in ${verdict.batches} sealed batches, all as written\n`);
  const sql = `
    select journal, min(number) as first, max(number) as last, count(*) as entries
    from ledger_entry_v
    where journal <> 'general'
    group by journal
    order by journal`;
  console.log('Numbers by journal, by plain SQL from the store');
  const rows = database.all(sql).map((row) => Object.values(row).map(String));
  printTable(['journal', 'first', 'last', 'entries'], rows);
}
