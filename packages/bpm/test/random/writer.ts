/**
 * The pen of random processes: statements of the notation, ids, rows of parts, scopes, and events.
 * How each block is written is for those who hold it.
 */
import type { Command } from '../traces/script.ts';
import type { Block, Trigger } from './blocks.ts';
import { atOnce, by, inTurn, type Path } from './expected-path.ts';

/** Where a block begins and ends, and the way through it. */
export interface Written {
  readonly first: string;
  readonly last: string;
  readonly path: Path;
}

/** What a block may use where it stands. */
export interface Surroundings {
  /** Others go on at the same time: letting time pass would be theirs, too. */
  readonly isBeside: boolean;
  /** It is done several times, or cannot see the variables of the process. */
  readonly isApart: boolean;
}

/** Writes blocks into one process. */
export abstract class Writer {
  readonly called: [string, string][] = [];
  #count = 0;
  #statements: string[] = [];

  /** A scope of its own around a block. */
  process(block: Block, where: Surroundings): { readonly text: string; readonly path: Path } {
    const outer = this.#statements;
    this.#statements = [];
    const { first, last, path } = this.block(block, where);
    this.say(`start > ${first}`, `${last} > end`);
    const text = this.#statements.join('; ');
    this.#statements = outer;
    return { text, path };
  }

  id(prefix: string): string {
    this.#count += 1;
    return `${prefix}${this.#count}`;
  }

  say(...statements: string[]): void {
    this.#statements.push(...statements);
  }

  /** Work that writes in a scope of its own. @returns its text, and what the work gave */
  apart<Result>(work: () => Result): { readonly text: string; readonly result: Result } {
    const outer = this.#statements;
    this.#statements = [];
    const result = work();
    const text = this.#statements.join('; ');
    this.#statements = outer;
    return { text, result };
  }

  /** One after the other. */
  row(parts: readonly Written[]): Written {
    parts.slice(1).forEach(({ first }, at) => this.say(`${parts[at]!.last} > ${first}`));
    const path = inTurn(...parts.map((part) => part.path));
    return { first: parts[0]!.first, last: parts.at(-1)!.last, path };
  }

  /** A user task. */
  user(): Written {
    const id = this.id('U');
    this.say(`user(${id})`);
    return { first: id, last: id, path: by({ complete: id }, id) };
  }

  /** An automatic task. */
  task(): Written {
    const id = this.id('A');
    this.say(id);
    return { first: id, last: id, path: atOnce(id) };
  }

  /** Writes any block. */
  abstract block(block: Block, where: Surroundings): Written;
}

/** An event as the notation writes it, and the command by which it comes. */
export interface WrittenEvent {
  readonly event: { readonly spoken: string; readonly called: string };
  readonly command: Command;
  readonly trigger: Trigger;
}

/**
 * An event that comes when the path says so; where it stands, time or variables may not be its own.
 *
 * @param times - how often a timer comes; left out: once
 */
export function eventOf(
  writer: Writer,
  wanted: Trigger,
  { isBeside, isApart }: Surroundings,
  times?: number,
): WrittenEvent {
  const isRefused = (wanted === 'timer' && isBeside) || (wanted === 'condition' && isApart);
  const trigger = isRefused ? 'message' : wanted;
  const name = writer.id('e');
  const write = (type: string, detail: string, command: Command): WrittenEvent => ({
    event: { spoken: `${type} ${detail}`, called: `${type}(${detail})` },
    command,
    trigger,
  });
  switch (trigger) {
    case 'message':
      return write('message', name, { message: { name }, outcome: 'correlated' });
    case 'signal':
      return write('signal', name, { signal: { name } });
    case 'condition':
      return write('cond', `${name} = true`, { set: { [name]: true } });
    case 'timer': {
      const spec = times === undefined ? 'PT1H' : times === 0 ? 'PT1000H' : `R${times}/PT1H`;
      return write('timer', spec, { advance: 'PT1H' });
    }
  }
}
