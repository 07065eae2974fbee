/**
 * The chance of gateways. An exclusive gateway draws one flow when its first is asked for, and the
 * others keep to that; an inclusive one draws each flow by itself.
 */
import type { Stream } from './chance.ts';
import { indexByWeight } from './generator.ts';

/** Which case is moved, and how often it has drawn for what. */
export interface DrawnCase {
  readonly index: number;
  readonly visits: Map<string, number>;
}

/** A number that grows with each draw of a case for a purpose, from 0. */
export function nextVisit({ visits }: DrawnCase, purpose: string): number {
  const visit = visits.get(purpose) ?? 0;
  visits.set(purpose, visit + 1);
  return visit;
}

/** The flows out of a gateway with their shares, in document order. */
export interface DicedGateway {
  readonly isExclusive: boolean;
  readonly flows: readonly string[];
  readonly shares: readonly number[];
}

/** Decides for gateways. */
export class GatewayDice {
  readonly #gateways = new Map<string, DicedGateway>();
  #streamOf: (purpose: string) => Stream = () => ({ at: () => 0.5 });
  #case: DrawnCase = { index: 0, visits: new Map() };
  readonly #drawn = new Map<string, string>();

  /** A gateway that is to be decided by chance. */
  add(gateway: string, dice: DicedGateway): void {
    this.#gateways.set(gateway, dice);
  }

  /** The chance from now on. */
  load(streamOf: (purpose: string) => Stream): void {
    this.#streamOf = streamOf;
  }

  /** The case that is moved from now on. */
  turnTo(drawn: DrawnCase): void {
    this.#case = drawn;
  }

  /** Whether a token takes a flow. */
  takes(gateway: string, flow: string): boolean {
    const { isExclusive, flows, shares } = this.#gateways.get(gateway)!;
    if (!isExclusive) return this.#draw(`branch/${gateway}/${flow}`) < shares[flows.indexOf(flow)]!;
    if (flow === flows[0]) {
      const index = indexByWeight(shares, this.#draw(`branch/${gateway}`));
      this.#drawn.set(gateway, flows[index]!);
    }
    return this.#drawn.get(gateway) === flow;
  }

  #draw(purpose: string): number {
    const visit = nextVisit(this.#case, purpose);
    return this.#streamOf(purpose).at({ case: this.#case.index, visit });
  }
}
