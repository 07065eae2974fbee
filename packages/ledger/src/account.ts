/**
 * An account of the chart: what a user writes, as a zod schema, and what it is once checked. The
 * schema is the type.
 *
 * Debit is positive, credit negative; bounds are of the balance on the account's normal side, which
 * is debit for assets and expenses, credit for all else.
 */
import * as z from 'zod';

/** The five kinds of account; they decide the normal side and the statement. */
export const accountTypes = ['asset', 'liability', 'equity', 'income', 'expense'] as const;
/** One of the five. */
export type AccountType = (typeof accountTypes)[number];

/** Where money that an account stands against belongs in a cash flow statement (IAS 7.10). */
export const cashFlowActivities = ['operating', 'investing', 'financing'] as const;
/** One of the three. */
export type CashFlowActivity = (typeof cashFlowActivities)[number];

const id = z.string().min(1).max(200);

/** A decimal as text, number, bigint or Decimal; kept as text. That it is one is checked later. */
const amount = z
  .union([
    z.string().trim().min(1),
    z.number(),
    z.bigint(),
    z.custom<{ toFixed(): string }>(
      (value) => typeof value === 'object' && value !== null && 'toFixed' in value,
    ),
  ])
  .transform((value) => (typeof value === 'object' ? value.toFixed() : String(value)));

/** One account, or a header over others. */
export const account = z.strictObject({
  /** For ever: renumbering a chart changes codes, never ids. */
  id,
  /** What accountants call it by; order and ranges go by it. The id when left out. */
  code: z.string().min(1).max(40).optional(),
  /** The code when left out. */
  name: z.string().min(1).optional(),
  /** The name in other languages, by BCP 47 tag: `{ de: 'Kasse' }`. */
  names: z.record(z.string().min(2), z.string().min(1)).optional(),
  /** That of its parent when left out, and never another one. */
  type: z.enum(accountTypes).optional(),
  /** The id of the account above it. */
  parent: id.optional(),
  /** Stands over others and takes no lines. */
  header: z.boolean().default(false),
  /** The only one it takes; any when left out. */
  currency: z.string().min(1).optional(),
  /**
   * Money, or a claim to a fixed amount of it: revalued at closing rates (IAS 21.16). The type does
   * not tell: stock and prepayments are assets and are not. So no when left out, except with open
   * items.
   */
  monetary: z.boolean().optional(),
  /** A control account: its balance is the sum of its open items. */
  openItems: z.boolean().default(false),
  /** Where the engine puts the lines that make every currency of an entry balance. */
  trading: z.boolean().default(false),
  /** Of the flows of money against it. */
  cashFlow: z.enum(cashFlowActivities).optional(),
  /** The least balance on its normal side, in units of each currency. */
  floor: amount.optional(),
  /** The most. */
  ceiling: amount.optional(),
  /** The first day for lines, `YYYY-MM-DD`. */
  openFrom: z.string().optional(),
  /** The first day on which it takes none any more. */
  closedOn: z.string().optional(),
  /** Dimensions that a line must have. */
  requiredDimensions: z.array(id).default([]),
  /** Dimensions that a line must not have. */
  forbiddenDimensions: z.array(id).default([]),
});

/** What a user writes. */
export type AccountInput = z.input<typeof account>;
/** A row in the right shape, not yet checked against the others. */
export type AccountRow = z.output<typeof account>;
/** An account of a checked chart: nothing is left to inherit or to guess. */
export type Account = AccountRow & {
  readonly code: string;
  readonly name: string;
  readonly type: AccountType;
  readonly monetary: boolean;
};

/**
 * The account's name in a language; a regional tag falls back to its language, then to `name`.
 *
 * @example
 * accountName({ name: 'Cash', names: { de: 'Kasse' } }, 'de-AT') // => 'Kasse'
 */
export function accountName(
  { name, names }: Pick<Account, 'name' | 'names'>,
  language: string,
): string {
  return names?.[language] ?? names?.[language.split('-')[0]!] ?? name;
}
