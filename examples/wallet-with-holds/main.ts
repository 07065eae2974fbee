/**
 * A morning of a scooter service: wallets that never go below zero, holds that end by themselves,
 * captures, refunds and payouts, retried as networks make one retry, and all of it provable.
 */
import { createHash } from 'node:crypto';
import { decimal, manualClock, roundDecimal } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { type EntryInput, Ledger, type LineInput, type Outcome, verifyProof } from '@kontor/ledger';

const date = '2026-05-04';
// The clock is ours, so that everybody sees the same morning, down to the last hash.
const clock = manualClock(Date.parse(`${date}T08:00:00Z`));
const ledger = new Ledger({
  store: memoryStore(),
  clock,
  sha256: (data) => createHash('sha256').update(data).digest(),
});

await setUp();
await topUp();
await rideWithHold();
await retry();
await holdThatExpires();
await sharedRide();
await refund();
await payOut();
await printBooks();
await prove();

/** Money of customers is a liability: the bank account that keeps it is the other side. */
async function setUp(): Promise<void> {
  await ledger.prepare();
  await ledger.open({
    entity: { id: 'scoot', functionalCurrency: 'EUR', zone: 'Europe/Lisbon' },
    accounts: [
      { id: 'customer-funds', type: 'asset' },
      { id: 'wallets', type: 'liability', header: true },
      { id: 'operator', parent: 'wallets', floor: '0' },
      { id: 'fees', type: 'income' },
    ],
    journals: [{ id: 'wallets', numberFormat: 'W-{n:5}' }],
  });
  // Whoever signs up gets an account, at any time.
  await ledger.openAccounts(
    ['ann', 'bob'].map((name) => ({ id: `wallet:${name}`, parent: 'wallets', floor: '0' })),
  );
}

/** An entry of this morning. */
function entry(id: string, lines: LineInput[], more: Partial<EntryInput> = {}): EntryInput {
  return { id, date, journal: 'wallets', lines, ...more };
}

/** A ride is owed to its operator, who leaves us a tenth of it. */
function rideLines(rider: string, price: string): LineInput[] {
  const fee = roundDecimal(decimal(price).times('0.1'), 2, 'halfEven');
  return [
    { account: `wallet:${rider}`, amount: price },
    { account: 'operator', amount: fee.minus(price) },
    { account: 'fees', amount: fee.negated() },
  ];
}

/** Money comes in, and is owed to whom it belongs to. */
function topUpOf(id: string, name: string, amount: string): EntryInput {
  return entry(id, [
    { account: 'customer-funds', amount },
    { account: `wallet:${name}`, amount: decimal(amount).negated() },
  ]);
}

async function topUp(): Promise<void> {
  head('Top-ups');
  const batch = [topUpOf('top-1', 'ann', '80.00'), topUpOf('top-2', 'bob', '25.00')];
  const [ann, bob] = await ledger.postAll(batch);
  say('Ann pays 80.00 in', ann!);
  say('Bob pays 25.00 in', bob!);
}

async function rideWithHold(): Promise<void> {
  head('A ride: 50.00 are held, 34.20 are charged');
  const hold = entry('hold-1', rideLines('ann', '50.00'), { pending: true, timeoutSeconds: 1800 });
  say('hold 50.00 for half an hour', await ledger.post(hold));
  await wallet('ann');
  say('a helmet for 40.00', await ledger.post(entry('helmet-1', rideLines('ann', '40.00'))));
  minutesLater(22);
  const capture = {
    do: 'postPending',
    id: 'ride-1',
    pendingId: 'hold-1',
    amount: '34.20',
  } as const;
  say('the ride ends: charge 34.20', await ledger.post(capture));
  await wallet('ann');
  const { lines } = (await ledger.entry('ride-1'))!;
  for (const { account, amount } of lines) console.log(`    ${account.padEnd(14)}${amount}`);
}

async function retry(): Promise<void> {
  head('The network lost our answer, and the client asks again');
  say('the same top-up', await ledger.post(topUpOf('top-1', 'ann', '80')));
  say('its id with 90.00', await ledger.post(topUpOf('top-1', 'ann', '90.00')));
  say('the helmet again', await ledger.post(entry('helmet-1', rideLines('ann', '40.00'))));
  say('under a new id', await ledger.post(entry('helmet-2', rideLines('ann', '40.00'))));
}

