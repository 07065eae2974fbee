/**
 * Random books for the laws of posting: set-ups with limits, currencies, periods and journals, and
 * batches of commands at advancing instants, valid ones and faulty ones.
 *
 * A history is drawn as plain choices and only then spelled out, since much of a command hangs on
 * those before it: what it says again, what it reverses, which reservation it resolves.
 */
import { fixedText } from '@kontor/kernel';
import * as fc from 'fast-check';
import type { Command, Dimensions, EntryInput, LineInput } from '../src/entry.ts';
import type { BookSetupInput } from '../src/model.ts';

/** A batch and when it is recorded. */
export interface RandomBatch {
  readonly now: string;
  readonly commands: readonly Command[];
}

/** A set-up and what is posted in it. */
export interface RandomHistory {
  readonly setup: BookSetupInput;
  readonly batches: readonly RandomBatch[];
}

// The set-up

const limit = fc.constantFrom(undefined, undefined, undefined, '0', '-75.00', '-0.005', '-20');
const ceiling = fc.constantFrom(undefined, undefined, undefined, '500', '0', '150.00', '60.005');
const status = fc.constantFrom(
  'open',
  'open',
  'open',
  'open',
  'softClosed',
  'closed',
) satisfies fc.Arbitrary<'open' | 'softClosed' | 'closed'>;

/** Decimals by currency; ether passes 2^53 in every amount. */
export const exponents: Readonly<Record<string, number>> = { EUR: 2, USD: 2, JPY: 0, ETH: 18 };
const currencies = Object.keys(exponents);

const months = [
  ['jan', '2026-01-01', '2026-01-31'],
  ['feb', '2026-02-01', '2026-02-28'],
  ['mar', '2026-03-01', '2026-03-31'],
  ['apr', '2026-04-01', '2026-04-30'],
  ['next', '2027-01-01', '2027-12-31'],
] as const;

const periods: fc.Arbitrary<BookSetupInput['periods']> = fc.oneof(
  fc.constant<[]>([]),
  fc.constant<[]>([]),
  fc
    .tuple(fc.array(status, { minLength: 5, maxLength: 5 }), fc.boolean())
    .map(([all, hasGap]) =>
      months
        .map(([id, from, to], at) => ({ id, from, to, status: all[at]! }))
        .filter(({ id }) => !(hasGap && id === 'mar')),
    ),
);

const rates = [
  { date: '2026-01-01', from: 'USD', to: 'EUR', rate: '0.9' },
  { date: '2026-02-10', from: 'USD', to: 'EUR', rate: '0.91337' },
  { date: '2026-01-01', from: 'EUR', to: 'JPY', rate: '160.5' },
  { date: '2026-01-20', from: 'ETH', to: 'EUR', rate: '2500.25' },
];

/** Random set-ups. */
export const setups: fc.Arbitrary<BookSetupInput> = fc
  .record({
    functionalCurrency: fc.constantFrom('EUR', 'EUR', 'EUR', 'JPY', 'USD'),
    floors: fc.tuple(limit, limit, limit),
    ceilings: fc.tuple(ceiling, ceiling, ceiling),
    hasTrading: fc.constantFrom(true, true, true, false),
    hasRounding: fc.boolean(),
    hasRules: fc.constantFrom(false, false, true),
    periods,
    rounding: fc.constantFrom('halfEven', 'halfEven', 'halfUp', 'down', 'up', 'floor', 'ceiling'),
    latePosting: fc.constantFrom('refuse', 'firstOpen'),
    rateMaxAgeDays: fc.constantFrom(undefined, undefined, 25),
  })
  .map((drawn): BookSetupInput => {
    const { functionalCurrency, floors, ceilings, hasTrading, hasRounding, hasRules, ...rest } =
      drawn;
    return {
      ...rest,
      entity: { id: 'book', functionalCurrency },
      accounts: [
        { id: 'cash', type: 'asset', floor: floors[0], ceiling: ceilings[0] },
        { id: 'bank', type: 'asset', ceiling: ceilings[1] },
        { id: 'usd', type: 'asset', currency: 'USD' },
        { id: 'wallet', type: 'liability', floor: floors[1], ceiling: ceilings[2] },
        { id: 'shop', type: 'liability', floor: floors[2] },
        { id: 'capital', type: 'equity' },
        { id: 'sales', type: 'income', requiredDimensions: hasRules ? ['team'] : [] },
        { id: 'costs', type: 'expense', forbiddenDimensions: hasRules ? ['project'] : [] },
        { id: 'old', type: 'asset', closedOn: '2026-02-14' },
        { id: 'young', type: 'asset', openFrom: '2026-02-01' },
        { id: 'head', type: 'asset', header: true },
        { id: 'rests', type: 'expense' },
        ...(hasTrading ? [{ id: 'trading', type: 'equity' as const, trading: true }] : []),
      ],
      ...(hasRounding && { roundingAccount: 'rests' }),
      journals: [
        { id: 'sales', numberFormat: 'S-{year}-{n:3}' },
        { id: 'memo', numberFormat: '{n}/M' },
      ],
      dimensions: [{ id: 'team', members: ['north', 'south'] }, { id: 'project' }],
      commodities: [{ code: 'ETH', exponent: 18 }],
      rates,
    };
  });

