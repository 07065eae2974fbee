/**
 * What a bill takes of a component for one good unit of its item, as the enquiries read it.
 *
 * Scrap of the line and yield of the bill are applied, units are stocking units, all is an exact
 * fraction. A line is in force where its own time and its bill's overlap; where the bill's yield
 * changes by date, the line falls apart into one use for each yield.
 *
 * @source APICS Dictionary, "quantity per", "scrap factor", "yield", "effectivity date"
 */
import {
  type Day,
  divideRatios,
  formatDay,
  multiplyRatios,
  type Ratio,
  ratio,
} from '@kontor/kernel';
import { timeOf, yieldSteps } from '../bill-of-material.ts';
import type { Bom, BomLine } from '../model.ts';
import type { ModelIndex } from '../model-index.ts';
import { FOREVER } from '../site-calendar.ts';
import { ONE } from './exact-figure.ts';

/** Days [from, until). */
export interface Span {
  readonly from: Day;
  readonly until: Day;
}

/** What a line takes in a time in which nothing about it changes. */
export interface BillUse extends Span {
  readonly bill: Bom;
  readonly line: BomLine;
  /** Stocking units of the component for one good stocking unit of the bill's item. */
  readonly per: Ratio;
  /** Stocking units of the component once an order. */
  readonly fixed: Ratio;
  /** Good output per unit started. */
  readonly yield: Ratio;
}

/** Always. */
export const ALWAYS: Span = { from: -FOREVER, until: FOREVER };

/** The uses of a bill's lines, in their order: those in force on a day, or of all times. */
export function usesOfBill(index: ModelIndex, bill: Bom, on: Day | undefined): BillUse[] {
  return bill.lines.flatMap((line) => usesOfLine(index, bill, line, on));
}

/** The uses of one line: one for each yield of the bill in its time. */
export function usesOfLine(
  index: ModelIndex,
  bill: Bom,
  line: BomLine,
  on: Day | undefined,
): BillUse[] {
  const { units } = index;
  const inForce = overlap(timeOf(bill), timeOf(line));
  if (inForce.from >= inForce.until) return [];
  const spans = spansOf(inForce, yieldSteps(bill)).filter((span) => isOn(span, on));
  const perStarted = inUnits(index, bill.item, line.component, units.perStep(bill, line));
  const fixedSteps = ratio(units.steps(line.component, line.quantityFixed, line.unit));
  const fixed = divideRatios(fixedSteps, stepsOfUnit(index, line.component));
  return spans.map((span) => {
    const good = yieldOn(bill, span.from);
    return { bill, line, per: divideRatios(perStarted, good), fixed, yield: good, ...span };
  });
}

/** Steps of one stocking unit. */
export function stepsOfUnit({ units }: ModelIndex, item: string): Ratio {
  return ratio(10 ** units.decimalsOf(item));
}

/** Steps of one item for a step of another, as stocking units for a stocking unit. */
export function inUnits(index: ModelIndex, of: string, item: string, perStep: Ratio): Ratio {
  if (index.units.decimalsOf(of) === index.units.decimalsOf(item)) return perStep;
  return divideRatios(multiplyRatios(perStep, stepsOfUnit(index, of)), stepsOfUnit(index, item));
}

/** Good output per unit started on a day: the first step in force, else all. */
export function yieldOn(bill: Bom, on: Day): Ratio {
  return yieldSteps(bill).find((step) => isOn(step, on))?.yield ?? ONE;
}

/** Whether a day lies in a time; any time does where no day is asked for. */
export function isOn({ from, until }: Span, on: Day | undefined): boolean {
  return on === undefined || (on >= from && on < until);
}

/** Where two times overlap; empty (`from` not before `until`) where they do not. */
export function overlap(a: Span, b: Span): Span {
  return { from: Math.max(a.from, b.from), until: Math.min(a.until, b.until) };
}

/** A time cut wherever one of the others begins or ends. */
export function spansOf(whole: Span, others: readonly Span[]): Span[] {
  const cuts = others.flatMap(({ from, until }) => [from, until]);
  const inside = cuts.filter((cut) => cut > whole.from && cut < whole.until);
  if (inside.length === 0) return [whole];
  const ends = [...new Set([whole.from, ...inside, whole.until])].sort((a, b) => a - b);
  return ends.slice(1).map((until, at) => ({ from: ends[at]!, until }));
}

/** A time to show; nothing where it has no beginning or no end. */
export function shownTime({ from, until }: Span): {
  readonly from?: string;
  readonly until?: string;
} {
  return {
    ...(from > -FOREVER && { from: formatDay(from) }),
    ...(until < FOREVER && { until: formatDay(until) }),
  };
}

/** What names a bill among those of its item, to show. */
export function shownBill({ revision, alternate }: Bom): {
  readonly revision?: string;
  readonly alternate?: string;
} {
  return {
    ...(revision !== undefined && { revision }),
    ...(alternate !== undefined && { alternate }),
  };
}
