/**
 * Indented explosion: what an item is made of, level by level, with extended quantities.
 *
 * need of a component = need of what it goes into × quantity per + fixed quantity, where quantity
 * per has scrap and yield applied. Fractions stay exact, so a list is right for any lot; a plan, by
 * contrast, rounds every order up to whole steps. Phantoms are rows as well, flagged: whoever
 * builds sees the level that planning blows through.
 *
 * Depth first with a stack of its own: chains of any depth.
 *
 * @source APICS Dictionary, "indented bill of material", "bill of material explosion"
 */
import { addRatios, multiplyRatios, type Ratio, type RatioInput, ratio } from '@kontor/kernel';
import type { Model } from '../model.ts';
import type { ModelIndex } from '../model-index.ts';
import {
  ALWAYS,
  type BillUse,
  overlap,
  shownBill,
  shownTime,
  type Span,
  usesOfBill,
} from './bill-use.ts';
import {
  checkAlternate,
  checkLevels,
  checkRowCount,
  type Enquiry,
  type EnquiryTerms,
  IN_THE_END,
  openEnquiry,
  shownSite,
} from './enquiry.ts';
import { type ExactFigure, exactFigure } from './exact-figure.ts';
import { openPath } from './path.ts';

/** What is exploded, and how it is shown. */
export interface ExplosionTerms extends EnquiryTerms {
  /** Good stocking units of the item, 1 when left out. */
  readonly quantity?: RatioInput | undefined;
  /** Which of the item's alternate bills; components go by their bill without an alternate. */
  readonly alternate?: string | undefined;
  /** How deep the list goes; all the way when left out. */
  readonly levels?: number | undefined;
  /** Whether decimals are rounded up to the component's step, as its order would be. */
  readonly roundUp?: boolean | undefined;
}

/** A component where it stands in a structure. Quantities are its stocking units. */
export interface BillRow {
  /** 1 = a component of the item itself. */
  readonly level: number;
  readonly item: string;
  /** Where it is consumed; left out where that is no site in particular. */
  readonly location?: string;
  /** The row it stands under, from 0; -1 = the item itself. */
  readonly under: number;
  /** Of the bill whose line it is. */
  readonly revision?: string;
  readonly alternate?: string;
  /** For one good unit of what it stands under, scrap and yield applied. */
  readonly quantityPer: ExactFigure;
  /** Once an order of what it stands under. */
  readonly quantityFixed: ExactFigure;
  /** For the whole quantity that was asked about. */
  readonly quantity: ExactFigure;
  /** As the line has it. */
  readonly scrap?: string;
  /** Good output per unit started, of what it stands under. */
  readonly yield: ExactFigure;
  readonly phantom: boolean;
  /** In force, with all that it stands under, on days [from, until). */
  readonly from?: string;
  readonly until?: string;
}

/**
 * What an item is made of, indented: rows in the order of the bills, each right before what it is
 * made of.
 *
 * Without `on`, after the last change that the model knows. Bills alone count, whether a source
 * follows them or not.
 *
 * @throws MrpError MRP_BAD_FIGURE — no such item, location or alternate; levels below 1
 * @throws MrpError MRP_BOM_CYCLE — an item needs itself over bills that no source follows
 * @throws MrpError MRP_BAD_OPTION — more than 250,000 rows; `levels` or `summarizeBill` helps
 * @throws KernelError KERNEL_BAD_DAY, KERNEL_BAD_DECIMAL, KERNEL_DIVISION_BY_ZERO — no day, no
 * quantity
 * @source APICS Dictionary, "indented bill of material"
 * @example
 * // A bike takes 2 wheels, a wheel 36 spokes.
 * const rows = explodeBill(model, 'bike', { quantity: 10 });
 * rows.map((row) => row.quantity.decimal) // => ['20', '720']
 */
