/**
 * All that can happen in a net, breadth first: every marking once, with the shortest way to it.
 *
 * @source R. M. Karp, R. E. Miller, "Parallel program schemata" (1969): a marking that covers one
 *   on the way to it can be pumped up without bound; A. Valmari, "Stubborn sets for reduced state
 *   space generation" (1991), and the condition for breadth first of D. Bošnački and
 *   G. Holzmann (2005)
 */
import { type Firing, fired, firings, type Marking, type PlayedNet } from './firing.ts';
import type { NetEdge } from './token-net.ts';

/** What was found. */
export interface StateSpace {
  readonly markings: readonly Marking[];
  /** The marking before each, and what happened between; none for the beginnings. */
  readonly cameFrom: readonly ({ readonly before: number; readonly by: Firing } | undefined)[];
  /** Markings after each. */
  readonly next: readonly (readonly number[])[];
  /** Elements that some run reaches. */
  readonly alive: ReadonlySet<string>;
  /** A marking that can be pumped up without bound. */
  readonly unbounded: number | undefined;
  /** A marking with two tokens in one place, and the place. */
  readonly unsafe: { readonly marking: number; readonly edge: number } | undefined;
  /** It was left when there were too many markings, or tokens in one place. */
  readonly isCut: boolean;
}

/** Tokens in one place, where nothing tells that there is no bound. */
const TOKENS_MAX = 8;

/**
 * Explores a net.
 *
 * @param most - markings
 * @param oneFirst - see `firings`
 */
export function explore(played: PlayedNet, most: number, oneFirst: boolean): StateSpace {
  const search = new Search(played, oneFirst);
  for (const begin of played.net.begins) {
    const marking = played.edges.map((edge) => (begin.includes(edge) ? 1 : 0));
    search.visit(marking, undefined);
    search.reach(begin);
  }
  for (let at = 0; at < search.markings.length; at++) {
    if (search.markings.length > most) {
      search.isCut = true;
      break;
    }
    search.expand(at);
  }
  return search;
}

class Search implements StateSpace {
  readonly markings: Marking[] = [];
  readonly cameFrom: ({ before: number; by: Firing } | undefined)[] = [];
  readonly next: number[][] = [];
  readonly alive = new Set<string>();
  unbounded: number | undefined;
  unsafe: StateSpace['unsafe'];
  isCut = false;
  readonly #played: PlayedNet;
  readonly #oneFirst: boolean;
  readonly #known = new Map<string, number>();

  constructor(played: PlayedNet, oneFirst: boolean) {
    this.#played = played;
    this.#oneFirst = oneFirst;
  }

  visit(marking: Marking, cameFrom: { before: number; by: Firing } | undefined): number {
    const key = marking.join(',');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const at = this.markings.length;
    this.#known.set(key, at);
    this.markings.push(marking);
    this.cameFrom.push(cameFrom);
    this.next.push([]);
    const double = marking.findIndex((count) => count > 1);
    if (double >= 0) this.unsafe ??= { marking: at, edge: double };
    return at;
  }

  reach(edges: readonly NetEdge[]): void {
    for (const { members } of edges) for (const member of members) this.alive.add(member);
  }

  expand(at: number): void {
    const marking = this.markings[at]!;
    if (this.#isPumped(at)) return;
    if (marking.some((count) => count > TOKENS_MAX)) {
      this.isCut = true;
      return;
    }
    const count = this.markings.length;
    const some = firings(this.#played, marking, this.#oneFirst);
    this.#follow(at, some);
    // Where the first one only leads back, the others must not be put off for ever.
    const leadsBack = this.next[at]!.some((next) => next < count);
    if (this.#oneFirst && leadsBack) this.#follow(at, firings(this.#played, marking, false));
  }

  #follow(at: number, some: readonly Firing[]): void {
    for (const by of some) {
      for (const member of [by.steps[0]!.node, ...by.node.members]) this.alive.add(member);
      this.reach(by.gives);
      const after = fired(this.#played, this.markings[at]!, by);
      this.next[at]!.push(this.visit(after, { before: at, by }));
    }
  }

  /** Whether it covers a marking on the way to it. Inclusive joins may do less with more tokens. */
  #isPumped(at: number): boolean {
    if (this.#played.hasInclusive) return false;
    const marking = this.markings[at]!;
    const total = sum(marking);
    for (let way = this.cameFrom[at]; way !== undefined; way = this.cameFrom[way.before]) {
      const before = this.markings[way.before]!;
      if (sum(before) >= total || !marking.every((count, edge) => count >= before[edge]!)) continue;
      this.unbounded ??= at;
      return true;
    }
    return false;
  }
}

const sum = (marking: Marking): number => marking.reduce((total, count) => total + count, 0);