const accounts = 'cash bank wallet shop capital sales costs rests'.split(' ');
/** They take lines on some days only, in one currency only, or never. */
const oddAccounts = 'usd old young head'.split(' ');
const dates = [
  '2026-01-05',
  '2026-01-31',
  '2026-02-01',
  '2026-02-14',
  '2026-02-28',
  '2026-03-15',
  '2026-04-02',
  '2027-01-10',
];

/** A reservation of several lines in two currencies, and the part of its first one to post. */
export const reservations: fc.Arbitrary<{ readonly entry: EntryInput; readonly part: number }> = fc
  .record({
    euros: fc.array(fc.tuple(fc.constantFrom('cash', 'wallet', 'shop'), fc.nat({ max: 50 })), {
      minLength: 1,
      maxLength: 4,
    }),
    dollars: fc.array(fc.tuple(fc.constantFrom('bank', 'usd'), fc.integer({ min: -50, max: 50 })), {
      maxLength: 3,
    }),
    others: fc.array(fc.tuple(fc.constantFrom('sales', 'wallet', 'cash'), fc.nat({ max: 50 })), {
      maxLength: 3,
    }),
    rate: fc.constantFrom('0.9', '0.91337', '1/3'),
    part: fc.nat({ max: 100 }),
  })
  .map(({ euros, dollars, others, rate, part }) => {
    const cents = (amount: number): string => fixedText(BigInt(amount), 2);
    const spent = others.map(([id, amount]) => ({ account: id, amount: cents(-amount) }));
    const abroad = dollars.map(([id, amount]) => {
      return { account: id, amount: cents(amount), currency: 'USD', rate };
    });
    const lines = euros.map(([id, amount]) => ({ account: id, amount: cents(amount + 1) }));
    const sum = (rows: readonly (readonly [string, number])[]): number =>
      rows.reduce((total, [, amount]) => total + amount, 0);
    const rest = cents(sum(others) - sum(euros) - euros.length);
    const back = { account: 'capital', amount: cents(-sum(dollars)), currency: 'USD', rate };
    const own = [...lines, ...spent, { account: 'capital', amount: rest }];
    const all = dollars.length === 0 ? own : [...own, ...abroad, back];
    return { entry: { id: 'held', date: '2026-04-02', pending: true, lines: all }, part };
  });

// Choices

const account = fc.oneof(
  { weight: 25, arbitrary: fc.constantFrom(...accounts) },
  { weight: 1, arbitrary: fc.constantFrom(...oddAccounts) },
);
const dims = fc.constantFrom<Dimensions | undefined>(
  undefined,
  undefined,
  { team: 'north' },
  { team: 'south', project: 'p1' },
  { project: 'p2', team: '' },
);
const date = fc.constantFrom(...dates);
const minor = fc.oneof(fc.integer({ min: -20_000, max: 20_000 }), fc.integer({ min: -9, max: 9 }));

/** What makes an entry one that is refused, most of the time. */
const faults = [
  'unknownAccount',
  'tooFine',
  'notANumber',
  'tooLarge',
  'unknownCurrency',
  'badDate',
  'badDocumentDate',
  'badJournal',
  'empty',
  'noLines',
  'offByOne',
  'unknownDimension',
  'unknownMember',
  'nullLine',
  'badRate',
  'badTimeout',
] as const;

const line = fc.record({ account, minor, dims });