export function explodeBill(model: Model, item: string, terms: ExplosionTerms = {}): BillRow[] {
  const enquiry = openEnquiry(model, item, terms);
  const levels = checkLevels(terms.levels);
  const { alternate } = terms;
  if (alternate !== undefined) checkAlternate(model, item, alternate, 'alternate');
  const rows: BillRow[] = [];
  const path = openPath();
  const quantity = ratio(terms.quantity ?? 1, 'quantity');
  const top = { item, location: enquiry.location, quantity, ...ALWAYS };
  path.stepTo(top, keyOf(item, top.location, alternate), 0);
  const usesOf = usesOfPlaces(enquiry);
  const open = needsOf(usesOf(top, alternate), top, -1, 1).reverse();
  for (let need = open.pop(); need !== undefined; need = open.pop()) {
    path.stepTo(need, keyOf(need.item, need.location), need.level);
    const phantom = isPhantom(enquiry.index, need.item, need.location);
    rows.push(rowOf(enquiry.index, need, phantom, terms.roundUp === true));
    checkRowCount(rows.length, levels);
    if (need.level >= levels) continue;
    open.push(...needsOf(usesOf(need), need, rows.length - 1, need.level + 1).reverse());
  }
  return rows;
}

/** So much of an item at a site. */
interface Amount extends Span {
  readonly item: string;
  readonly location: string;
  readonly quantity: Ratio;
}

/** What a line needs for what it stands under. */
interface Need extends Amount {
  readonly level: number;
  readonly under: number;
  readonly use: BillUse;
}

/** Reads the bills of each place once: a part of many structures stands in many rows. */
function usesOfPlaces(
  enquiry: Enquiry,
): (place: Pick<Amount, 'item' | 'location'>, alternate?: string) => readonly BillUse[] {
  const known = new Map<string, readonly BillUse[]>();
  return ({ item, location }, alternate) => {
    const key = keyOf(item, location, alternate);
    const uses = known.get(key) ?? usesOfItem(enquiry, item, location, alternate);
    known.set(key, uses);
    return uses;
  };
}

/** What making an amount takes, line by line. */
function needsOf(uses: readonly BillUse[], amount: Amount, under: number, level: number): Need[] {
  return uses.map((use) => ({
    item: use.line.component,
    location: use.line.location ?? amount.location,
    quantity: addRatios(multiplyRatios(amount.quantity, use.per), use.fixed),
    ...overlap(amount, use),
    level,
    under,
    use,
  }));
}

/**
 * What the bills of an item at a site take on the enquiry's day, or in the end where it names none.
 */
export function usesOfItem(
  { index, on = IN_THE_END }: Pick<Enquiry, 'index' | 'on'>,
  item: string,
  location: string,
  alternate?: string,
): BillUse[] {
  const bills = index.billsOf(item, location, alternate);
  return bills.flatMap((bill) => usesOfBill(index, bill, on));
}

/** Whether an item is a phantom at a site: all its revisions are, or none. */
export function isPhantom(index: ModelIndex, item: string, location: string): boolean {
  return index.billsOf(item, location).some((bill) => bill.phantom);
}

/** A place, and the alternate it is made by, as a key; lengths first, so ids may be any text. */
export function keyOf(item: string, location: string, alternate = ''): string {
  return `${item.length} ${location.length} ${item}${location}${alternate}`;
}

function rowOf(index: ModelIndex, need: Need, phantom: boolean, roundUp: boolean): BillRow {
  const { item, location, level, under, use } = need;
  return {
    level,
    item,
    ...shownSite(location),
    under,
    ...shownBill(use.bill),
    quantityPer: exactFigure(use.per),
    quantityFixed: exactFigure(use.fixed),
    quantity: exactFigure(need.quantity, roundUp ? index.units.decimalsOf(item) : undefined),
    ...(use.line.scrap !== undefined && { scrap: use.line.scrap }),
    yield: exactFigure(use.yield),
    phantom,
    ...shownTime(need),
  };
}
