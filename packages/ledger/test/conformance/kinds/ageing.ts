/**
 * Conformance kind `ageing`: days overdue and buckets of open items as of a day.
 */
import { day, formatMoney, money, moneyOfMinor } from '@kontor/kernel';
import { ageing } from '../../../src/ageing.ts';
import type { OpenItemInput } from '../../../src/item-match.ts';
import { matchItems, openItems } from '../../../src/open-items.ts';

interface AgeingCase {
  readonly currency: string;
  readonly asOf: string;
  readonly items: readonly {
    readonly id: string;
    readonly due: string;
    readonly amount: string;
    readonly payments: readonly { readonly date: string; readonly amount: string }[];
  }[];
  readonly expected: {
    readonly buckets: Readonly<Record<string, string>>;
    readonly total: string;
    readonly daysOverdue: Readonly<Record<string, number>>;
  };
}

/** Differences of an `ageing` case, as text; none when it passes. */
export function runAgeing(input: Record<string, unknown>): string[] {
  const given = input as unknown as AgeingCase;
  const { buckets, rows, total } = ageing(paidItems(given), { asOf: day(given.asOf) });
  const text = (minor: bigint): string => formatMoney(moneyOfMinor(minor, given.currency));
  const got = new Map<string, unknown>([
    ['total', text(total)],
    ...buckets.map(({ label, amount }) => [`bucket ${label}`, text(amount)] as const),
    ...rows.map(({ item, daysOverdue }) => [`days of ${item.id}`, daysOverdue] as const),
  ]);
  const expected = [
    ['total', given.expected.total],
    ...Object.entries(given.expected.buckets).map(([label, want]) => [`bucket ${label}`, want]),
    ...Object.entries(given.expected.daysOverdue).map(([id, want]) => [`days of ${id}`, want]),
  ] as const;
  return expected.flatMap(([key, want]) =>
    got.get(key as string) === want
      ? []
      : [`${key} is ${got.get(key as string)}, expected ${want}`],
  );
}

/** The items with their payments matched, each payment an item of its own day. */
function paidItems({ currency, items }: AgeingCase): ReturnType<typeof openItems> {
  const minor = (amount: string): bigint => money(amount, currency).minor;
  const opened = items.flatMap(({ id, due, amount, payments }): OpenItemInput[] => {
    // A case names one day: the due day of an invoice, which is older, or the own day of a credit.
    const date = amount.startsWith('-') ? day(due) : LONG_AGO;
    return [
      { id, date, due: day(due), amount: minor(amount) },
      ...payments.map((payment, index) => ({
        id: `${id}/${index}`,
        date: day(payment.date),
        amount: -minor(payment.amount),
      })),
    ];
  });
  const matches = items.flatMap(({ id, payments }) =>
    payments.map(({ date, amount }, index) => ({
      date: day(date),
      debit: id,
      credit: `${id}/${index}`,
      amount: minor(amount),
    })),
  );
  return matchItems(openItems({ currency }, opened), matches).items;
}

const LONG_AGO = day('1970-01-01');
