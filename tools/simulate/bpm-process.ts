/**
 * Random processes for the simulation of the process engine, each with what must come of it.
 *
 * A process is a row of blocks: services of all three kinds, people, messages, timers, signals, and
 * pairs of them side by side. Whatever happens in between, each block does the same work, so the
 * expected trace follows from the structure: the blocks in their order, and in each block its tasks
 * in any order. In a race it is told only that one of two ways was taken.
 */
import type { Flow, Node, ProcessDefinition } from '@kontor/bpm';
import type { Random } from '@kontor/kernel';

/** A process, and what must come of each of its instances. */
export interface SimulatedProcess {
  readonly definition: ProcessDefinition;
  /** For each block its completed tasks, sorted; a race as `U or late`. */
  readonly expected: readonly (readonly string[])[];
  /** Names of messages that must come from outside, with the key of the instance. */
  readonly messages: readonly string[];
  /** The gateway that starts it, when it awaits all its events. */
  readonly startedBy?: {
    /** The event that comes first. */
    readonly at: string;
    /** The message of the other: before the instance is there, it would start one of its own. */
    readonly message: string;
  };
  /** Effects inside commits, and at the receiver of workers. */
  readonly effects: { readonly inside: number; readonly outside: number };
}

/** Types of jobs: done in the commit, by a handler of an engine, by a worker outside. */
export const jobTypes = {
  inside: 'sim.inside',
  worker: 'sim.worker',
  outside: 'sim.outside',
  failing: 'sim.failing',
} as const;

/** The code of the business error that failing services end in. */
export const FAILURE = 'E1';

type Ends = readonly [first: string, last: string];
type JobKind = 'inside' | 'worker' | 'outside';

/** Draws a process. */
export function drawProcess(id: string, random: Random): SimulatedProcess {
  return new Drawing(random).draw(id);
}

class Drawing {
  readonly #random: Random;
  readonly #nodes: Node[] = [];
  readonly #flows: Flow[] = [];
  readonly #expected: string[][] = [];
  readonly #messages: string[] = [];
  readonly #effects = { inside: 0, outside: 0 };
  #block: string[] = [];
  #count = 0;
  #startedBy: SimulatedProcess['startedBy'];

  constructor(random: Random) {
    this.#random = random;
  }

  draw(id: string): SimulatedProcess {
    let last = this.#below(3) === 0 ? this.#startByAll() : this.#add({ kind: 'start' });
    const blocks = 2 + this.#below(3);
    for (let block = 0; block < blocks; block++) {
      this.#block = [];
      const [first, end] = this.#draw();
      this.#expected.push(this.#block.sort());
      this.#flow(last, first);
      last = end;
    }
    this.#flow(last, this.#add({ kind: 'end' }));
    return {
      definition: {
        id,
        language: 'feel',
        join: 'strict',
        nodes: this.#nodes,
        flows: this.#flows,
      },
      expected: this.#expected,
      messages: this.#messages,
      ...(this.#startedBy && { startedBy: this.#startedBy }),
      effects: this.#effects,
    };
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #add(node: { readonly kind: Node['kind'] } & Readonly<Record<string, unknown>>): string {
    const id = `${node.kind}${this.#count++}`;
    this.#nodes.push({ ...node, id } as unknown as Node);
    return id;
  }

  /** A gateway whose first event starts the instance, which awaits the other. */
  #startByAll(): string {
    const gateway = this.#add({ kind: 'eventBased', instantiate: 'parallel' });
    const message = 'other';
    this.#messages.push(message);
    const [at, awaited] = ['first', message].map((name) =>
      this.#add({ kind: 'catch', on: [{ type: 'message', name, key: 'order' }] }),
    );
    this.#startedBy = { at: at!, message };
    const join = this.#add({ kind: 'parallel' });
    for (const event of [at!, awaited!]) {
      this.#flow(gateway, event);
      this.#flow(event, join);
    }
    return join;
  }

