/**
 * Random graphs of gateways and tasks, with or without block structure, for engine and twin.
 *
 * A wild graph is a list of nodes, each with flows to some later nodes and perhaps one back, by way
 * of a user task; so gateways of all kinds meet in all ways, right or wrong. A graph of blocks
 * opens and closes what it opens, though not always with the right gateway. Both shrink by leaving
 * parts out.
 */
import * as fc from 'fast-check';
import type { Flow, Node } from '../../src/model.ts';
import type { Drawn } from './twin-graph.ts';
import type { Switches } from './twin-words.ts';

/** One graph, and what is done in it: which wait is next, and what its variables are. */
export interface RandomCase {
  readonly definition: Drawn;
  readonly switches: Switches;
  readonly deeds: readonly { readonly pick: number; readonly switches: Switches }[];
}

/** A node of a wild graph; its numbers mean later nodes, modulo how many there are. */
interface WildNode {
  readonly kind: 'task' | 'user' | 'exclusive' | 'parallel' | 'inclusive' | 'complex' | 'scope';
  readonly to: readonly { readonly far: number; readonly on: number }[];
  readonly hasDefault: boolean;
  readonly back: number | undefined;
  readonly boundary: { readonly far: number; readonly isBeside: boolean } | undefined;
  readonly activation: number;
  readonly endsAll: boolean;
  readonly inner: readonly WildNode[];
}

const CONDITIONS = ['true', 'false', 'a', 'b', 'c', 'not(a)', 'not(b)', 'not(c)'];

const switches: fc.Arbitrary<Switches> = fc.record({
  a: fc.boolean(),
  b: fc.boolean(),
  c: fc.boolean(),
});

const kinds = fc.oneof(
  { weight: 3, arbitrary: fc.constant('task' as const) },
  { weight: 3, arbitrary: fc.constant('user' as const) },
  { weight: 3, arbitrary: fc.constant('exclusive' as const) },
  { weight: 3, arbitrary: fc.constant('parallel' as const) },
  { weight: 5, arbitrary: fc.constant('inclusive' as const) },
  { weight: 1, arbitrary: fc.constant('complex' as const) },
  { weight: 1, arbitrary: fc.constant('scope' as const) },
);

const rarely = (one: number): fc.Arbitrary<number | undefined> =>
  fc.option(fc.nat(one), { freq: 4 }).map((value) => value ?? undefined);

function wildNodes(most: number, depth: number): fc.Arbitrary<WildNode[]> {
  const node = fc.record({
    kind: kinds.map((kind) => (kind === 'scope' && depth === 0 ? 'task' : kind)),
    to: fc.array(fc.record({ far: fc.nat(4), on: fc.nat(CONDITIONS.length - 1) }), {
      minLength: 1,
      maxLength: 3,
    }),
    hasDefault: fc.integer({ min: 0, max: 5 }).map((draw) => draw > 0),
    back: rarely(5).map((value) => (value === undefined || value > 2 ? undefined : value)),
    boundary: fc
      .option(fc.record({ far: fc.nat(4), isBeside: fc.boolean() }), { freq: 3 })
      .map((value) => value ?? undefined),
    activation: fc.integer({ min: 1, max: 3 }),
    endsAll: fc.integer({ min: 0, max: 15 }).map((draw) => draw === 0),
    inner: depth === 0 ? fc.constant([]) : wildNodes(5, depth - 1),
  });
  return fc.array(node, { minLength: 1, maxLength: most });
}

/** Writes a scope of wild nodes. */
class Writer {
  readonly nodes: Node[] = [];
  readonly flows: Flow[] = [];
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  write(wild: readonly WildNode[]): { nodes: Node[]; flows: Flow[] } {
    this.nodes.push({ kind: 'start', id: this.#id('start') });
    this.#flow(this.#id('start'), this.#nodeId(0), undefined);
    wild.forEach((node, at) => this.#node(wild, node, at));
    return withoutUnreached(this.nodes, this.flows);
  }

  #id(name: string): string {
    return `${this.#prefix}${name}`;
  }

  #nodeId(at: number): string {
    return this.#id(`n${at}`);
  }

  #flow(from: string, to: string, condition: string | undefined): string {
    const id = `${from}-${to}-${this.flows.length}`;
    this.flows.push({ id, from, to, ...(condition !== undefined && { condition }) });
    return id;
  }

  #node(wild: readonly WildNode[], node: WildNode, at: number): void {
    const id = this.#nodeId(at);
    this.nodes.push(this.#bare(node, id));
    if (node.boundary !== undefined && (node.kind === 'user' || node.kind === 'scope')) {
      this.#boundary(wild, node, at, node.boundary);
    }
    const isFree = node.kind === 'parallel' || (node.kind === 'task' && node.activation > 1);
    const flows = node.to.map(({ far, on }) => {
      const condition = node.kind === 'complex' && on > 3 ? 'waitingForStart' : CONDITIONS[on];
      const to = this.#later(wild, at, far, node.endsAll);
      return this.#flow(id, to, isFree ? undefined : condition);
    });
    if (node.back !== undefined) this.#back(id, at, node.back, isFree ? undefined : 'a');
    if (isFree || !node.hasDefault) return;
    Object.assign(this.nodes.find((one) => one.id === id)!, { default: flows.at(-1) });
  }

