/**
 * The slow, obvious twin of the posting core: a list of entries, and every question answered by
 * going through all of it. Bigint and plain objects; nothing is kept that can be added up anew.
 *
 * Taking back a group is cutting the list off; a number is the count of those before it; whether a
 * reservation is open is whether an entry after it names it.
 */
import { fixedText } from '@kontor/kernel';
import type {
  Accepted,
  Command,
  EntryInput,
  LineInput,
  Outcome,
  PostPending,
  Refused,
  Reverse,
  TransferUpTo,
  VoidNumber,
  VoidPending,
} from '../../src/entry.ts';
import type { BookSetupInput } from '../../src/model.ts';
import { balancedLines, convert, rateOf } from './slow-bases.ts';
import { slowDifference } from './slow-content.ts';
import { checkLimits, riseOf, roomOf } from './slow-limits.ts';
import {
  checkDay,
  checkTimeout,
  exponentOf,
  fail,
  failField,
  membersOf,
  minorOf,
  readAmount,
  Refusal,
  scaleSide,
  type SlowEntry,
  type SlowLine,
  sumOf,
} from './slow-terms.ts';

type Draft = Omit<SlowEntry, 'recordedAt' | 'number' | 'command'>;
type Account = BookSetupInput['accounts'][number];

/** What moves a date. */
interface Terms {
  readonly adjustment?: boolean | undefined;
  readonly latePosting?: string | undefined;
}

/** Refusals that the state of the books decides: the id stays refused. */
const REMEMBERED = new Set(
  [
    'ACCOUNT_NOT_FOUND',
    'ACCOUNT_CLOSED',
    'EXCEEDS_BALANCE_LIMIT',
    'ENTRY_NOT_FOUND',
    'ALREADY_REVERSED',
    'PENDING_NOT_FOUND',
    'NOT_PENDING',
    'EXCEEDS_PENDING_AMOUNT',
    'PENDING_ALREADY_POSTED',
    'PENDING_ALREADY_VOIDED',
    'PENDING_EXPIRED',
  ].map((name) => `LEDGER_${name}`),
);

/** Books as a list of entries. */
export class SlowLedger {
  readonly setup: BookSetupInput;
  readonly functional: string;
  entries: SlowEntry[] = [];
  readonly refusals = new Map<string, { readonly code: string; readonly command: Command }>();
  recordedAt = Number.NEGATIVE_INFINITY;

  constructor(setup: BookSetupInput) {
    this.setup = setup;
    this.functional = setup.entity.functionalCurrency;
  }

  /** Takes a batch; groups as a whole. */
  post(commands: readonly Command[], now: string): Outcome[] {
    this.recordedAt = Math.max(this.recordedAt, Date.parse(now));
    const outcomes: Outcome[] = [];
    const stretches = commands.filter(({ group }, at) => group !== commands[at - 1]?.group);
    const isSplit = (group: string): boolean =>
      stretches.filter((first) => first.group === group).length > 1;
    for (let at = 0; at < commands.length; ) {
      const { group } = commands[at]!;
      let end = at + 1;
      if (group !== undefined) while (commands[end]?.group === group) end++;
      const members = commands.slice(at, end);
      if (group === undefined) outcomes.push(this.#take(members[0]!));
      else outcomes.push(...this.#takeGroup(members, group, isSplit(group)));
      at = end;
    }
    return outcomes;
  }

  #takeGroup(members: readonly Command[], group: string, isSplit: boolean): Outcome[] {
    const others = (code: string, details: object): Outcome[] =>
      members.map(({ id }) => ({ ok: false, id, code, details }) as Refused);
    if (isSplit) {
      return members.map((member) =>
        this.#take(member, () => fail('LINKED_GROUP_OPEN', { group })),
      );
    }
    const before = [...this.entries];
    const outcomes: Outcome[] = [];
    for (const member of members) {
      outcomes.push(this.#take(member));
      const last = outcomes.at(-1)!;
      if (last.ok) continue;
      this.entries = before;
      const failed = others('LEDGER_LINKED_ENTRY_FAILED', { group, culprit: last.id });
      failed[outcomes.length - 1] = last;
      return failed;
    }
    return outcomes;
  }

  #take(
    command: Command,
    takeNew = (): Outcome => this.#record(command, this.#draft(command)),
  ): Outcome {
    const { id } = command;
    try {
      return this.#known(command) ?? takeNew();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, details } = error;
      if (REMEMBERED.has(code)) this.refusals.set(id, { code, command });
      return { ok: false, id, code, details } as unknown as Refused;
    }
  }

  /** What a known id answers. */
  #known(command: Command): Outcome | undefined {
    const { id } = command;
    const entry = this.entry(id);
    if (entry !== undefined) {
      const field = slowDifference(entry.command, command, this.functional);
      if (field !== undefined && !this.#isCovered(entry, command, field)) {
        fail('ID_REUSED', { id, field });
      }
      return { ...this.#accepted(entry), replayed: true };
    }
    const refusal = this.refusals.get(id);
    if (refusal === undefined) return undefined;
    const field = slowDifference(refusal.command, command, this.functional);
    if (field !== undefined) fail('ID_REUSED', { id, field });
    return fail('ID_ALREADY_FAILED', { id, firstCode: refusal.code });
  }

  /** A transfer with another maximum that covers what was moved. */
  #isCovered({ command: before, moved }: SlowEntry, command: Command, field: string): boolean {
    if (field !== 'max' || before.do !== 'transferUpTo' || command.do !== 'transferUpTo') {
      return false;
    }
    const rest = { ...command, max: before.max };
    if (slowDifference(before, rest, this.functional) !== undefined) return false;
    const max = minorOf(command.max, 18);
    return typeof max === 'bigint' && max >= (minorOf(moved!, 18) as bigint);
  }