  #flow(from: string, to: string): void {
    this.#flows.push({ id: `f${this.#flows.length}`, from, to });
  }

  #draw(): Ends {
    const kinds = [
      () => this.#leaf(),
      () => this.#leaf(),
      () => this.#leaf(),
      () => this.#beside(),
      () => this.#many(),
      () => this.#partly(),
      () => this.#race(),
      () => this.#told('message'),
      () => this.#told('signal'),
      () => this.#failing(),
      () => this.#within(),
    ];
    return kinds[this.#below(kinds.length)]!();
  }

  #leaf(): Ends {
    const kinds = [
      () => this.#service('inside'),
      () => this.#service('worker'),
      () => this.#service('outside'),
      () => this.#user(),
      () => this.#receive(),
      () => this.#add({ kind: 'catch', on: [{ type: 'timer', duration: 'PT30M' }] }),
    ];
    const id = kinds[this.#below(kinds.length)]!();
    return [id, id];
  }

  #service(kind: JobKind, times = 1, more: Readonly<Record<string, unknown>> = {}): string {
    const retry = { attempts: 1000, pause: 'PT1S', factor: 1 };
    const id = this.#add({ kind: 'service', type: jobTypes[kind], retry, ...more });
    this.#effects[kind === 'inside' ? 'inside' : 'outside'] += times;
    for (let time = 0; time < times; time++) this.#block.push(id);
    return id;
  }

  #user(): string {
    const id = this.#add({ kind: 'user' });
    this.#block.push(id);
    return id;
  }

  #receive(): string {
    const name = `m${this.#messages.length}`;
    this.#messages.push(name);
    const id = this.#add({ kind: 'receive', message: name, key: 'order' });
    this.#block.push(id);
    return id;
  }

  /** Two things at once. */
  #beside(): Ends {
    return this.#fork([this.#leaf(), this.#leaf()]);
  }

  #fork(ways: readonly Ends[]): Ends {
    const [split, join] = [this.#add({ kind: 'parallel' }), this.#add({ kind: 'parallel' })];
    for (const [first, last] of ways) {
      this.#flow(split, first);
      this.#flow(last, join);
    }
    return [split, join];
  }

  #many(): Ends {
    const mode = this.#random() < 0.5 ? 'parallel' : 'sequential';
    const kind = (['inside', 'worker', 'outside'] as const)[this.#below(3)]!;
    const id = this.#service(kind, 3, { many: { mode, count: '3' } });
    return [id, id];
  }

  /** Somebody and a timer: whoever is first. */
  #race(): Ends {
    const user = this.#add({ kind: 'user' });
    const on = [{ type: 'timer', duration: 'PT2H' }];
    const boundary = this.#add({ kind: 'boundary', attachedTo: user, on });
    const late = this.#add({ kind: 'task' });
    const merge = this.#add({ kind: 'exclusive' });
    this.#flow(user, merge);
    this.#flow(boundary, late);
    this.#flow(late, merge);
    this.#block.push(raceOf(user, late));
    return [user, merge];
  }

  /** One branch tells the other. */
  #told(kind: 'message' | 'signal'): Ends {
    const name = `told${this.#count}`;
    const user = this.#user();
    const [tell, hear] =
      kind === 'message'
        ? [
            this.#add({ kind: 'send', message: name, key: 'order' }),
            this.#add({ kind: 'receive', message: name, key: 'order' }),
          ]
        : [
            this.#add({ kind: 'throw', throws: [{ type: 'signal', name }] }),
            this.#add({ kind: 'catch', on: [{ type: 'signal', name }] }),
          ];
    if (kind === 'message') this.#block.push(tell, hear);
    this.#flow(user, tell);
    return this.#fork([
      [user, tell],
      [hear, hear],
    ]);
  }

  /** A service that ends in a business error, and what is done about it. */
  #failing(): Ends {
    const retry = { attempts: 1000, pause: 'PT1S', factor: 1 };
    const service = this.#add({ kind: 'service', type: jobTypes.failing, retry });
    const on = [{ type: 'error', code: FAILURE }];
    const boundary = this.#add({ kind: 'boundary', attachedTo: service, on });
    const repair = this.#service('inside');
    const merge = this.#add({ kind: 'exclusive' });
    this.#flow(boundary, repair);
    this.#flow(repair, merge);
    this.#flow(service, merge);
    return [service, merge];
  }

  /** Two of three let the path go on; the scope ends with the third. */
  #partly(): Ends {
    const kind = (['inside', 'worker', 'outside'] as const)[this.#below(3)]!;
    const until = 'nrOfCompletedInstances >= 2';
    const many = { mode: 'parallel', count: '3', until, cancelRemaining: false };
    const row = [this.#service(kind, 3, { many }), this.#service('inside')];
    const id = this.#around(row);
    return [id, id];
  }

  /** A sub-process around one thing, with a message that never comes. */
  #within(): Ends {
    const [first] = this.#leaf();
    const id = this.#around([first]);
    const on = [{ type: 'message', name: 'never' }];
    const boundary = this.#add({ kind: 'boundary', attachedTo: id, on });
    this.#flow(boundary, this.#add({ kind: 'end' }));
    return [id, id];
  }

  /** A sub-process around the row that was drawn last. */
  #around(row: readonly string[]): string {
    const inner = this.#nodes.splice(-row.length);
    const start = { kind: 'start' as const, id: `${row[0]!}_start` };
    const flows = row.map((to, at) => ({ id: `${to}_flow`, from: row[at - 1] ?? start.id, to }));
    return this.#add({ kind: 'subProcess', nodes: [start, ...inner], flows });
  }
}

/** How a race is told: either of two ways. */
export const raceOf = (user: string, late: string): string => `${user} or ${late}`;
