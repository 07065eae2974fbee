/**
 * Random processes of nested blocks, each with the tasks that must be done on its way.
 *
 * A block decides beforehand which of its branches are taken, how often it is repeated, and whether
 * its time runs out; so what is expected follows from its structure alone, without an engine. The
 * method is that of Zeebe's random process tests.
 */
import * as fc from 'fast-check';

/** A block of a process. */
export type Block =
  | { readonly kind: 'task' | 'user' }
  | { readonly kind: 'sequence' | 'parallel'; readonly of: readonly Block[] }
  /** `takes`: the branch that is taken. */
  | { readonly kind: 'exclusive'; readonly of: readonly Block[]; readonly takes: number }
  /** Those taken by place; of these all but the first may die before the join. */
  | {
      readonly kind: 'inclusive';
      readonly of: readonly Block[];
      readonly takes: readonly boolean[];
      readonly dies: readonly boolean[];
    }
  | { readonly kind: 'scope' | 'call'; readonly inner: Block }
  | { readonly kind: 'loop'; readonly inner: Block; readonly rounds: number }
  | {
      readonly kind: 'many';
      readonly inner: Block;
      readonly count: number;
      readonly isParallel: boolean;
    }
  /** A task that nobody does, until its time runs out. */
  | { readonly kind: 'timeout' | 'choice'; readonly inner: Block }
  /** A scope that ends in an error or escalation, and what is done then. */
  | { readonly kind: Caught; readonly inner: Block; readonly handler: Block }
  /** A scope that undoes all that it has done. */
  | { readonly kind: 'undone'; readonly inner: Block };

/** An error at a boundary or in an event sub-process, an escalation likewise. */
type Caught = 'caught' | 'handled' | 'escalated' | 'heard';

/** A process in the notation, and the tasks that are done in it, in any order. */
export interface RandomModel {
  readonly model: string;
  readonly out: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, Record<string, unknown>>>;
  readonly tasks: readonly string[];
}

/** Blocks within blocks, down to a depth. */
export function blocks(depth: number): fc.Arbitrary<Block> {
  const leaf = fc.constantFrom<Block>({ kind: 'task' }, { kind: 'user' });
  if (depth === 0) return leaf;
  const inner = blocks(depth - 1);
  const several = fc.array(inner, { minLength: 2, maxLength: 3 });
  const threeTimes = fc.array(fc.boolean(), { minLength: 3, maxLength: 3 });
  return fc.oneof(
    leaf,
    several.map((of): Block => ({ kind: 'sequence', of })),
    several.map((of): Block => ({ kind: 'parallel', of })),
    fc
      .record({ of: several, takes: fc.nat(1) })
      .map((one): Block => ({ kind: 'exclusive', ...one })),
    fc
      .record({ of: several, takes: threeTimes, dies: threeTimes })
      .map((one): Block => ({ kind: 'inclusive', ...one })),
    fc
      .record({ kind: fc.constantFrom('scope', 'call', 'timeout', 'choice', 'undone'), inner })
      .map((one) => one as Block),
    fc
      .record({
        kind: fc.constantFrom('caught', 'handled', 'escalated', 'heard'),
        inner,
        handler: inner,
      })
      .map((one) => one as Block),
    fc
      .record({ inner, rounds: fc.integer({ min: 1, max: 3 }) })
      .map((one): Block => ({ kind: 'loop', ...one })),
    fc
      .record({ inner, count: fc.nat(3), isParallel: fc.boolean() })
      .map((one): Block => ({ kind: 'many', ...one })),
  );
}

/** Writes a process of a block. */
export function modelOf(block: Block): RandomModel {
  const writer = new Writer();
  const main = writer.process(block);
  const called = writer.called.map(([id, text]) => `process ${id}: ${text}`);
  return {
    model: [main, ...called].join(' '),
    out: writer.out,
    fields: writer.fields,
    tasks: writer.tasks,
  };
}

/** Where a block begins and ends. */
type Ends = readonly [first: string, last: string];

class Writer {
  readonly out: Record<string, string> = {};
  readonly fields: Record<string, Record<string, unknown>> = {};
  readonly tasks: string[] = [];
  readonly called: [string, string][] = [];
  /** Variables that count rounds; iterations of a sub-process have their own. */
  #counters: string[] = [];
  #count = 0;
  #statements: string[] = [];
  /** Whether what is written now will be undone. */
  #isUndone = false;
  /** How often the block that is being written is done. */
  #times = 1;

