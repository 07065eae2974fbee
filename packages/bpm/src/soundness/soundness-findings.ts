/**
 * What is wrong with a scope, in words, with the way that leads there.
 */
import type { CheckedScope } from '../check-scope.ts';
import { kindWords } from '../kind-words.ts';
import type { Node } from '../model.ts';
import type { PlayedNet } from './firing.ts';
import type { StateSpace } from './state-space.ts';
import { isJoin, type NetNode, type WitnessStep } from './token-net.ts';

/** A finding about soundness. */
export interface SoundnessFinding {
  readonly code: SoundnessCode;
  /** `error`: not sound. `warning`: sound, but seldom meant. `unknown`: it can't be said. */
  readonly severity: 'error' | 'warning' | 'unknown';
  /** The element that it is about. */
  readonly path: string;
  /** What is wrong and how it comes about; follows the name of the element. */
  readonly message: string;
  /** What happened on the way, in order, from the beginning of the scope. */
  readonly witness: readonly WitnessStep[];
}

/**
 * `deadlock`: tokens wait at a join for others that can't come. `stranded-token`: the same at a
 * join that has fired before, so the engine drops them and goes on. `endless`: no way leads to an
 * end. `unbounded`: tokens can multiply for ever. `dead-element`: no run reaches it. `unsafe`: two
 * tokens can be in one place. `not-analysed`: see the message.
 */
export type SoundnessCode =
  | 'deadlock'
  | 'stranded-token'
  | 'endless'
  | 'unbounded'
  | 'dead-element'
  | 'unsafe'
  | 'not-analysed';

/** All findings of a scope. */
export function findingsIn(
  scope: CheckedScope,
  played: PlayedNet,
  space: StateSpace,
): SoundnessFinding[] {
  const words = new Words(scope, played, space);
  const stuck = stuckMarkings(played, space).map(({ at, joins }) => words.stuck(at, joins));
  const errors = [...firstOfEach(stuck), ...words.unbounded(), ...words.endless(stuck.length > 0)];
  if (space.isCut) return [...errors, words.cut()];
  const dead = space.unbounded === undefined ? words.dead() : [];
  return [...errors, ...dead, ...words.unsafe()];
}

interface Stuck {
  readonly at: number;
  readonly joins: readonly NetNode[];
}

/** Markings with tokens where nothing can happen any more: they wait at joins. */
function stuckMarkings(
  { edges }: PlayedNet,
  { markings, next, unbounded, isCut }: StateSpace,
): Stuck[] {
  const found: Stuck[] = [];
  markings.forEach((marking, at) => {
    if (next[at]!.length > 0) return;
    const joins = new Set(edges.filter((_, edge) => marking[edge]! > 0).map(({ to }) => to));
    const waits = [...joins].every(isJoin);
    // What was left there is not stuck: it was not looked at, or can be pumped up.
    if (joins.size > 0 && waits && !(isCut && marking.some((count) => count > 8))) {
      if (at !== unbounded) found.push({ at, joins: [...joins] });
    }
  });
  return found;
}

/** Of findings about the same, the one with the shortest way. */
function firstOfEach(findings: readonly SoundnessFinding[]): SoundnessFinding[] {
  const first = new Map<string, SoundnessFinding>();
  for (const finding of findings) {
    const key = `${finding.code} ${finding.path}`;
    const known = first.get(key);
    if (known === undefined || finding.witness.length < known.witness.length) {
      first.set(key, finding);
    }
  }
  return [...first.values()];
}

class Words {
  readonly #scope: CheckedScope;
  readonly #played: PlayedNet;
  readonly #space: StateSpace;

  constructor(scope: CheckedScope, played: PlayedNet, space: StateSpace) {
    this.#scope = scope;
    this.#played = played;
    this.#space = space;
  }