  #bare(node: WildNode, id: string): Node {
    switch (node.kind) {
      case 'scope':
        return { kind: 'subProcess', id, ...new Writer(`${id}_`).write(node.inner) };
      case 'complex':
        return { kind: 'complex', id, activation: `activationCount >= ${node.activation}` };
      default:
        return { kind: node.kind, id };
    }
  }

  /** A node further down; beyond the last one an end of its own. */
  #later(wild: readonly WildNode[], at: number, far: number, endsAll: boolean): string {
    const target = at + 1 + far;
    if (target < wild.length) return this.#nodeId(target);
    const id = this.#id(`end${this.nodes.length}`);
    this.nodes.push({ kind: 'end', id, ...(endsAll && { throws: [{ type: 'terminate' }] }) });
    return id;
  }

  #boundary(
    wild: readonly WildNode[],
    { endsAll }: WildNode,
    at: number,
    { far, isBeside }: NonNullable<WildNode['boundary']>,
  ): void {
    const host = this.#nodeId(at);
    const id = `${host}_b`;
    const stays = isBeside ? { interrupting: false } : {};
    const on = [{ type: 'message' as const, name: id }];
    this.nodes.push({ kind: 'boundary', id, attachedTo: host, on, ...stays });
    this.#flow(id, this.#later(wild, at, far, endsAll), undefined);
  }

  /** A way back always waits for somebody, so no burst goes on for ever. */
  #back(from: string, at: number, back: number, condition: string | undefined): void {
    const id = `${from}_again`;
    this.nodes.push({ kind: 'user', id });
    this.#flow(from, id, condition);
    this.#flow(id, this.#nodeId(Math.max(0, at - back)), undefined);
  }
}

/** Nodes that no token can reach are no part of a process. */
function withoutUnreached(nodes: Node[], flows: Flow[]): { nodes: Node[]; flows: Flow[] } {
  const reached = new Set([nodes[0]!.id]);
  for (const id of reached) {
    for (const { from, to } of flows) if (from === id) reached.add(to);
    for (const node of nodes) {
      if (node.kind === 'boundary' && node.attachedTo === id) reached.add(node.id);
    }
  }
  return {
    nodes: nodes.filter(({ id }) => reached.has(id)),
    flows: flows.filter(({ from }) => reached.has(from)),
  };
}

/** A block: what it opens, it closes. */
type Block =
  | { readonly kind: 'task' | 'user' | 'terminate' }
  | { readonly kind: 'sequence'; readonly of: readonly Block[] }
  | { readonly kind: 'scope'; readonly of: readonly Block[]; readonly boundary: number }
  | { readonly kind: 'again'; readonly of: readonly Block[] }
  | {
      readonly kind: 'split';
      readonly of: readonly Block[];
      readonly opens: 'exclusive' | 'parallel' | 'inclusive';
      readonly closes: 'exclusive' | 'parallel' | 'inclusive' | 'complex';
      readonly on: readonly number[];
      readonly dies: readonly boolean[];
    };

function blocks(depth: number): fc.Arbitrary<Block> {
  const leaf = fc.constantFrom<Block>({ kind: 'task' }, { kind: 'user' }, { kind: 'user' });
  if (depth === 0) return leaf;
  const several = fc.array(blocks(depth - 1), { minLength: 1, maxLength: 3 });
  const splits = fc.record({
    kind: fc.constant('split' as const),
    of: fc.array(blocks(depth - 1), { minLength: 2, maxLength: 3 }),
    opens: fc.constantFrom('exclusive' as const, 'parallel' as const, 'inclusive' as const),
    closes: fc.constantFrom(
      ...(['exclusive', 'parallel', 'inclusive', 'inclusive', 'complex'] as const),
    ),
    on: fc.array(fc.nat(CONDITIONS.length - 1), { minLength: 3, maxLength: 3 }),
    dies: fc.array(
      fc.integer({ min: 0, max: 5 }).map((draw) => draw === 0),
      { minLength: 3, maxLength: 3 },
    ),
  });
  return fc.oneof(
    { weight: 2, arbitrary: leaf },
    { weight: 4, arbitrary: splits },
    { weight: 2, arbitrary: several.map((of): Block => ({ kind: 'sequence', of })) },
    { weight: 1, arbitrary: several.map((of): Block => ({ kind: 'again', of })) },
    {
      weight: 1,
      arbitrary: fc
        .record({ of: several, boundary: fc.nat(2) })
        .map((one): Block => ({ kind: 'scope', ...one })),
    },
  );
}

