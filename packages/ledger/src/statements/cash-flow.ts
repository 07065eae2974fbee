/**
 * Cash flow, both ways, from the lines of a period.
 *
 * Direct: in every entry that moves cash, the lines that are not cash say what for. A line's flow
 * is its base with the other sign, and its account's tag says where it belongs. Since entries
 * balance, these flows add up to the change of cash, whatever was posted.
 *
 * Indirect: from profit, by what was no cash in it, to the same operating figure. Three things
 * stand between the two, account by account:
 *
 * - an operating balance that grew or shrank (receivables, stock, payables): its whole movement;
 * - a balance of another activity that moved without cash (depreciation, a machine bought on
 *   credit): that part of its movement;
 * - income or expense of another activity (a gain on disposal): its cash, which is shown there.
 *
 * With F the flow of an account and N its part without cash, Σ N = 0 over each entry without cash,
 * so profit + changes + N of the others − F of the others = F of the operating ones: the two
 * figures are one, by arithmetic and not by luck.
 *
 * @source IAS 7.18 to 7.20 (direct, indirect), 7.28 (exchange on cash), 7.43 (without cash)
 */
import type { Account } from '../account.ts';
import * as z from 'zod';
import { LedgerError } from '../errors.ts';
import { accountsShape, checkGiven, minorShape, objectShape, textShape } from '../given-shape.ts';
import { pickedAccounts } from './account-picks.ts';
import { type AccountPick, accountPick } from './layout.ts';
import type { AccountFigure } from './statement.ts';

/** A line of the period; minor units of the functional currency, debit positive. */
export interface FlowLine {
  /** Lines with the same one are of one entry. */
  readonly entry: string | number;
  readonly account: string;
  readonly base: bigint;
}

/** What cash flow is made of. */
export interface CashFlowInput {
  /** A checked chart. */
  readonly accounts: readonly Account[];
  /** All lines of the period, those without cash too; without closing entries. */
  readonly lines: Iterable<FlowLine>;
  /** Cash and cash equivalents. */
  readonly cash: readonly AccountPick[];
  /** Accounts of unrealised exchange differences: against cash, they are no flow (IAS 7.28). */
  readonly exchange?: readonly AccountPick[] | undefined;
}

const picksShape = z.array(accountPick, 'a list of picks of accounts');

const cashFlowShape = objectShape({
  accounts: accountsShape,
  cash: picksShape,
  exchange: picksShape.optional(),
});

const linesShape = z.array(
  objectShape({ entry: z.union([textShape, z.number()]), account: textShape, base: minorShape }),
);

/** Figures for the two layouts of cash flow (`statementLayouts`), to be laid out by `statement`. */
export interface CashFlowFigures {
  /** Kinds: `operating`, `investing`, `financing`, `exchange`, `unassigned`. */
  readonly direct: readonly AccountFigure[];
  /**
   * Kinds: `profit`, `noncash`, `change` and `elsewhere` make the operating figure; the others are
   * those of the direct way, without `operating`.
   */
  readonly indirect: readonly AccountFigure[];
  /** By how much cash grew, as the lines of cash have it; the layouts must come to the same. */
  readonly change: bigint;
}

/** Where a flow belongs. */
type Section = 'operating' | 'investing' | 'financing' | 'exchange' | 'unassigned';

/** An account that is no cash, with its lines added up. */
interface Movement {
  readonly account: Account;
  readonly section: Section;
  /** In entries that move cash. */
  withCash: bigint;
  /** In all others. */
  withoutCash: bigint;
}

/**
 * The figures of a cash flow statement, direct and indirect.
 *
 * Income and expenses without a tag are operating, as IAS 7.6 makes that the rest. A balance
 * without one is `unassigned`: nobody can know whether a liability is a loan.
 *
 * @throws LedgerError LEDGER_ACCOUNT_NOT_FOUND — a line on an account that the chart lacks
 * @throws LedgerError LEDGER_BAD_ARGUMENT — a part of another type
 */
export function cashFlowFigures(input: CashFlowInput): CashFlowFigures {
  checkGiven(input, cashFlowShape, 'input');
  const { accounts, cash, exchange = [] } = input;
  const isCash = pickedAccounts(cash, accounts);
  const isExchange = pickedAccounts(exchange, accounts);
  const rows = linesOf(input);
  const movesCash = new Set(
    rows.flatMap(({ entry, account }) => (isCash.has(account) ? entry : [])),
  );
  const movements = new Map<string, Movement>(
    accounts.map((account) => {
      const section = isExchange.has(account.id) ? 'exchange' : sectionOf(account);
      return [account.id, { account, section, withCash: 0n, withoutCash: 0n }];
    }),
  );
  let change = 0n;
  for (const { entry, account, base } of rows) {
    const movement = movements.get(account);
    if (movement === undefined) throw new LedgerError('LEDGER_ACCOUNT_NOT_FOUND', { account });
    if (isCash.has(account)) change += base;
    else if (movesCash.has(entry)) movement.withCash += base;
    else movement.withoutCash += base;
  }
  const moved = [...movements.values()].filter(({ account }) => !isCash.has(account.id));
  return { direct: moved.flatMap(directFigures), indirect: moved.flatMap(indirectFigures), change };
}

function linesOf({ lines }: CashFlowInput): readonly FlowLine[] {
  const rows = Symbol.iterator in Object(lines) ? [...lines] : lines;
  checkGiven({ lines: rows }, objectShape({ lines: linesShape }), 'lines');
  return rows as readonly FlowLine[];
}

function sectionOf(account: Account): Section {
  return account.cashFlow ?? (isResult(account) ? 'operating' : 'unassigned');
}

const isResult = ({ type }: Account): boolean => type === 'income' || type === 'expense';

function directFigures({ account, section, withCash }: Movement): AccountFigure[] {
  return figure(account, section, withCash);
}

function indirectFigures(movement: Movement): AccountFigure[] {
  const { account, section, withCash, withoutCash } = movement;
  const isOperating = section === 'operating';
  if (isResult(account)) {
    return [
      ...figure(account, 'profit', withCash + withoutCash),
      ...(isOperating ? [] : figure(account, 'elsewhere', -withCash)),
      ...(isOperating ? [] : figure(account, section, withCash)),
    ];
  }
  if (isOperating) return figure(account, 'change', withCash + withoutCash);
  return [...figure(account, 'noncash', withoutCash), ...figure(account, section, withCash)];
}

const figure = ({ id }: Account, kind: string, base: bigint): AccountFigure[] =>
  base === 0n ? [] : [{ account: id, base, kind }];
