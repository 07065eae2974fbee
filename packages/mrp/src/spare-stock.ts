/**
 * Spare stock: what a site has and does not need itself serves others before anything is planned.
 *
 * Lanes that give from stock only, substitutes, and common stock for segments never create a need
 * where they take: they share out what a first plan without them leaves over. The spare quantity of
 * a day is the least by which the balance of stock and open orders, on that day or any later one,
 * exceeds what is required; planned orders do not count. Each round gives every place that is short
 * one more of its sources, and a place that gives to several shares by its fair-share policy.
 *
 * What is moved this way is settled: the plan is made again with the moves as given.
 *
 * @source dossiers of distribution planning: "deployment", "fair shares"; the rounds are ours
 */
import { bucketStart } from './plan-terms.ts';
import { type CompiledSource, needOf } from './compiled-source.ts';
import type { Draft, Move, Moves } from './draft.ts';
import { fairShare } from './fair-share.ts';
import { dueDay, releaseDay } from './lead-time.ts';
import { addTo } from './lists-by-key.ts';
import type { Network } from './network.ts';
import { openRow } from './node-row.ts';
import { lotForLotNeeds } from './plan-node.ts';
import { readSpare, type Spare } from './spare-balance.ts';

/** What a place is short of on a day, as far as no move covers it yet; steps of its item. */
interface Shortfall {
  readonly node: number;
  readonly need: number;
  left: number;
}

/** One place's wish for one of its shortfalls. */
interface Request {
  readonly shortfall: Shortfall;
  readonly source: CompiledSource;
  /** The day it would leave, and the first day on which it is taken. */
  readonly ship: number;
  readonly due: number;
}

/** Whether any node takes spare stock. */
export const takesSpareStock = ({ spareSourcesOf }: Network): boolean =>
  spareSourcesOf.some((sources) => sources.length > 0);

/** What those who ask an origin in a round want together, where each is to get its part. */
export interface Claims {
  /** What there is on the first day of them, in steps of the origin's item, as are the wants. */
  readonly supply: number;
  readonly nodes: readonly number[];
  readonly wanted: readonly number[];
}

/** A request that is being served. */
export interface ServedRequest {
  readonly origin: number;
  /** What is left of it before it is served. */
  readonly shortfall: Readonly<Shortfall>;
  readonly source: CompiledSource;
  /** The place of the request among those of the round, from 0. */
  readonly turn: number;
  readonly turns: number;
  readonly takenOn: number;
  /** What the origin can spare then, in its steps. */
  readonly spare: number;
  readonly claims: Claims | undefined;
  /** What the receiving node may still get, in its steps, where its part is bounded. */
  readonly cap: number | undefined;
  readonly wanted: number;
  /** What it gets. */
  readonly quantity: number;
}

/** Told of each move of spare stock before it is made. */
export type SpareObserver = (served: ServedRequest) => void;

/** Shares out what the primary plan leaves over. */
export function shareSpareStock(network: Network, primary: Draft, observe?: SpareObserver): Moves {
  const into = new Map<number, Move[]>();
  const outOf = new Map<number, Move[]>();
  const spares = new Map<number, Spare>();
  const spareOf = (node: number): Spare => {
    const known = spares.get(node) ?? readSpare(network, primary, node);
    spares.set(node, known);
    return known;
  };
  const shortfalls = shortfallsOf(network, primary);
  const rounds = Math.max(0, ...network.spareSourcesOf.map((sources) => sources.length));
  for (let round = 0; round < rounds; round++) {
    for (const [origin, requests] of requestsOf(network, shortfalls, round)) {
      const spare = spareOf(origin);
      for (const { request, move } of serve(network, origin, spare, requests, observe)) {
        addTo(into, request.shortfall.node, move);
        addTo(outOf, origin, move);
      }
    }
  }
  return { into, outOf };
}

/** What the places that take spare stock lack, each need for itself, in the order of planning. */
function shortfallsOf(network: Network, primary: Draft): Shortfall[] {
  const row = openRow();
  const found: Shortfall[] = [];
  for (const node of network.order.sequence) {
    if (network.spareSourcesOf[node]!.length === 0) continue;
    lotForLotNeeds(network, primary, node, row, (cell, net) => {
      found.push({ node, need: row.origin + cell, left: net });
    });
  }
  return found;
}

/** The wishes of a round by the node that is to give, by node number. */
function requestsOf(
  network: Network,
  shortfalls: readonly Shortfall[],
  round: number,
): [number, Request[]][] {
  const byOrigin = new Map<number, Request[]>();
  for (const shortfall of shortfalls) {
    const source = network.spareSourcesOf[shortfall.node]![round];
    if (source?.spare === undefined || shortfall.left === 0) continue;
    const request = requestOf(network, shortfall, source);
    if (request !== undefined) addTo(byOrigin, source.spare.child, request);
  }
  return [...byOrigin].sort(([a], [b]) => a - b);
}

