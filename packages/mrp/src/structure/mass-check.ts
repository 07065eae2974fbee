/**
 * Mass check: whether what goes into a run of a bill is as heavy as what comes out.
 *
 *     in:     Σ components (mass × quantity per, with what scrap adds to it)
 *     out:    item (mass × output quantity × yield) + Σ outputs (mass × quantity per)
 *     stated: Σ components (mass × what scrap adds) + item (mass × output quantity × (1 − yield))
 *
 * The convention is gross: all that is issued counts, the part that is lost as well, as that is
 * what the scales see. So in − out is what leaves as waste, and the bill itself states how much of
 * it there may be. More waste than stated, or more coming out than going in, is a wrong quantity or
 * a wrong unit. A fixed quantity (of an order, not of a run) is left out.
 */
import {
  addRatios,
  compareRatios,
  type DecimalInput,
  formatRatio,
  multiplyRatios,
  type Ratio,
  ratio,
} from '@kontor/kernel';
import { timeOf, yieldSteps } from '../bill-of-material.ts';
import { refuseFigure } from '../given-figures.ts';
import type { Bom, BomLine, Model } from '../model.ts';
import type { ModelIndex } from '../model-index.ts';
import { inUnits, isOn, shownBill, shownTime, type Span, spansOf, yieldOn } from './bill-use.ts';
import { openEnquiry } from './enquiry.ts';
import { type ExactFigure, exactFigure, NONE, ONE, subtractRatios } from './exact-figure.ts';

/** What is checked. */
export interface MassTerms {
  /** Only what is in force on this day, `YYYY-MM-DD`; else each bill in each of its times. */
  readonly on?: string | undefined;
  /** The part of the mass going in that may be amiss: 0.01 is one in a hundred; 0 if left out. */
  readonly tolerance?: DecimalInput | undefined;
}

/**
 * `balanced`: nothing is lost but what scrap and yield state, or less. `gain`: more comes out than
 * goes in. `loss`: more is lost than stated. `unknown`: a mass is missing.
 */
export type MassVerdict = 'balanced' | 'gain' | 'loss' | 'unknown';

/** The masses of one run of a bill, in the model's unit of mass. */
export interface MassRow {
  readonly item: string;
  /** As the bill has them. */
  readonly location?: string;
  readonly revision?: string;
  readonly alternate?: string;
  /** On days [from, until), in which nothing about the bill changes. */
  readonly from?: string;
  readonly until?: string;
  /** What is known of them, where a mass is missing. */
  readonly massIn: ExactFigure;
  readonly massOut: ExactFigure;
  /** In − out. */
  readonly difference: ExactFigure;
  /** What scrap and yield say is lost. */
  readonly statedLoss: ExactFigure;
  readonly verdict: MassVerdict;
  /** Items of this bill without a mass. */
  readonly lacks: readonly string[];
}

/**
 * Weighs every bill, in the order of the model.
 *
 * @throws MrpError MRP_BAD_FIGURE — a tolerance below 0
 * @throws KernelError KERNEL_BAD_DAY, KERNEL_BAD_DECIMAL — `on` is no day, a bad tolerance or mass
 * @example
 * // 2 kg of flour and 1.2 kg of water for 3 kg of bread.
 * massCheck(model)[0].difference.decimal // => '0.2'
 */
export function massCheck(model: Model, terms: MassTerms = {}): MassRow[] {
  const { index, on } = openEnquiry(model, undefined, { on: terms.on });
  const tolerance = ratio(terms.tolerance ?? 0, 'tolerance');
  if (compareRatios(tolerance, NONE) < 0) {
    refuseFigure('tolerance', formatRatio(tolerance), '0 or more');
  }
  return model.boms.flatMap((bill) => {
    const spans = spansOf(timeOf(bill), [...yieldSteps(bill), ...bill.lines.map(timeOf)]);
    return spans
      .filter((span) => span.from < span.until && isOn(span, on))
      .map((span) => weigh(index, bill, span, tolerance));
  });
}

/** One bill in a time in which it does not change. */
function weigh(index: ModelIndex, bill: Bom, span: Span, tolerance: Ratio): MassRow {
  const lacks = new Set<string>();
  const massOf = (item: string, quantity: Ratio): Ratio => {
    const { mass } = index.itemOf(item);
    if (mass === undefined) lacks.add(item);
    return multiplyRatios(ratio(mass ?? 0), quantity);
  };
  const lines = bill.lines.filter((line) => isOn(timeOf(line), span.from));
  const gross = sumOf(lines, (line) => massOf(line.component, perRun(index, bill, line)));
  const net = sumOf(lines, (line) =>
    massOf(line.component, perRun(index, bill, { ...line, scrap: undefined })),
  );
  const good = yieldOn(bill, span.from);
  const whole = massOf(bill.item, ratio(bill.outputQuantity));
  const beside = sumOf(bill.outputs, (output) => {
    const perStep = index.units.outputPerStep(bill, output);
    const per = inUnits(index, bill.item, output.item, perStep);
    return massOf(output.item, multiplyRatios(per, ratio(bill.outputQuantity)));
  });
  const massOut = addRatios(multiplyRatios(whole, good), beside);
  const rejected = multiplyRatios(whole, subtractRatios(ONE, good));
  const stated = addRatios(subtractRatios(gross, net), rejected);
  const amounts = { massIn: gross, massOut, stated, tolerance };
  return {
    item: bill.item,
    ...(bill.location !== undefined && { location: bill.location }),
    ...shownBill(bill),
    ...shownTime(span),
    massIn: exactFigure(gross),
    massOut: exactFigure(massOut),
    difference: exactFigure(subtractRatios(gross, massOut)),
    statedLoss: exactFigure(stated),
    verdict: lacks.size > 0 ? 'unknown' : verdictOf(amounts),
    lacks: [...lacks],
  };
}

interface Amounts {
  readonly massIn: Ratio;
  readonly massOut: Ratio;
  readonly stated: Ratio;
  readonly tolerance: Ratio;
}

function verdictOf({ massIn, massOut, stated, tolerance }: Amounts): MassVerdict {
  const amiss = multiplyRatios(massIn, tolerance);
  const lost = subtractRatios(massIn, massOut);
  if (compareRatios(addRatios(lost, amiss), NONE) < 0) return 'gain';
  return compareRatios(lost, addRatios(stated, amiss)) > 0 ? 'loss' : 'balanced';
}

function sumOf<Row>(rows: readonly Row[], massOf: (row: Row) => Ratio): Ratio {
  return rows.reduce((sum, row) => addRatios(sum, massOf(row)), NONE);
}

/** What a run of the bill takes by a line, in the component's stocking units. */
function perRun(index: ModelIndex, bill: Bom, line: BomLine): Ratio {
  const per = inUnits(index, bill.item, line.component, index.units.perStep(bill, line));
  return multiplyRatios(per, ratio(bill.outputQuantity));
}