  process(block: Block): string {
    const outer = this.#statements;
    this.#statements = [];
    const [first, last] = this.#block(block);
    const text = [...this.#statements, `start > ${first}`, `${last} > end`].join('; ');
    this.#statements = outer;
    return text;
  }

  #id(prefix: string): string {
    this.#count += 1;
    return `${prefix}${this.#count}`;
  }

  #say(...statements: string[]): void {
    this.#statements.push(...statements);
  }

  #often(times: number, work: () => void): void {
    const before = this.#times;
    this.#times *= times;
    work();
    this.#times = before;
  }

  #block(block: Block): Ends {
    switch (block.kind) {
      case 'task':
      case 'user':
        return this.#task(block.kind);
      case 'sequence':
        return this.#sequence(block.of);
      case 'parallel':
        return this.#branches('and', block.of, () => ({ on: '', times: 1, dies: false }));
      case 'exclusive':
        return this.#exclusive(block);
      case 'inclusive':
        return this.#inclusive(block);
      case 'loop':
        return this.#loop(block);
      case 'timeout':
        return this.#timeout(block);
      case 'choice':
        return this.#choice(block);
      case 'caught':
      case 'handled':
      case 'escalated':
      case 'heard':
        return this.#caught(block);
      case 'undone':
        return this.#undone(block);
      default:
        return this.#inside(block);
    }
  }

  #task(kind: 'task' | 'user'): Ends {
    const id = this.#id(kind === 'task' ? 'A' : 'U');
    const undo = this.#isUndone ? ` ^undo c${id}` : '';
    this.#say(`${kind === 'task' ? id : `user(${id})`}${undo}`);
    const done = this.#isUndone ? [id, `c${id}`] : [id];
    this.tasks.push(...Array.from({ length: this.#times }, () => done).flat());
    return [id, id];
  }

  #sequence(of: readonly Block[]): Ends {
    const parts = of.map((block) => this.#block(block));
    parts.slice(1).forEach(([first], at) => this.#say(`${parts[at]![1]} > ${first}`));
    return [parts[0]![0], parts.at(-1)![1]];
  }

  #exclusive({ of, takes }: Block & { kind: 'exclusive' }): Ends {
    return this.#branches('xor', of, (at) => ({
      on: `[${at === takes}]`,
      times: at === takes ? 1 : 0,
      dies: false,
    }));
  }

  #inclusive({ of, takes, dies }: Block & { kind: 'inclusive' }): Ends {
    return this.#branches('or', of, (at) => ({
      on: `[${at === 0 || takes[at]!}]`,
      times: at === 0 || takes[at]! ? 1 : 0,
      dies: at > 0 && dies[at]!,
    }));
  }

  #branches(kind: string, of: readonly Block[], ruleOf: (at: number) => Rule): Ends {
    const [split, join] = [this.#id('G'), this.#id('G')];
    this.#say(`${kind}(${split})`, `${kind}(${join})`);
    of.forEach((block, at) => {
      const { on, times, dies } = ruleOf(at);
      this.#often(times, () => {
        const [first, last] = this.#block(block);
        this.#say(`${split} >${on} ${first}`);
        if (dies) this.#die(last, join);
        else this.#say(`${last} > ${join}`);
      });
    });
    return [split, join];
  }

  /** The join must wait until this is known. */
  #die(last: string, join: string): void {
    const split = this.#id('G');
    this.#say(`${last} > xor(${split})`, `${split} >[false] ${join}`, `${split} >[default] end`);
  }

  #loop({ inner, rounds }: Block & { kind: 'loop' }): Ends {
    const [merge, split, count, reset] = [
      this.#id('G'),
      this.#id('G'),
      this.#id('N'),
      this.#id('N'),
    ];
    const name = `n_${count}`;
    this.#counters.push(name);
    this.#say(`manual(${reset})`, `xor(${merge})`, `manual(${count})`, `xor(${split})`);
    this.#note(reset, `0 -> ${name}`, 1);
    this.#note(count, `${name} + 1 -> ${name}`, rounds);
    this.#often(rounds, () => {
      const [first, last] = this.#block(inner);
      this.#say(`${reset} > ${merge} > ${first}`, `${last} > ${count} > ${split}`);
    });
    const out = this.#id('G');
    this.#say(
      `xor(${out})`,
      `${split} >[${name} < ${rounds}] ${merge}`,
      `${split} >[default] ${out}`,
    );
    return [reset, out];
  }

  #note(id: string, mapping: string, times: number): void {
    this.out[id] = mapping;
    this.tasks.push(...Array.from({ length: this.#times * times }, () => id));
  }

  /** A task whose time runs out. */
  #timeout({ inner }: Block & { kind: 'timeout' | 'choice' }): Ends {
    const [late, merge] = [this.#id('V'), this.#id('G')];
    this.#say(`xor(${merge})`);
    const [first, last] = this.#block(inner);
    this.#say(`user(${late}) ^timer(PT1H) > ${first}`, `${late} > ${merge}`, `${last} > ${merge}`);
    return [late, merge];
  }

  /** An event-based gateway whose message never comes. */
  #choice({ inner }: Block & { kind: 'timeout' | 'choice' }): Ends {
    const [gateway, never, timer, merge] = ['G', 'C', 'C', 'G'].map((one) => this.#id(one));
    this.#say(`xor(${merge})`, `evt(${gateway})`);
    const [first, last] = this.#block(inner);
    this.#say(`${gateway} > catch(${never}, message never) > ${merge}`);
    this.#say(`${gateway} > timer(${timer}, PT1H) > ${first}`, `${last} > ${merge}`);
    return [gateway!, merge!];
  }

  /** What happens after it is not undone: the scope was interrupted, or goes on beside. */
  #caught({ kind, inner, handler }: Block & { kind: Caught }): Ends {
    const [id, merge] = [this.#id('S'), this.#id('G')];
    const isError = kind === 'caught' || kind === 'handled';
    const [event, end] = isError
      ? ['error(E)', 'error(E)']
      : ['escalation(E)', 'end(escalation E)'];
    const isInside = kind === 'handled' || kind === 'heard';
    const body = this.#apart(
      kind === 'handled' || kind === 'heard' ? this.#isUndone : false,
      inner,
    );
    const after = this.#apart(false, handler);
    const text = `${body.text}; ${body.last} > ${end}`;
    const on = isInside
      ? `; on${isError ? '' : '~'} ${event}{ ${after.text}; ${after.last} > end }`
      : '';
    this.#say(`${id}{ ${text}${on} }`, `xor(${merge})`);
    if (isInside) this.#say(`${id} > ${merge}`);
    else {
      const handled = this.#id('S');
      this.#say(`${handled}{ ${after.text}; ${after.last} > end }`);
      this.#say(`${id} ^${event} > ${handled} > ${merge}`, `${id} > ${merge}`);
    }
    return [id, merge];
  }

  #undone({ inner }: Block & { kind: 'undone' }): Ends {
    const [id, undo] = [this.#id('S'), this.#id('C')];
    const { text, last } = this.#apart(true, inner);
    this.#say(`${id}{ ${text}; ${last} > comp(${undo}) > end }`);
    return [id, id];
  }

  /** A block for a scope of its own, not closed yet; in it all is undone, or nothing. */
  #apart(isUndone: boolean, block: Block): { readonly text: string; readonly last: string } {
    const [outer, before] = [this.#statements, this.#isUndone];
    this.#statements = [];
    this.#isUndone = isUndone;
    const [first, last] = this.#block(block);
    const text = [...this.#statements, `start > ${first}`].join('; ');
    this.#statements = outer;
    this.#isUndone = before;
    return { text, last };
  }

  #inside(block: Block & { kind: 'scope' | 'call' | 'many' }): Ends {
    const id = this.#id('S');
    if (block.kind === 'many') return this.#many(id, block);
    const wasUndone = this.#isUndone;
    if (block.kind === 'call') this.#isUndone = false;
    const text = this.process(block.inner);
    this.#isUndone = wasUndone;
    if (block.kind === 'call') {
      this.called.push([`P${id}`, text]);
      // Without mappings old values would come back from it, over those of parallel branches.
      this.fields[id] = { in: [], out: [] };
      this.#say(`call(${id}, P${id})`);
    } else this.#say(`${id}{ ${text} } ^message(never) > end`);
    return [id, id];
  }

  #many(id: string, { inner, count, isParallel }: Block & { kind: 'many' }): Ends {
    const outer = this.#counters;
    this.#counters = [];
    this.#often(count, () => {
      const text = this.process(inner);
      this.#say(`${id}{ ${text} }*${isParallel ? 'par' : 'seq'}(${count})`);
    });
    this.fields[id] = { in: this.#counters.map((to) => ({ from: '0', to })) };
    this.#counters = [...outer, ...this.#counters];
    return [id, id];
  }
}

/** How a branch is taken: its condition, how often, and whether it ends before the join. */
interface Rule {
  readonly on: string;
  readonly times: number;
  readonly dies: boolean;
}