  #draft(command: Command): Draft {
    if (command.id === '') {
      // Shown without quotes, as it has no text.
      fail('BAD_COMMAND', { path: 'id', value: '', expected: 'text that names it' });
    }
    switch (command.do) {
      case undefined:
      case 'post':
        return this.#draftEntry(command);
      case 'postPending':
        return this.#draftPostPending(command);
      case 'voidPending':
        return this.#draftVoidPending(command);
      case 'transferUpTo':
        return this.#draftTransfer(command);
      case 'reverse':
        return this.#draftReversal(command);
      case 'voidNumber':
        return this.#draftVoidNumber(command);
    }
  }

  #record(command: Command, draft: Draft): Outcome {
    const number = this.#numberFor(draft);
    const entry: SlowEntry = {
      ...draft,
      command: structuredClone(command),
      recordedAt: this.recordedAt,
      number,
    };
    this.entries.push(entry);
    return this.#accepted(entry);
  }

  /** One more than the journal has, or has of the year. */
  #numberFor({ kind, journal, date }: Draft): string | undefined {
    if (kind !== 'posted' && kind !== 'voidNumber') return undefined;
    const declared = this.setup.journals?.find(({ id }) => id === journal);
    const format = declared?.numberFormat ?? '{n}';
    const year = date.slice(0, 4);
    const isYearly = format.includes('{year}');
    const before = this.entries.filter(
      (entry) =>
        entry.number !== undefined &&
        entry.journal === journal &&
        (!isYearly || entry.date.startsWith(year)),
    );
    return format
      .replace('{year}', year)
      .replace(/\{n(?::(\d+))?\}/, (_, width = '1') =>
        String(before.length + 1).padStart(Number(width), '0'),
      );
  }

  #accepted(entry: SlowEntry): Accepted {
    const sequence = this.entries.indexOf(entry) + 1;
    const { number, moved: amount } = entry;
    return {
      ok: true,
      id: entry.command.id,
      sequence,
      ...(number !== undefined && { number }),
      ...(amount !== undefined && { amount }),
    };
  }

  // Entries

  #draftEntry(entry: EntryInput): Draft {
    const lines = this.#readLines(entry);
    checkDay(entry.date);
    const { journal = 'general', documentDate, timeoutSeconds, pending } = entry;
    this.#checkJournal(journal);
    if (documentDate !== undefined) checkDay(documentDate, 'documentDate');
    checkTimeout(timeoutSeconds);
    const date = this.#day(entry, entry.date, lines, true);
    const kind = pending === true ? 'pending' : 'posted';
    const balanced = balancedLines(this.setup, lines, date);
    checkLimits(this, balanced, kind);
    const moved = date === entry.date ? undefined : entry.date;
    const { closing } = entry;
    return { kind, date, documentDate: documentDate ?? moved, journal, lines: balanced, closing };
  }

  #readLines({ id, lines }: EntryInput): SlowLine[] {
    if (!Array.isArray(lines)) {
      failField('lines', lines, 'a list of lines');
    }
    const read = lines.map((line: LineInput | null, at): SlowLine => {
      if (line === null) {
        return failField(`lines.${at}`, null, 'a line with an account and an amount');
      }
      const { currency = this.functional, dims = {} } = line;
      const exponent = exponentOf(this.setup, currency);
      const amount = readAmount(line.amount, currency, exponent, `lines.${at}.amount`);
      const given = currency === this.functional ? (line.base ?? line.amount) : line.base;
      const base = this.#readBase(given, `lines.${at}.base`);
      return { account: line.account, currency, dims: membersOf(dims), amount, base, input: line };
    });
    if (read.every(({ amount, base }) => amount === 0n && base === 0n)) fail('EMPTY_ENTRY', { id });
    return read;
  }

  #readBase(given: LineInput['base'], path: string): bigint {
    if (given === undefined) return 0n;
    return readAmount(given, this.functional, exponentOf(this.setup, this.functional), path);
  }

  /** The day to post on, once the accounts are found to take the lines on it. */
  #day(terms: Terms, date: string, lines: readonly SlowLine[], areNew = false): string {
    const day = this.#postingDay(terms, date);
    for (const line of lines)
      this.#checkAccount(line, typeof day === 'string' ? day : date, areNew);
    if (typeof day !== 'string') throw day;
    return day;
  }

  #postingDay(
    { adjustment, latePosting = this.setup.latePosting }: Terms,
    date: string,
  ): string | Refusal {
    const periods = [...(this.setup.periods ?? [])].sort((a, b) => (a.from < b.from ? -1 : 1));
    if (periods.length === 0) return date;
    const own = periods.find(({ from, to }) => from <= date && date <= to);
    if (own === undefined) return new Refusal('LEDGER_PERIOD_NOT_FOUND', { date });
    const { status = 'open', id: period } = own;
    if (status === 'open' || (status === 'softClosed' && adjustment === true)) return date;
    const next = periods.find((one) => one.from >= own.from && (one.status ?? 'open') === 'open');
    if (latePosting === 'firstOpen' && next !== undefined) return next.from;
    return new Refusal('LEDGER_PERIOD_CLOSED', { date, period });
  }

  #checkAccount({ account: id, currency, dims }: SlowLine, date: string, areNew: boolean): void {
    const account = this.accountOf(id);
    if (account.header === true) fail('ACCOUNT_IS_HEADER', { account: id });
    const { closedOn, openFrom = '' } = account;
    if (date < openFrom || (closedOn !== undefined && date >= closedOn)) {
      fail('ACCOUNT_CLOSED', { account: id, closedOn });
    }
    if (account.currency !== undefined && account.currency !== currency) {
      fail('CURRENCY_NOT_ALLOWED', { account: id, currency });
    }
    if (!areNew) return;
    for (const dimension of account.requiredDimensions ?? []) {
      if (dims[dimension] === undefined) fail('DIMENSION_REQUIRED', { account: id, dimension });
    }
    for (const dimension of account.forbiddenDimensions ?? []) {
      if (dims[dimension] !== undefined) fail('DIMENSION_NOT_ALLOWED', { account: id, dimension });
    }
    for (const dimension of Object.keys(dims).sort()) {
      const declared = this.setup.dimensions?.find((one) => one.id === dimension);
      if (declared === undefined || declared.members?.includes(dims[dimension]!) === false) {
        fail('DIMENSION_NOT_ALLOWED', { account: id, dimension });
      }
    }
  }

  accountOf(id: string): Account {
    const account = this.setup.accounts.find((one) => one.id === id);
    return account ?? fail('ACCOUNT_NOT_FOUND', { account: id });
  }

  #checkJournal(journal: string): void {
    const declared = ['general', ...(this.setup.journals ?? []).map(({ id }) => id)];
    if (!declared.includes(journal)) fail('JOURNAL_NOT_FOUND', { journal });
  }

  // Two phases

  /** The entry that posted or voided it. */
  resolver(id: string): SlowEntry | undefined {
    return this.entries.find(
      ({ command }) =>
        (command.do === 'postPending' || command.do === 'voidPending') && command.pendingId === id,
    );
  }

  isOpen(entry: SlowEntry, now = this.recordedAt): boolean {
    if (entry.kind !== 'pending' || this.resolver(entry.command.id) !== undefined) return false;
    return expiryOf(entry) > now;
  }

  #pending({ pendingId }: PostPending | VoidPending): SlowEntry {
    const entry = this.entry(pendingId);
    if (entry === undefined) return fail('PENDING_NOT_FOUND', { pendingId });
    if (entry.kind !== 'pending') fail('NOT_PENDING', { pendingId });
    const by = this.resolver(pendingId)?.command;
    if (by?.do === 'postPending') fail('PENDING_ALREADY_POSTED', { pendingId, by: by.id });
    if (by?.do === 'voidPending') fail('PENDING_ALREADY_VOIDED', { pendingId, by: by.id });
    if (this.isOpen(entry)) return entry;
    const expiredAt = new Date(expiryOf(entry)).toISOString();
    return fail('PENDING_EXPIRED', { pendingId, expiredAt });
  }

  #draftPostPending(command: PostPending): Draft {
    const pending = this.#pending(command);
    const lines = this.#part(command, pending.lines);
    if (command.date !== undefined) checkDay(command.date);
    const given = command.date ?? pending.date;
    const date = this.#day(pending.command as EntryInput, given, lines);
    const documentDate = date === given ? undefined : given;
    const { journal, closing } = pending;
    return { kind: 'posted', date, documentDate, journal, lines, closing };
  }

  /** All lines in one proportion: each side of each currency by largest remainder. */
  #part({ pendingId, amount }: PostPending, lines: readonly SlowLine[]): readonly SlowLine[] {
    if (amount === undefined) return lines;
    const currency = lines[0]?.currency ?? this.functional;
    const exponent = exponentOf(this.setup, currency);
    const part = readAmount(amount, currency, exponent, 'amount');
    if (part < 0n) failField('amount', amount, 'an amount of 0 or more');
    const inFirst = lines.filter((line) => line.currency === currency && line.amount > 0n);
    const whole = sumOf(inFirst, 'amount');
    if (part > whole) {
      fail('EXCEEDS_PENDING_AMOUNT', { pendingId, pending: fixedText(whole, exponent) });
    }
    if (part === whole) return lines;
    const scaled = lines.map((line) => ({ ...line }));
    for (const code of new Set(lines.map((line) => line.currency))) {
      const own = scaled.filter((line) => line.currency === code);
      for (const column of ['amount', 'base'] as const) {
        for (const sign of [1n, -1n]) {
          const side = own.filter((line) => line[column] * sign > 0n);
          scaleSide(side, column, part, whole);
        }
      }
    }
    return scaled;
  }

  #draftVoidPending(command: VoidPending): Draft {
    const { date, journal } = this.#pending(command);
    return { kind: 'void', date, documentDate: undefined, journal, lines: [] };
  }

  // Other commands

  #draftTransfer(command: TransferUpTo): Draft {
    const { currency = this.functional, journal = 'general', debit, credit } = command;
    const exponent = exponentOf(this.setup, currency);
    const max = readAmount(command.max, currency, exponent, 'max');
    if (max < 0n) failField('max', command.max, 'an amount of 0 or more');
    this.#checkJournal(journal);
    const bare = { currency, dims: {}, amount: 0n, base: 0n };
    const lines: SlowLine[] = [
      { ...bare, account: debit, amount: 1n },
      { ...bare, account: credit, amount: -1n },
    ];
    for (const { account } of lines) this.accountOf(account);
    checkTimeout(command.timeoutSeconds);
    checkDay(command.date);
    const date = this.#day({}, command.date, lines, true);
    const rooms = lines.map((line) =>
      riseOf(this, line) > 0n
        ? roomOf(this, line.account, currency, 'ceiling')
        : roomOf(this, line.account, currency, 'floor', 0n),
    );
    const amount = rooms.reduce<bigint>(
      (least, room) => (room !== undefined && room < least ? room : least),
      max,
    );
    const isConverted = currency !== this.functional && amount !== 0n;
    const base = isConverted
      ? convert(this.setup, amount, currency, rateOf(this.setup, currency, date), 0)
      : amount;
    for (const line of lines) {
      line.base = base * line.amount;
      line.amount *= amount;
    }
    return {
      kind: command.pending === true ? 'pending' : 'posted',
      date,
      documentDate: date === command.date ? undefined : command.date,
      journal,
      lines: amount === 0n ? [] : lines,
      moved: fixedText(amount, exponent),
    };
  }

  #draftReversal(command: Reverse): Draft {
    const { entryId, date: given } = command;
    const entry = this.entry(entryId);
    if (entry?.kind !== 'posted') return fail('ENTRY_NOT_FOUND', { entryId });
    const by = this.reversalOf(entryId)?.command.id;
    if (by !== undefined) fail('ALREADY_REVERSED', { entryId, by });
    const { journal, closing } = entry;
    const lines = entry.lines.map((line) => ({ ...line, amount: -line.amount, base: -line.base }));
    checkDay(given);
    const date = this.#day(command, given, lines);
    checkLimits(this, lines, 'posted');
    const documentDate = date === given ? undefined : given;
    return { kind: 'posted', date, documentDate, journal, lines, closing };
  }

  #draftVoidNumber({ journal, date: given, reason }: VoidNumber): Draft {
    if (reason === '') {
      failField('reason', reason, 'text that says why the number is not used');
    }
    this.#checkJournal(journal);
    checkDay(given);
    const date = this.#day({}, given, []);
    const documentDate = date === given ? undefined : given;
    return { kind: 'voidNumber', date, documentDate, journal, lines: [] };
  }

  // Questions

  entry(id: string): SlowEntry | undefined {
    return this.entries.find(({ command }) => command.id === id);
  }

  reversalOf(id: string): SlowEntry | undefined {
    return this.entries.find(({ command }) => command.do === 'reverse' && command.entryId === id);
  }
}

function expiryOf({ command, recordedAt }: SlowEntry): number {
  const { timeoutSeconds } = command as EntryInput;
  return timeoutSeconds === undefined ? Infinity : recordedAt + timeoutSeconds * 1000;
}
