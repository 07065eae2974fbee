/**
 * Full pegging: links followed to their ends, each share multiplied along the way.
 *
 * An order passes on what was pegged to it in proportion to its own shares: of an order of 10 that
 * serves A with 6 and B with 4, three fifths of each component are for A. Fractions are exact, so
 * the ends add up to what was asked about, to the step. Orders are taken in an order in which all
 * that leads to one comes before it, so each is taken once, however many ways lead to it; the walk
 * is a loop, for a chain may be as deep as the model.
 */
import { addRatios, multiplyRatios, type Ratio, ratio } from '@kontor/kernel';
import type { Link, OrderRef } from './links.ts';

/** A share on the way, or the end of one: so much of what was asked about, in steps. */
export interface Part {
  readonly link: Link;
  readonly quantity: Ratio;
}

/** A share on the way. */
export interface Step extends Part {
  /** The order whose share it is; undefined at the start. */
  readonly of: OrderRef | undefined;
}

/** Every share on the way, and what they come down to. */
export interface Followed {
  readonly steps: readonly Step[];
  /** Each end once, in the order in which they were reached. */
  readonly ends: readonly Part[];
}

/** What is asked about, and how its links lead on. */
export interface Question {
  /** The links of what is asked about; they add up to its quantity. */
  readonly start: readonly Link[];
  linksOf(order: OrderRef): readonly Link[];
  /** What the parts of an order's links are parts of. */
  quantityOf(order: OrderRef): number;
}

/** Follows links from the start to their ends. */
export function followLinks(question: Question): Followed {
  const { quantityOf } = question;
  const sequence = reached(question);
  const parts = new Map<string, Ratio>();
  const done = new Set<string>();
  const steps: Step[] = [];
  const ends = new Map<string, Part>();
  const passOn = (links: readonly Link[], part: Ratio, of: OrderRef | undefined): void => {
    for (const link of links) {
      const quantity = multiplyRatios(part, ratio(link.quantity));
      steps.push({ of, link, quantity });
      const key = keyOf(link);
      // Places that give each other spare stock may lead round: there the way ends.
      if (isOrder(link) && !done.has(key)) parts.set(key, sumOf(parts.get(key), quantity));
      else addEnd(ends, link, quantity);
    }
  };
  passOn(question.start, ratio(1), undefined);
  for (const { key, link, links } of sequence) {
    const part = parts.get(key)!;
    done.add(key);
    if (links.length === 0) addEnd(ends, link, part);
    else passOn(links, multiplyRatios(part, oneOver(quantityOf(link))), link);
  }
  return { steps, ends: [...ends.values()] };
}

const oneOver = (steps: number): Ratio => ratio({ numerator: 1n, denominator: BigInt(steps) });

const sumOf = (sum: Ratio | undefined, part: Ratio): Ratio =>
  sum === undefined ? part : addRatios(sum, part);

function addEnd(ends: Map<string, Part>, link: Link, quantity: Ratio): void {
  const key = `${keyOf(link)} ${link.node}`;
  const before = ends.get(key);
  ends.set(key, {
    link: before?.link ?? link,
    quantity: sumOf(before?.quantity, quantity),
  });
}

type OrderLink = Link & OrderRef;

const isOrder = (link: Link): link is OrderLink => link.kind === 'order' || link.kind === 'receipt';

const keyOf = ({ kind, ref }: Pick<Link, 'kind' | 'ref'>): string => `${kind} ${ref}`;

interface Reached {
  readonly key: string;
  readonly link: OrderLink;
  readonly links: readonly Link[];
}

/**
 * All orders that are reached, each after all that lead to it: depth first, backwards, from the
 * last link to the first, so that where nothing forbids it they come in the order of the links.
 */
function reached({ start, linksOf }: Question): Reached[] {
  const seen = new Set<string>();
  const finished: Reached[] = [];
  const path: { readonly of?: Reached; readonly links: readonly Link[]; left: number }[] = [
    { links: start, left: start.length },
  ];
  while (path.length > 0) {
    const top = path.at(-1)!;
    const link = top.links[--top.left];
    if (link === undefined) {
      path.pop();
      if (top.of !== undefined) finished.push(top.of);
    } else if (isOrder(link) && !seen.has(keyOf(link))) {
      const of = { key: keyOf(link), link, links: linksOf(link) };
      seen.add(of.key);
      path.push({ of, links: of.links, left: of.links.length });
    }
  }
  return finished.reverse();
}
