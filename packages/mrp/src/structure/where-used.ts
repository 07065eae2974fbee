/**
 * Where-used: what takes an item, level by level up to what nothing takes.
 *
 * Bills are read as written: a general bill counts at every site that has none of its own, and is
 * one row, not one for each site. So the walk goes over pairs of an item and a site that may be
 * open; where a line fixes the site, the bill by which the pair was reached must count there.
 * Phantoms are a level of their own.
 *
 * @source APICS Dictionary, "where-used list", "indented where-used"
 */
import { addRatios, multiplyRatios, type Ratio } from '@kontor/kernel';
import type { Bom, BomLine, Model } from '../model.ts';
import {
  ALWAYS,
  type BillUse,
  overlap,
  shownBill,
  shownTime,
  type Span,
  usesOfLine,
} from './bill-use.ts';
import {
  ANYWHERE,
  checkLevels,
  checkRowCount,
  type Enquiry,
  type EnquiryTerms,
  openEnquiry,
  shownSite,
} from './enquiry.ts';
import { type ExactFigure, exactFigure, NONE, ONE } from './exact-figure.ts';
import { keyOf } from './explode-bill.ts';
import { openPath } from './path.ts';

/** Where and when, and how far up. */
export interface WhereUsedTerms extends EnquiryTerms {
  /** 1 = what takes the item itself; all the way when left out. */
  readonly levels?: number | undefined;
  /** Whether bills count that are an alternate, too. */
  readonly alternates?: boolean | undefined;
}

/** A bill that takes the item, itself or by what stands between. */
export interface WhereUsedRow {
  /** 1 = its bill names the item. */
  readonly level: number;
  /** The item that is made. */
  readonly item: string;
  /** Where it is made; left out where that is any site that has no bill of its own. */
  readonly location?: string;
  /** The row it stands under, from 0, which it takes; -1 = the item itself. */
  readonly under: number;
  readonly revision?: string;
  readonly alternate?: string;
  /** What one good unit takes of the row below, scrap and yield applied … */
  readonly quantityPer: ExactFigure;
  /** … and an order takes once. */
  readonly quantityFixed: ExactFigure;
  /** What one good unit takes of the item that was asked about, along this path … */
  readonly totalPer: ExactFigure;
  /** … and an order takes once. */
  readonly totalFixed: ExactFigure;
  readonly phantom: boolean;
  /** Whether nothing takes it in this time: an end item. */
  readonly isTop: boolean;
  /** In force, with all that it stands under, on days [from, until). */
  readonly from?: string;
  readonly until?: string;
}

/**
 * What takes an item: each row right before what takes that one, in the order of the bills.
 *
 * Without `on`, at all times: each row says when. Without `location`, at all sites: unlike the
 * other enquiries this one searches. `structurePath` gives the path of a row.
 *
 * @throws MrpError MRP_BAD_FIGURE — no such item or location; levels below 1
 * @throws MrpError MRP_BOM_CYCLE — an item needs itself over bills that no source follows
 * @throws MrpError MRP_BAD_OPTION — more than 250,000 rows; `levels` helps
 * @throws KernelError KERNEL_BAD_DAY — `on` is no day
 * @source APICS Dictionary, "where-used list"
 * @example
 * // A bike takes 2 wheels, a wheel 36 spokes.
 * whereUsed(model, 'spoke').map((row) => `${row.totalPer.decimal} per ${row.item}`)
 * // => ['36 per wheel', '72 per bike']
 */