  stuck(at: number, joins: readonly NetNode[]): SoundnessFinding {
    const witness = this.#wayTo(at);
    const hasFired = ({ id }: NetNode): boolean => witness.some(({ node }) => node === id);
    const join = joins.find((one) => !hasFired(one)) ?? joins[0]!;
    const marking = this.#space.markings[at]!;
    const has = join.ins.filter((edge) => marking[this.#played.indexOf.get(edge)!]! > 0);
    const lacks = join.ins.filter((edge) => !has.includes(edge));
    const by = (edges: typeof has): string => listed(edges.map((edge) => this.#lastFlow(edge)));
    const what = `${this.#kind(join.id)} has a token by ${by(has)}`;
    const never =
      lacks.length === 0 ? 'but waits for another join' : `but none can come by ${by(lacks)}`;
    const isStranded = hasFired(join);
    return {
      code: isStranded ? 'stranded-token' : 'deadlock',
      severity: 'error',
      path: join.id,
      message:
        `${what}, ${never}: ${isStranded ? 'it is left behind' : 'the instance can not go on'}, ` +
        `${this.#after(witness)}. ${remedyOf(join)}`,
      witness,
    };
  }

  unbounded(): SoundnessFinding[] {
    const { unbounded, markings } = this.#space;
    if (unbounded === undefined) return [];
    const witness = this.#wayTo(unbounded);
    const marking = markings[unbounded]!;
    const most = marking.indexOf(Math.max(...marking));
    const { id } = this.#played.edges[most]!.to;
    const message =
      `tokens can pile up here without bound, ${this.#after(witness)}; going round adds one each ` +
      'time. Join what was split before it goes back';
    return [{ code: 'unbounded', severity: 'error', path: id, message, witness }];
  }

  /** From some marking no way leads to where nothing is left to do. */
  endless(isStuck: boolean): SoundnessFinding[] {
    const { markings, next, isCut, unbounded } = this.#space;
    if (isStuck || isCut || unbounded !== undefined) return [];
    const before: number[][] = markings.map(() => []);
    next.forEach((targets, at) => targets.forEach((to) => before[to]!.push(at)));
    const canEnd = new Set([...markings.keys()].filter((at) => next[at]!.length === 0));
    for (const at of canEnd) for (const one of before[at]!) canEnd.add(one);
    const lost = markings.findIndex((_, at) => !canEnd.has(at));
    if (lost < 0) return [];
    const witness = this.#wayTo(lost);
    const edge = this.#played.edges.find((_, index) => markings[lost]![index]! > 0)!;
    const path = edge.path[0]?.node ?? edge.to.id;
    const message = `no way leads from here to an end, ${this.#after(witness)}. Add a way out`;
    return [{ code: 'endless', severity: 'error', path, message, witness }];
  }

  dead(): SoundnessFinding[] {
    const { alive } = this.#space;
    const all = this.#played.net.nodes.flatMap(({ members, ins }) => [
      ...members,
      ...ins.flatMap((edge) => edge.members),
    ]);
    return [...new Set(all)]
      .filter((id) => !alive.has(id))
      .map((path): SoundnessFinding => {
        const message =
          'no run can reach it: a join before it never fires. Mend that, or remove it';
        return { code: 'dead-element', severity: 'error', path, message, witness: [] };
      });
  }

  unsafe(): SoundnessFinding[] {
    const { unsafe } = this.#space;
    if (unsafe === undefined) return [];
    const witness = this.#wayTo(unsafe.marking);
    const edge = this.#played.edges[unsafe.edge]!;
    const path = edge.path[0]?.node ?? edge.to.id;
    const message =
      `two tokens can be here at once, so it happens twice, ${this.#after(witness)}. If that is ` +
      'not meant, join the branches by a parallel or inclusive gateway before it';
    return [{ code: 'unsafe', severity: 'warning', path, message, witness }];
  }

  cut(): SoundnessFinding {
    const { definition, owner } = this.#scope;
    const path = owner?.id ?? definition.id;
    const message =
      `has more than ${this.#space.markings.length - 1} states, or tokens without a known bound; ` +
      'what was seen of it is told. Allow more states, or move a part into a sub-process';
    return { code: 'not-analysed', severity: 'unknown', path, message, witness: [] };
  }

  #wayTo(at: number): WitnessStep[] {
    const ways: (readonly WitnessStep[])[] = [];
    let from = at;
    for (let way = this.#space.cameFrom[at]; way !== undefined; ) {
      const { by, before } = way;
      ways.unshift([...by.steps, ...by.gives.flatMap(({ path }) => path)]);
      from = before;
      way = this.#space.cameFrom[before];
    }
    const begin = this.#space.markings[from]!;
    const begun = this.#played.edges.filter((_, edge) => begin[edge]! > 0);
    return [...begun.flatMap(({ path }) => path), ...ways.flat()];
  }

  /** The way in words: activities, and what gateways chose. */
  #after(witness: readonly WitnessStep[]): string {
    const told = witness.flatMap(({ node, flows }) => this.#toldStep(node, flows));
    return told.length === 0 ? 'from the start' : `after ${told.join(' → ')}`;
  }

  #toldStep(id: string, flows: readonly string[]): string[] {
    const node = this.#scope.byId.get(id)!;
    const outs = this.#scope.outgoing.get(id) ?? [];
    if (outs.length > 1 && flows.length < outs.length) {
      return [`'${nameOf(node)}' chose ${listed(flows.map((flow) => this.#flow(flow)))}`];
    }
    const isGateway = /^(?:exclusive|parallel|inclusive|eventBased|complex)$/u.test(node.kind);
    return isGateway || node.kind === 'start' ? [] : [`'${nameOf(node)}'`];
  }

  #flow(id: string): string {
    const flow = this.#scope.flows.find((one) => one.id === id);
    const target = flow && this.#scope.byId.get(flow.to);
    return `'${flow?.name ?? (target === undefined ? id : `to ${nameOf(target)}`)}'`;
  }

  /** The flow by which an edge comes to its join, though elements before it were reduced away. */
  #lastFlow(edge: PlayedNet['edges'][number]): string {
    const last = edge.path.at(-1)?.flows.at(-1) ?? edge.flows.at(-1);
    const flow = this.#scope.flows.find(({ id }) => id === last);
    const from = flow && this.#scope.byId.get(flow.from);
    return from === undefined ? 'its other way' : `the flow from '${nameOf(from)}'`;
  }

  #kind(id: string): string {
    return `the ${kindWords[this.#scope.byId.get(id)!.kind]}`;
  }
}

const nameOf = (node: Node): string => node.name ?? node.id;

const listed = (words: readonly string[]): string => words.join(' and ') || 'no flow';

const remedyOf = ({ join }: NetNode): string =>
  join === 'all'
    ? 'Merge with an exclusive or inclusive gateway, or split with a parallel one'
    : 'Let one join come before the other';