const entryChoice = fc.record({
  kind: fc.constant('entry' as const),
  shape: fc.constantFrom('plain', 'plain', 'plain', 'foreign', 'crossed', 'column'),
  lines: fc.array(line, { minLength: 1, maxLength: 3 }),
  last: account,
  currency: fc.constantFrom(...currencies),
  rate: fc.constantFrom(undefined, undefined, '0.93', '1.23456', '1/3'),
  isBaseGiven: fc.boolean(),
  off: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1, -1, 2),
  date,
  journal: fc.constantFrom(undefined, undefined, 'general', 'sales', 'memo'),
  pending: fc.constantFrom(undefined, undefined, true),
  timeoutSeconds: fc.constantFrom(undefined, undefined, 30, 60),
  adjustment: fc.constantFrom(undefined, undefined, true),
  latePosting: fc.constantFrom(undefined, undefined, 'refuse' as const, 'firstOpen' as const),
  closing: fc.constantFrom(undefined, undefined, undefined, undefined, true),
  says: fc.constantFrom({}, {}, {}, { text: 'Rent', source: 'o1' }, { documents: [{ id: 'd1' }] }),
  fault: fc.oneof(
    { weight: 12, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom(...faults) },
  ),
});

const nat = fc.nat({ max: 30 });
const otherChoice = fc.oneof(
  fc.record({
    kind: fc.constant('again' as const),
    pick: nat,
    change: fc.constantFrom(undefined, undefined, 'date', 'text', 'spelling', 'first', 'group'),
  }),
  fc.record({
    kind: fc.constant('postPending' as const),
    pick: nat,
    amount: fc.constantFrom(undefined, undefined, 'half', 'all', 'more', 'less', 'fine'),
    date: fc.constantFrom(undefined, undefined, ...dates),
  }),
  fc.record({ kind: fc.constant('voidPending' as const), pick: nat }),
  fc.record({
    kind: fc.constant('transfer' as const),
    debit: account,
    credit: account,
    max: fc.oneof(fc.integer({ min: -1, max: 20_000 }), fc.constant(5)),
    currency: fc.constantFrom(undefined, undefined, ...currencies),
    date,
    pending: fc.constantFrom(undefined, undefined, true),
    timeoutSeconds: fc.constantFrom(undefined, 30),
  }),
  fc.record({ kind: fc.constant('reverse' as const), pick: nat, date }),
  fc.record({ kind: fc.constant('voidNumber' as const), date }),
);

const choice = fc.oneof(
  { weight: 5, arbitrary: entryChoice },
  { weight: 4, arbitrary: otherChoice },
);
type Choice = EntryChoice | (typeof otherChoice extends fc.Arbitrary<infer Other> ? Other : never);
type EntryChoice = typeof entryChoice extends fc.Arbitrary<infer Entry> ? Entry : never;

/** One command, or some that are linked. */
const unit = fc.oneof(
  { weight: 4, arbitrary: choice.map((one) => ({ group: undefined, choices: [one] })) },
  {
    weight: 1,
    arbitrary: fc.record({
      group: fc.constantFrom('g', 'h', 'i', 'j'),
      choices: fc.array(choice, { minLength: 2, maxLength: 3 }),
    }),
  },
);

const batch = fc.record({
  laterSeconds: fc.constantFrom(0, 1, 29, 30, 31, 60, 3600, -10),
  units: fc.array(unit, { minLength: 1, maxLength: 6 }),
});

/** Random histories. */
export const histories = (batchesMax = 4): fc.Arbitrary<RandomHistory> =>
  fc
    .record({ setup: setups, batches: fc.array(batch, { minLength: 1, maxLength: batchesMax }) })
    .map(({ setup, batches }) => {
      const before: Command[] = [];
      let now = Date.parse('2026-05-01T00:00:00Z');
      return {
        setup,
        batches: batches.map(({ laterSeconds, units }) => {
          now += laterSeconds * 1000;
          const commands = units.flatMap(({ group, choices }) =>
            choices.map((one) => {
              const command = spelled(setup, before, one);
              before.push(command);
              return group === undefined ? command : { ...command, group };
            }),
          );
          return { now: new Date(now).toISOString(), commands };
        }),
      };
    });

// Spelling out