export function whereUsed(model: Model, item: string, terms: WhereUsedTerms = {}): WhereUsedRow[] {
  const enquiry = openEnquiry(model, item, terms);
  const levels = checkLevels(terms.levels);
  const named = linesByComponent(model, terms.alternates === true);
  const start: Taken = {
    item,
    location: terms.location ?? ANYWHERE,
    by: undefined,
    per: ONE,
    fixed: NONE,
    ...ALWAYS,
  };
  const rows: WhereUsedRow[] = [];
  const path = openPath(true);
  path.stepTo(start, keyOf(start.item, start.location), 0);
  const open = takersOf(enquiry, named, start, -1, 1).reverse();
  for (let taker = open.pop(); taker !== undefined; taker = open.pop()) {
    path.stepTo(taker, keyOf(taker.item, taker.location), taker.level);
    const above = takersOf(enquiry, named, taker, rows.length, taker.level + 1);
    rows.push(rowOf(taker, above.length === 0));
    checkRowCount(rows.length, levels);
    if (taker.level < levels) open.push(...above.reverse());
  }
  return rows;
}

/** An item at a site, or at any, and what one of it takes of the item asked about. */
interface Taken extends Span {
  readonly item: string;
  readonly location: string;
  /** The bill by which it was reached: it is only meant where that bill counts. */
  readonly by: Bom | undefined;
  readonly per: Ratio;
  readonly fixed: Ratio;
}

interface Taker extends Taken {
  readonly level: number;
  readonly under: number;
  readonly use: BillUse;
}

interface NamedLine {
  readonly bill: Bom;
  readonly line: BomLine;
}

/** The lines that name each component. */
function linesByComponent({ boms }: Model, alternates: boolean): ReadonlyMap<string, NamedLine[]> {
  const named = new Map<string, NamedLine[]>();
  for (const bill of boms) {
    if (bill.alternate !== undefined && !alternates) continue;
    for (const line of bill.lines) {
      const others = named.get(line.component);
      if (others === undefined) named.set(line.component, [{ bill, line }]);
      else others.push({ bill, line });
    }
  }
  return named;
}

/** What takes an item at a site, one level up. */
function takersOf(
  { index, on }: Enquiry,
  named: ReadonlyMap<string, readonly NamedLine[]>,
  taken: Taken,
  under: number,
  level: number,
): Taker[] {
  const lines = named.get(taken.item) ?? [];
  return lines.flatMap(({ bill, line }) => {
    const location = madeAt(index, taken, bill, line);
    if (location === undefined) return [];
    return usesOfLine(index, bill, line, on).flatMap((use) => {
      const time = overlap(taken, use);
      if (time.from >= time.until) return [];
      const per = multiplyRatios(taken.per, use.per);
      const fixed = addRatios(multiplyRatios(taken.per, use.fixed), taken.fixed);
      return [{ item: bill.item, location, by: bill, per, fixed, ...time, level, under, use }];
    });
  });
}

/**
 * Where a bill takes the item by a line: a site, any, or (undefined) nowhere that the item is
 * meant.
 */
function madeAt(
  index: Enquiry['index'],
  taken: Taken,
  bill: Bom,
  line: BomLine,
): string | undefined {
  const consumed = line.location ?? bill.location ?? ANYWHERE;
  if (taken.location !== ANYWHERE && consumed !== ANYWHERE && taken.location !== consumed) {
    return undefined;
  }
  const site = taken.location === ANYWHERE ? consumed : taken.location;
  if (site !== ANYWHERE && taken.by !== undefined && !counts(index, taken.by, site)) {
    return undefined;
  }
  if (bill.location !== undefined) return bill.location;
  if (line.location !== undefined) return ANYWHERE;
  return site === ANYWHERE || counts(index, bill, site) ? site : undefined;
}

/** Whether a bill is one of its item's at a site. */
function counts(index: Enquiry['index'], bill: Bom, site: string): boolean {
  return index.billsOf(bill.item, site, bill.alternate).includes(bill);
}

function rowOf(
  { item, location, level, under, use, per, fixed, ...time }: Taker,
  isTop: boolean,
): WhereUsedRow {
  return {
    level,
    item,
    ...shownSite(location),
    under,
    ...shownBill(use.bill),
    quantityPer: exactFigure(use.per),
    quantityFixed: exactFigure(use.fixed),
    totalPer: exactFigure(per),
    totalFixed: exactFigure(fixed),
    phantom: use.bill.phantom,
    isTop,
    ...shownTime(time),
  };
}
