/**
 * A pattern as a program: the instructions that the machine (pattern-machine.ts) goes through.
 *
 * Counted repeats are written out, endless ones are loops that end with a round that took nothing.
 */
import type { CharacterTest } from './pattern-class.ts';
import { PatternFault, type PatternFlags, type PatternNode } from './pattern-syntax.ts';

/** One instruction; numbers are places in the program. */
export type Instruction =
  | { readonly op: 'one'; readonly test: CharacterTest }
  | {
      readonly op: 'many';
      readonly test: CharacterTest;
      readonly min: number;
      readonly max: number;
      readonly isGreedy: boolean;
    }
  | { readonly op: 'start' | 'end' | 'match' }
  | { readonly op: 'back'; readonly group: number }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'fork'; first: number; second: number }
  | { readonly op: 'progress'; readonly slot: number };

/** A pattern, compiled. */
export interface Program {
  readonly instructions: readonly Instruction[];
  readonly flags: PatternFlags;
  /** Slots of captures, two a group, and behind them those that watch over empty rounds. */
  readonly slots: number;
}

/** Counted repeats are written out; this bounds what `((a{1000}){1000})` grows to. */
const INSTRUCTIONS_MAX = 20_000;

/** Compiles a tree. */
export function compileProgram(root: PatternNode, groups: number, flags: PatternFlags): Program {
  const writer = new Writer((groups + 1) * 2);
  writer.write({ kind: 'group', group: 0, of: root });
  writer.emit({ op: 'match' });
  return { instructions: writer.instructions, flags, slots: writer.slots };
}

/** A fork whose ways are not known yet. */
interface Fork {
  readonly place: number;
  readonly fork: { first: number; second: number };
}

class Writer {
  readonly instructions: Instruction[] = [];
  slots: number;

  constructor(slots: number) {
    this.slots = slots;
  }

  emit(instruction: Instruction): number {
    if (this.instructions.length >= INSTRUCTIONS_MAX) {
      throw new PatternFault('the pattern is too large');
    }
    return this.instructions.push(instruction) - 1;
  }

  get #next(): number {
    return this.instructions.length;
  }

  write(node: PatternNode): void {
    if (node.kind === 'one') this.emit({ op: 'one', test: node.test });
    else if (node.kind === 'start') this.emit({ op: 'start' });
    else if (node.kind === 'end') this.emit({ op: 'end' });
    else if (node.kind === 'back') this.emit({ op: 'back', group: node.group });
    else if (node.kind === 'group') this.#group(node);
    else if (node.kind === 'sequence') node.nodes.forEach((inner) => this.write(inner));
    else if (node.kind === 'either') this.#either(node.branches);
    else this.#repeat(node);
  }

  #group({ group, of }: Extract<PatternNode, { kind: 'group' }>): void {
    if (group === undefined) return this.write(of);
    this.emit({ op: 'save', slot: group * 2 });
    this.write(of);
    this.emit({ op: 'save', slot: group * 2 + 1 });
  }

  #either(branches: readonly PatternNode[]): void {
    const jumps: { to: number }[] = [];
    for (const branch of branches.slice(0, -1)) {
      const fork = { op: 'fork' as const, first: this.#next + 1, second: 0 };
      this.emit(fork);
      this.write(branch);
      const jump = { op: 'jump' as const, to: 0 };
      this.emit(jump);
      jumps.push(jump);
      fork.second = this.#next;
    }
    this.write(branches.at(-1)!);
    for (const jump of jumps) jump.to = this.#next;
  }

  #repeat({ of, min, max, isGreedy }: Extract<PatternNode, { kind: 'repeat' }>): void {
    if (of.kind === 'one') {
      this.emit({ op: 'many', test: of.test, min, max, isGreedy });
      return;
    }
    for (let count = 0; count < min; count++) this.write(of);
    if (max === Number.POSITIVE_INFINITY) return this.#endless(of, isGreedy);
    for (let count = min; count < max; count++) this.#maybe(of, isGreedy);
  }

  /** Rounds until one takes nothing. */
  #endless(of: PatternNode, isGreedy: boolean): void {
    const slot = this.slots++;
    const fork = this.#fork();
    this.emit({ op: 'save', slot });
    this.write(of);
    this.emit({ op: 'progress', slot });
    this.emit({ op: 'jump', to: fork.place });
    this.#settle(fork, isGreedy);
  }

  #maybe(of: PatternNode, isGreedy: boolean): void {
    const fork = this.#fork();
    this.write(of);
    this.#settle(fork, isGreedy);
  }

  #fork(): Fork {
    const fork = { op: 'fork' as const, first: 0, second: 0 };
    return { place: this.emit(fork), fork };
  }

  /** Into the round or past it, the greedy way first. */
  #settle({ place, fork }: Fork, isGreedy: boolean): void {
    const [into, past] = [place + 1, this.#next];
    fork.first = isGreedy ? into : past;
    fork.second = isGreedy ? past : into;
  }
}