/** The command of a choice; `before` are those that came before it. */
function spelled(setup: BookSetupInput, before: readonly Command[], one: Choice): Command {
  const id = `c${before.length}`;
  switch (one.kind) {
    case 'entry':
      return entryOf(setup, id, one);
    case 'again':
      return again(setup, picked(before, one.pick) ?? voidNumber(id, '2026-01-05'), one.change);
    case 'postPending': {
      const pending = picked(before.filter(isPending), one.pick);
      if (pending === undefined && one.pick % 4 > 0) return plainEntry(id, { pending: true });
      const pendingId = pending?.id ?? picked(before, one.pick)?.id ?? 'nobody';
      const amount = partOf(setup, pending, one.amount);
      return { do: 'postPending', id, pendingId, ...defined({ amount, date: one.date }) };
    }
    case 'voidPending': {
      const pendingId = picked(before.filter(isPending), one.pick)?.id ?? 'nobody';
      if (pendingId === 'nobody' && one.pick % 4 > 0) return plainEntry(id, { pending: true });
      return { do: 'voidPending', id, pendingId };
    }
    case 'transfer': {
      const { debit, credit, max, currency, date: on, pending, timeoutSeconds } = one;
      const text = textOf(setup, currency, BigInt(max));
      const rest = defined({ currency, pending, timeoutSeconds });
      return { do: 'transferUpTo', id, debit, credit, max: text, date: on, ...rest };
    }
    case 'reverse': {
      const entryId = picked(before.filter(isPosted), one.pick)?.id ?? 'nobody';
      if (entryId === 'nobody' && one.pick % 4 > 0) return plainEntry(id, {});
      return { do: 'reverse', id, entryId, date: one.date };
    }
    case 'voidNumber':
      return voidNumber(id, one.date);
  }
}

const voidNumber = (id: string, on: string): Command => {
  return { do: 'voidNumber', id, journal: 'sales', date: on, reason: 'torn' };
};

/** An entry that most books take. */
const plainEntry = (id: string, terms: { readonly pending?: boolean }): Command => ({
  id,
  date: '2026-04-02',
  lines: [
    { account: 'bank', amount: 70 },
    { account: 'shop', amount: -30 },
    { account: 'capital', amount: -40 },
  ],
  ...terms,
});

const isPending = (command: Command): boolean => (command as EntryInput).pending === true;
const isPosted = (command: Command): boolean =>
  command.do === undefined || command.do === 'transferUpTo' || command.do === 'postPending';

/** Mostly one of the last few. */
const picked = (commands: readonly Command[], pick: number): Command | undefined =>
  commands.length === 0 ? undefined : commands[commands.length - 1 - (pick % commands.length)];

/** Without the members that are undefined. */
const defined = <Row extends object>(row: Row): Partial<Row> =>
  Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== undefined),
  ) as Partial<Row>;

const textOf = (setup: BookSetupInput, code: string | undefined, amount: bigint): string => {
  const currency = code ?? setup.entity.functionalCurrency;
  return fixedText(scaled(currency, amount), exponents[currency]!);
};

/** Ether in steps of 10^15 and 1: some amounts are round, none of them fits a double. */
const scaled = (currency: string, amount: bigint): bigint =>
  currency === 'ETH' ? amount * 10n ** 15n + amount : amount;

function partOf(
  setup: BookSetupInput,
  pending: Command | undefined,
  part: string | undefined,
): string | undefined {
  if (part === undefined) return undefined;
  const entry = pending as Partial<EntryInput> | undefined;
  const currency = entry?.lines?.[0]?.currency ?? setup.entity.functionalCurrency;
  const exponent = exponents[currency] ?? 2;
  if (part === 'fine') return `0.${'0'.repeat(exponent)}1`;
  if (part === 'less') return '-1';
  if (part === 'more') return '999999999';
  if (part === 'all') return '0';
  return fixedText(scaled(currency, 7n), exponent);
}

function entryOf(setup: BookSetupInput, id: string, one: EntryChoice): Command {
  const { journal, pending, timeoutSeconds, adjustment, latePosting, closing } = one;
  const entry: EntryInput = {
    id,
    date: one.date,
    lines: linesOf(setup, one),
    ...defined({ journal, pending, timeoutSeconds, adjustment, latePosting, closing }),
    ...one.says,
  };
  return one.fault === undefined ? entry : withFault(entry, one.fault);
}

