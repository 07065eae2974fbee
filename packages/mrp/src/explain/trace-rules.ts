/**
 * How the lot rule of a source turned a net requirement into a quantity, step by step.
 */
import type { CompiledSource } from '../compiled-source.ts';
import { type Covering, netsByPeriod, periodOf, plannedUntil } from '../cover-needs.ts';
import { windowNeed } from '../supply-window.ts';

/** A net requirement in the row, in steps. */
export interface NetAt {
  readonly cell: number;
  readonly net: number;
  /** Of the day, before anything is ordered. */
  readonly balance: number;
}

/** A day with an event. */
export interface EventTrace {
  readonly day: number;
  readonly receipts: number;
  readonly gross: number;
  readonly required: number;
}

/** A step of the rule; `quantity` in steps after it. */
export type RuleTrace =
  | { readonly rule: 'lotForLot'; readonly quantity: number }
  | { readonly rule: 'orderUpTo'; readonly required: number; readonly quantity: number }
  | {
      readonly rule: 'periodOfSupply' | 'maxCoverDays';
      readonly days: number;
      readonly events: readonly EventTrace[];
      readonly quantity: number;
    }
  | {
      readonly rule: 'planned';
      /** Of the model's rules, or `own`. */
      readonly name: string;
      readonly periodDays: number;
      readonly periods: readonly {
        readonly from: number;
        readonly net: number;
        readonly lot: number;
      }[];
      readonly wantedUntil: number;
      readonly received: number;
      readonly quantity: number;
    };

/** The steps from the net requirement to the quantity wanted. */
export function traceRules(
  covering: Covering,
  source: CompiledSource,
  at: NetAt,
): { readonly rules: RuleTrace[]; readonly wanted: number } {
  const { policy, row } = covering;
  const { cell, net } = at;
  const rules: RuleTrace[] = [sourceRule(covering, source, at)];
  let wanted = rules[0]!.quantity;
  const required = row.required[cell]!;
  if (policy.orderUpTo > required) {
    wanted = Math.max(wanted, net + policy.orderUpTo - required);
    rules.push({ rule: 'orderUpTo', required, quantity: wanted });
  }
  if (policy.maxCoverDays > 0 && wanted > net) {
    const window = windowOf(covering, at, policy.maxCoverDays);
    wanted = Math.min(wanted, window.quantity);
    rules.push({ rule: 'maxCoverDays', ...window, quantity: wanted });
  }
  return { rules, wanted };
}

function sourceRule(covering: Covering, source: CompiledSource, at: NetAt): RuleTrace {
  const { rule } = source;
  if (rule === undefined) return { rule: 'lotForLot', quantity: at.net };
  if (rule.kind === 'window') {
    return { rule: 'periodOfSupply', ...windowOf(covering, at, rule.days) };
  }
  const wantedUntil = plannedUntil(covering, source, at.cell);
  const { received } = covering;
  return {
    rule: 'planned',
    name: rule.name,
    periodDays: rule.periodDays,
    periods: periodsOf(covering, source, at.cell),
    wantedUntil,
    received,
    quantity: Math.max(at.net, wantedUntil - received),
  };
}

/** A window with its days that have an event, the first one left out: its balance is known. */
function windowOf(
  { row }: Covering,
  { cell, net, balance }: NetAt,
  days: number,
): { readonly days: number; readonly events: EventTrace[]; readonly quantity: number } {
  const events: EventTrace[] = [];
  const end = Math.min(row.last + 1, cell + days);
  for (let next = Math.max(cell + 1, row.first); next < end; next++) {
    const [receipts, gross] = [row.receipts[next]!, row.gross[next]!];
    if (receipts === 0 && gross === 0 && row.marked[next] === 0) continue;
    events.push({ day: row.origin + next, receipts, gross, required: row.required[next]! });
  }
  return { days, events, quantity: windowNeed(row, cell, net, balance, days) };
}

/** Periods with a need or a lot, up to that of the cell. */
function periodsOf(
  covering: Covering,
  source: CompiledSource,
  cell: number,
): { from: number; net: number; lot: number }[] {
  const { rule } = source;
  const wanted = covering.wanted.get(source.index);
  if (rule?.kind !== 'planned' || wanted === undefined) return [];
  const nets = netsByPeriod(covering, rule.periodDays);
  const last = Math.min(periodOf(covering, rule.periodDays, cell), wanted.length - 1);
  const periods: { from: number; net: number; lot: number }[] = [];
  for (let period = 0; period <= last; period++) {
    const net = nets[period] ?? 0;
    const lot = wanted[period]! - (wanted[period - 1] ?? 0);
    const from = covering.network.terms.today + period * rule.periodDays;
    if (net !== 0 || lot !== 0) periods.push({ from, net, lot });
  }
  return periods;
}