/** A wish that can be fulfilled in time; undefined where it would leave too late. */
function requestOf(
  network: Network,
  shortfall: Shortfall,
  source: CompiledSource,
): Request | undefined {
  const { node, need } = shortfall;
  const { today } = network.terms;
  const { safetyTimeDays, receivingDays } = network.policies[node]!;
  const calendar = network.calendar[node]!;
  const due = dueDay(calendar, need, safetyTimeDays);
  if (due < source.from || due >= source.until) return undefined;
  const ship = releaseDay(source, calendar.before(due, receivingDays), shortfall.left, due);
  const isOverdue = ship === due && need < today;
  return ship >= today || isOverdue ? { shortfall, source, ship, due } : undefined;
}

/** Gives to requests in their turn what there is. Writes `spare` and the shortfalls. */
function serve(
  network: Network,
  origin: number,
  spare: Spare,
  requests: readonly Request[],
  observe?: SpareObserver,
): { request: Request; move: Move }[] {
  const claims = claimsOf(network, origin, spare, requests);
  const caps = capsOf(claims, requests);
  const moves: { request: Request; move: Move }[] = [];
  inTurn(network, origin, requests).forEach((request, turn, { length: turns }) => {
    const { shortfall, source, ship, due } = request;
    const takenOn = Math.max(bucketStart(network.terms, ship), network.terms.today);
    const cap = caps.get(shortfall.node);
    const there = spare.on(takenOn);
    const most = Math.min(shortfall.left, inSteps(source, there));
    const wanted = cap === undefined ? most : Math.min(most, cap);
    const quantity = withinModifiers(source, wanted);
    if (quantity === 0) return;
    const way = { origin, shortfall, source, turn, turns, takenOn };
    observe?.({ ...way, spare: there, claims, cap, wanted, quantity });
    const taken = needOf(source.spare!, quantity);
    spare.take(takenOn, taken);
    shortfall.left -= quantity;
    if (cap !== undefined) caps.set(shortfall.node, cap - quantity);
    const { need } = shortfall;
    const move = { source: source.index, quantity, need, due, release: ship, taken, takenOn };
    moves.push({ request, move });
  });
  return moves;
}

/** How many steps of the receiving item so many of the giving one make, rounded down. */
export function inSteps({ spare }: CompiledSource, steps: number): number {
  const { numerator, denominator } = spare!;
  if (numerator === denominator) return steps;
  return Number((BigInt(steps) * BigInt(denominator)) / BigInt(numerator));
}

/** The most that a move of at most `quantity` may be; 0 where it would be below the minimum. */
function withinModifiers({ modifiers }: CompiledSource, quantity: number): number {
  const { min, multiple, max } = modifiers;
  const most = max === 0 ? quantity : Math.min(quantity, max);
  const whole = multiple === 0 ? most : most - (most % multiple);
  return whole < min ? 0 : whole;
}

/** In the order of the giving place's policy. */
function inTurn(network: Network, origin: number, requests: readonly Request[]): Request[] {
  const { fairShare: policy } = network.policies[origin]!;
  const byDay = (a: Request, b: Request): number => a.shortfall.need - b.shortfall.need;
  const byPriority = (a: Request, b: Request): number => a.source.priority - b.source.priority;
  const [first, second] = policy === 'priority' ? [byPriority, byDay] : [byDay, byPriority];
  return requests.toSorted(
    (a, b) => first(a, b) || second(a, b) || a.shortfall.node - b.shortfall.node,
  );
}

/** What all who ask want together, where the origin gives each its part; undefined elsewhere. */
function claimsOf(
  network: Network,
  origin: number,
  spare: Spare,
  requests: readonly Request[],
): Claims | undefined {
  if (network.policies[origin]!.fairShare !== 'proportional') return undefined;
  const wanted = new Map<number, number>();
  for (const { shortfall, source } of requests) {
    const { node, left } = shortfall;
    wanted.set(node, (wanted.get(node) ?? 0) + needOf(source.spare!, left));
  }
  const nodes = [...wanted.keys()].sort((a, b) => a - b);
  const first = Math.min(...requests.map(({ ship }) => ship));
  const supply = spare.on(Math.max(bucketStart(network.terms, first), network.terms.today));
  return { supply, nodes, wanted: nodes.map((node) => wanted.get(node)!) };
}

/** What each place gets at most, in its steps: its share where the spare stock is not enough. */
function capsOf(claims: Claims | undefined, requests: readonly Request[]): Map<number, number> {
  const caps = new Map<number, number>();
  if (claims === undefined) return caps;
  const { supply, nodes, wanted } = claims;
  const sourceOf = new Map(requests.map(({ shortfall, source }) => [shortfall.node, source]));
  const needs = wanted.map((quantity) => ({ quantity }));
  const shares = fairShare({ supply, needs, policy: 'proportional' });
  nodes.forEach((node, at) => caps.set(node, inSteps(sourceOf.get(node)!, shares[at]!)));
  return caps;
}