function linesOf(setup: BookSetupInput, one: EntryChoice): LineInput[] {
  const { functionalCurrency } = setup.entity;
  const currency = one.shape === 'plain' ? functionalCurrency : one.currency;
  const lines = one.lines.map(
    (line): LineInput => ({
      account: line.account,
      amount: textOf(setup, currency, BigInt(line.minor)),
      ...(currency !== functionalCurrency && { currency }),
      ...defined({ dims: line.dims }),
    }),
  );
  const total = one.lines.reduce((sum, line) => sum + BigInt(line.minor), 0n);
  const last = { account: one.last, ...defined({ dims: one.lines[0]!.dims }) };
  const rate = currency === functionalCurrency ? undefined : one.rate;
  switch (one.shape) {
    case 'crossed': {
      // The other side in the functional currency, by another rate now and then.
      const [unit, foreign] = [functionalCurrency, currency].map(
        (code) => 10n ** BigInt(exponents[code]!),
      );
      const other = -(scaled(currency, total) * 9n * unit!) / (10n * foreign!) + BigInt(one.off);
      const base = textOf(setup, undefined, -other);
      const [first, ...more] = lines;
      const settled = one.isBaseGiven && more.length === 0 ? { base } : defined({ rate: '0.9' });
      return [
        { ...first!, ...settled },
        ...more.map((line) => ({ ...line, rate: '0.9' })),
        { ...last, amount: textOf(setup, undefined, other) },
      ];
    }
    case 'column': {
      const base = textOf(setup, undefined, total + BigInt(one.off));
      const back = textOf(setup, undefined, -total);
      return [
        { ...lines[0]!, amount: '0', base },
        { ...last, amount: one.isBaseGiven ? '0' : back, base: back },
      ];
    }
    default: {
      const amount = textOf(setup, currency, -total + BigInt(one.off === 2 ? 1 : 0));
      const foreign = currency === functionalCurrency ? {} : { currency };
      return [...lines, { ...last, ...foreign, amount }].map((line) => ({
        ...line,
        ...defined({ rate }),
      }));
    }
  }
}

function withFault(entry: EntryInput, fault: (typeof faults)[number]): Command {
  const [first, ...rest] = entry.lines;
  const withFirst = (change: object): Command => ({
    ...entry,
    lines: [{ ...first!, ...change }, ...rest],
  });
  switch (fault) {
    case 'unknownAccount':
      return withFirst({ account: 'nowhere' });
    case 'tooFine':
      return withFirst({ amount: '1.0000000000000000001' });
    case 'notANumber':
      return withFirst({ amount: 'ten' });
    case 'tooLarge':
      return withFirst({ amount: `1${'0'.repeat(38)}` });
    case 'unknownCurrency':
      return withFirst({ currency: 'QQQ' });
    case 'badDate':
      return { ...entry, date: '2026-02-30' };
    case 'badDocumentDate':
      return { ...entry, documentDate: 'soon' };
    case 'badJournal':
      return { ...entry, journal: 'diary' };
    case 'empty':
      return { ...entry, lines: entry.lines.map((line) => ({ ...line, amount: 0, base: 0 })) };
    case 'noLines':
      return { ...entry, lines: [] };
    case 'offByOne':
      return { ...entry, lines: rest };
    case 'unknownDimension':
      return withFirst({ dims: { colour: 'red' } });
    case 'unknownMember':
      return withFirst({ dims: { team: 'west' } });
    case 'nullLine':
      return { ...entry, lines: [...entry.lines, null as unknown as LineInput] };
    case 'badRate':
      return withFirst({ currency: 'USD', rate: '-1', base: undefined });
    case 'badTimeout':
      return { ...entry, timeoutSeconds: 0 };
  }
}

/** The command once more: the same, said in other words, or another one under its id. */
function again(setup: BookSetupInput, command: Command, change: string | undefined): Command {
  switch (change) {
    case 'date':
      return { ...command, date: '2026-03-15' } as Command;
    case 'text':
      return { ...command, text: 'other' };
    case 'group':
      return { ...command, group: 'once' };
    case 'spelling':
      return respelled(setup, command);
    case 'first': {
      const { lines } = command as Partial<EntryInput>;
      if (lines?.[0] === undefined) return command;
      const first = { ...lines[0], amount: '0.5' };
      return { ...command, lines: [first, ...lines.slice(1)] } as Command;
    }
    default:
      return command;
  }
}

/** What is so anyway is said, and numbers have other zeros. */
function respelled(setup: BookSetupInput, command: Command): Command {
  const { functionalCurrency: currency } = setup.entity;
  if (command.do === 'transferUpTo') {
    const max = /\./.test(String(command.max)) ? `${command.max as string}0` : command.max;
    return { currency, journal: 'general', pending: false, ...command, max };
  }
  if (command.do !== undefined) return command;
  return {
    journal: 'general',
    closing: false,
    ...command,
    do: 'post',
    lines: command.lines.map((line) =>
      (line as LineInput | null) === null
        ? line
        : { ...line, currency: line.currency ?? currency, dims: { project: '', ...line.dims } },
    ),
  };
}