/** Writes blocks; a block is entered at one node and left at one. */
class BlockWriter {
  readonly nodes: Node[] = [];
  readonly flows: Flow[] = [];
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  write(of: readonly Block[]): { nodes: Node[]; flows: Flow[] } {
    const start = this.#add({ kind: 'start' });
    const [first, last] = this.#sequence(of);
    this.#flow(start, first);
    this.#flow(last, this.#add({ kind: 'end' }));
    return withoutUnreached(this.nodes, this.flows);
  }

  #add(node: { kind: string } & Record<string, unknown>): string {
    const id = `${this.#prefix}${node.kind.slice(0, 3)}${this.nodes.length}`;
    this.nodes.push({ ...node, id } as unknown as Node);
    return id;
  }

  #flow(from: string, to: string, condition?: string): string {
    const id = `${from}-${to}-${this.flows.length}`;
    this.flows.push({ id, from, to, ...(condition !== undefined && { condition }) });
    return id;
  }

  #sequence(of: readonly Block[]): readonly [string, string] {
    const parts = of.map((block) => this.#block(block));
    parts.slice(1).forEach(([first], at) => this.#flow(parts[at]![1], first));
    return [parts[0]![0], parts.at(-1)![1]];
  }

  #block(block: Block): readonly [string, string] {
    switch (block.kind) {
      case 'sequence':
        return this.#sequence(block.of);
      case 'scope':
        return this.#scope(block);
      case 'again':
        return this.#again(block.of);
      case 'split':
        return this.#split(block);
      default: {
        const id = this.#add({ kind: block.kind });
        return [id, id];
      }
    }
  }

  #scope({ of, boundary }: Block & { kind: 'scope' }): readonly [string, string] {
    const inner = new BlockWriter(`${this.#prefix}s${this.nodes.length}_`).write(of);
    const id = this.#add({ kind: 'subProcess', ...inner });
    if (boundary === 0) return [id, id];
    const merge = this.#add({ kind: 'inclusive' });
    const on = [{ type: 'message', name: `${id}_b` }];
    const host = { attachedTo: id, interrupting: boundary === 1 };
    this.#flow(this.#add({ kind: 'boundary', on, ...host }), merge);
    this.#flow(id, merge);
    return [id, merge];
  }

  #again(of: readonly Block[]): readonly [string, string] {
    const merge = this.#add({ kind: 'exclusive' });
    const [first, last] = this.#sequence(of);
    const split = this.#add({ kind: 'exclusive' });
    const wait = this.#add({ kind: 'user' });
    this.#flow(merge, first);
    this.#flow(last, split);
    this.#flow(split, wait, 'a');
    this.#flow(wait, merge);
    const out = this.#add({ kind: 'task' });
    const id = this.#flow(split, out);
    Object.assign(this.nodes.find((node) => node.id === split)!, { default: id });
    return [merge, out];
  }

  #split({ of, opens, closes, on, dies }: Block & { kind: 'split' }): readonly [string, string] {
    const split = this.#add({ kind: opens });
    const activation = { activation: `activationCount >= ${of.length - 1}` };
    const join = this.#add({ kind: closes, ...(closes === 'complex' && activation) });
    const out = this.#add({ kind: 'task' });
    of.forEach((block, at) => {
      const [first, last] = this.#block(block);
      const isDefault = at === 0 && opens !== 'parallel';
      const condition = opens === 'parallel' || isDefault ? undefined : CONDITIONS[on[at]!];
      const id = this.#flow(split, first, condition);
      if (isDefault) Object.assign(this.nodes.find((node) => node.id === split)!, { default: id });
      const ends = at > 0 && dies[at]!;
      this.#flow(last, ends ? this.#add({ kind: 'end' }) : join);
    });
    this.#flow(join, out, closes === 'complex' ? 'waitingForStart' : undefined);
    return [split, out];
  }
}

const joinModes = fc.constantFrom('strict' as const, 'strict' as const, 'pragmatic' as const);
const deeds = fc.array(fc.record({ pick: fc.nat(11), switches }), { maxLength: 12 });

/** Graphs without structure. */
export const wildCases: fc.Arbitrary<RandomCase> = fc
  .record({ wild: wildNodes(11, 1), join: joinModes, switches, deeds })
  .map(({ wild, join, ...rest }) => ({
    definition: { id: 'wild', join, ...new Writer('').write(wild) },
    ...rest,
  }));

/** Graphs of blocks. */
export const blockCases: fc.Arbitrary<RandomCase> = fc
  .record({ of: blocks(3), join: joinModes, switches, deeds })
  .map(({ of, join, ...rest }) => ({
    definition: { id: 'blocks', join, ...new BlockWriter('').write([of]) },
    ...rest,
  }));