async function holdThatExpires(): Promise<void> {
  head('Bob reserves a scooter and never comes');
  const hold = entry('hold-2', rideLines('bob', '20.00'), { pending: true, timeoutSeconds: 600 });
  say('hold 20.00 for ten minutes', await ledger.post(hold));
  await wallet('bob');
  minutesLater(10);
  await wallet('bob');
  say('charge', await ledger.post({ do: 'postPending', id: 'ride-2', pendingId: 'hold-2' }));
}

async function sharedRide(): Promise<void> {
  head('Ann and Bob share a ride: both pay, or nobody does');
  const rides = [
    { number: 'ride-3', ann: '5.00', bob: '30.00' },
    { number: 'ride-4', ann: '5.00', bob: '12.00' },
  ];
  for (const { number, ann, bob } of rides) {
    const outcomes = await ledger.postAll([
      entry(`${number}-ann`, rideLines('ann', ann), { group: number }),
      entry(`${number}-bob`, rideLines('bob', bob), { group: number }),
    ]);
    say(`${number}, Ann's ${ann}`, outcomes[0]!);
    say(`${number}, Bob's ${bob}`, outcomes[1]!);
  }
}

async function refund(): Promise<void> {
  head("Bob's brakes failed: his ride is taken back");
  const reverse = { do: 'reverse', entryId: 'ride-4-bob', date, reason: 'brakes' } as const;
  say('refund', await ledger.post({ ...reverse, id: 'refund-1' }));
  say('refund once more', await ledger.post({ ...reverse, id: 'refund-2' }));
  await wallet('bob');
}

async function payOut(): Promise<void> {
  head('The operator is paid what is there, 500.00 at most');
  const payout = {
    do: 'transferUpTo',
    date,
    journal: 'wallets',
    debit: 'operator',
    credit: 'customer-funds',
    max: '500.00',
  } as const;
  say('payout', await ledger.post({ ...payout, id: 'payout-1' }));
  say('payout once more', await ledger.post({ ...payout, id: 'payout-2' }));
}

async function printBooks(): Promise<void> {
  head('The books at the end');
  const { rows, total } = await ledger.trialBalance();
  for (const { account, base } of rows) console.log(`  ${account.padEnd(16)}${base.padStart(8)}`);
  console.log(`  ${'total'.padEnd(16)}${total.padStart(8)}`);
}

/** An auditor gets the entry, its proof and the record of its batch, and needs nothing of ours. */
async function prove(): Promise<void> {
  head('Proof');
  const verdict = await ledger.verify();
  if (!verdict.ok) throw new Error(`batch ${verdict.batch}: ${verdict.reason}`);
  console.log(
    `  ${verdict.entries} entries in ${verdict.batches} batches are as they were written`,
  );
  const claim = await ledger.proof('ride-4-bob');
  const { proof, record } = claim;
  console.log(`  ride-4-bob is entry ${proof.index + 1} of ${proof.size} in batch ${record.batch}`);
  for (const hash of proof.path) console.log(`    beside  ${hash}`);
  console.log(`    batch   ${record.hash}`);
  console.log(`  the proof holds: ${verifyProof(claim)}`);
  const forged = { ...claim, entry: { ...claim.entry, date: '2026-05-03' } };
  console.log(`  for another date it does not: ${verifyProof(forged)}`);
}

function head(text: string): void {
  const time = new Date(clock.now()).toISOString().slice(11, 16);
  console.log(`\n${time}  ${text}`);
}

function minutesLater(minutes: number): void {
  clock.advance(minutes * 60_000);
  console.log(`  … ${minutes} minutes later`);
}

/** One line for what came of a command. */
function say(what: string, outcome: Outcome): void {
  console.log(`  ${what.padEnd(30)}${outcome.ok ? taken(outcome) : refusedText(outcome)}`);
}

function taken({ number, amount, replayed }: Outcome & { ok: true }): string {
  const moved = amount === undefined ? '' : `, ${amount} moved`;
  return `${number ?? 'held'}${moved}${replayed ? ', as before' : ''}`;
}

function refusedText(outcome: Outcome & { ok: false }): string {
  switch (outcome.code) {
    case 'LEDGER_EXCEEDS_BALANCE_LIMIT':
      return `refused: ${outcome.details.available} are available`;
    case 'LEDGER_ID_REUSED':
      return `refused: ${outcome.details.field} differs`;
    default:
      return `refused: ${outcome.code}`;
  }
}

/** What is in a wallet, and what of it is not held. */
async function wallet(name: string): Promise<void> {
  const { posted, pendingDebits } = await ledger.balance(`wallet:${name}`);
  const balance = decimal(posted).negated();
  const free = balance.minus(pendingDebits).toFixed(2);
  console.log(`  ${name}: ${balance.toFixed(2)}, of which ${free} are free`);
}
