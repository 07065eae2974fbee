/**
 * The machine that runs the program of a pattern.
 *
 * It tries, and goes back to its latest choice when it fails, as `\1` needs; so a pattern can take
 * exponentially many steps. JavaScript's own matcher would hang the process on such a one; this one
 * pays for its steps (run.ts), and the evaluation is given up. Repeats of one character, which make
 * up most of all patterns, keep one choice for all their counts.
 */
import type { CharacterTest } from './pattern-class.ts';
import type { Instruction, Program } from './pattern-program.ts';
import { GivenUp, type Run } from './run.ts';

/** Captures by slot: the group g is from 2g to 2g + 1; -1 where it took no part. */
export type Captures = readonly number[];

/** A place to go back to. */
interface Choice {
  readonly place: number;
  at: number;
  readonly captures: Captures;
  /** Greedy repeats give back down to here; others have nothing to give. */
  readonly low: number;
  /** Reluctant repeats take one more, this often, when they are gone back to. */
  taking: number;
}

const CHOICES_MAX = 100_000;
/** Steps of the machine are smaller than those of an evaluation. */
const STEPS_A_STEP = 4;

/** The first match at or behind a place; undefined when there is none. */
export function findMatch(
  program: Program,
  text: string,
  from: number,
  run: Run,
): Captures | undefined {
  const machine = new Machine(program, text, run);
  for (let start = from; start <= text.length; start = machine.after(start)) {
    const captures = machine.matchAt(start);
    if (captures !== undefined) return captures;
  }
  return undefined;
}

class Machine {
  readonly #program: Program;
  readonly #text: string;
  readonly #run: Run;
  readonly #choices: Choice[] = [];
  #steps = 0;

  constructor(program: Program, text: string, run: Run) {
    this.#program = program;
    this.#text = text;
    this.#run = run;
  }

  /** The place behind the character at a place. */
  after(at: number): number {
    const point = this.#text.codePointAt(at);
    return at + (point !== undefined && point > 0xffff ? 2 : 1);
  }

  #before(at: number): number {
    const point = at >= 2 ? this.#text.codePointAt(at - 2) : undefined;
    return at - (point !== undefined && point > 0xffff ? 2 : 1);
  }

  #signAt(at: number): string | undefined {
    const point = this.#text.codePointAt(at);
    return point === undefined ? undefined : String.fromCodePoint(point);
  }

  #pay(): void {
    if (++this.#steps % STEPS_A_STEP === 0) this.#run.spend(1);
  }

  #choose(choice: Choice): void {
    if (this.#choices.length >= CHOICES_MAX) {
      throw new GivenUp(`a pattern has more than ${CHOICES_MAX} choices`);
    }
    this.#choices.push(choice);
  }

  matchAt(start: number): Captures | undefined {
    this.#choices.length = 0;
    const captures = Array.from({ length: this.#program.slots }, () => -1);
    this.#choose({ place: 0, at: start, captures, low: start, taking: 0 });
    for (let choice = this.#back(); choice !== undefined; choice = this.#back()) {
      const matched = this.#follow(choice.place, choice.at, choice.captures);
      if (matched !== undefined) return matched;
    }
    return undefined;
  }

  /** The latest choice; a repeat stays one for as long as it has something to give or take. */
  #back(): { place: number; at: number; captures: Captures } | undefined {
    const choice = this.#choices.at(-1);
    if (choice === undefined) return undefined;
    const { place, at, captures } = choice;
    this.#pay();
    if (choice.taking > 0) {
      if (!this.#takeOne(choice)) this.#choices.pop();
    } else if (at > choice.low) choice.at = this.#before(at);
    else this.#choices.pop();
    return { place, at, captures };
  }

  /** One more character for a reluctant repeat; its instruction stands before the place. */
  #takeOne(choice: Choice): boolean {
    const repeat = this.#program.instructions[choice.place - 1] as { test: CharacterTest };
    const sign = this.#signAt(choice.at);
    choice.taking--;
    if (sign === undefined || !repeat.test(sign)) return false;
    choice.at = this.after(choice.at);
    return true;
  }

  /** Follows the program until it matches or fails. */
  #follow(from: number, start: number, given: Captures): Captures | undefined {
    let [place, at, captures] = [from, start, given];
    for (;;) {
      this.#pay();
      const instruction = this.#program.instructions[place]!;
      if (instruction.op === 'match') return captures;
      if (instruction.op === 'jump') place = instruction.to;
      else if (instruction.op === 'fork') {
        this.#choose({ place: instruction.second, at, captures, low: at, taking: 0 });
        place = instruction.first;
      } else if (instruction.op === 'save') {
        captures = (captures as number[]).with(instruction.slot, at);
        place++;
      } else {
        const next = this.#step(instruction, place, at, captures);
        if (next < 0) return undefined;
        at = next;
        place++;
      }
    }
  }

  /** Where an instruction that tests or takes characters leads; -1 when it fails. */
  #step(instruction: Instruction, place: number, at: number, captures: Captures): number {
    if (instruction.op === 'one') {
      const sign = this.#signAt(at);
      return sign !== undefined && instruction.test(sign) ? this.after(at) : -1;
    }
    if (instruction.op === 'many') return this.#many(instruction, place, at, captures);
    if (instruction.op === 'start') return this.#isStart(at) ? at : -1;
    if (instruction.op === 'end') return this.#isEnd(at) ? at : -1;
    if (instruction.op === 'back') return this.#same(instruction.group, at, captures);
    // A round of an endless repeat that took nothing would go on for ever.
    return instruction.op === 'progress' && captures[instruction.slot] !== at ? at : -1;
  }

  #many(
    { test, min, max, isGreedy }: Extract<Instruction, { op: 'many' }>,
    place: number,
    start: number,
    captures: Captures,
  ): number {
    const least = this.#takeUpTo(test, start, min);
    if (least.count < min) return -1;
    if (!isGreedy) {
      if (max > min) {
        const choice = {
          place: place + 1,
          at: least.at,
          captures,
          low: least.at,
          taking: max - min,
        };
        if (this.#takeOne(choice)) this.#choose(choice);
      }
      return least.at;
    }
    const most = this.#takeUpTo(test, least.at, max - min);
    if (most.at > least.at) {
      const at = this.#before(most.at);
      this.#choose({ place: place + 1, at, captures, low: least.at, taking: 0 });
    }
    return most.at;
  }

  #takeUpTo(test: CharacterTest, start: number, most: number): { at: number; count: number } {
    let [at, count] = [start, 0];
    for (; count < most; count++) {
      const sign = this.#signAt(at);
      if (sign === undefined || !test(sign)) break;
      at = this.after(at);
      this.#pay();
    }
    return { at, count };
  }

  #isStart(at: number): boolean {
    if (at === 0) return true;
    const isLine = this.#program.flags.isMultiline && this.#text[at - 1] === '\n';
    return isLine && at < this.#text.length;
  }

  #isEnd(at: number): boolean {
    return at === this.#text.length || (this.#program.flags.isMultiline && this.#text[at] === '\n');
  }

  /** What the group took, once more; a group that took no part is nothing. */
  #same(group: number, at: number, captures: Captures): number {
    const [from, to] = [captures[group * 2]!, captures[group * 2 + 1]!];
    if (from < 0 || to < 0) return at;
    const [wanted, there] = [this.#text.slice(from, to), this.#text.slice(at, at + to - from)];
    const isSame = this.#program.flags.ignoresCase
      ? wanted.toLowerCase() === there.toLowerCase()
      : wanted === there;
    return isSame ? at + to - from : -1;
  }
}
