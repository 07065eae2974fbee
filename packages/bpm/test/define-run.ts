/** Runs processes that were written in TypeScript, and reads what they have become. */
import { expect } from 'vitest';
import { advance } from '../src/advance.ts';
import { compileProcess, readDefinition } from '../src/compile.ts';
import { contentHash } from '../src/content-hash.ts';
import type { AnyHandle } from '../src/define.ts';
import { BpmError } from '../src/errors.ts';
import { feel } from '../src/feel/language.ts';
import type { Instance, Variables, Wait } from '../src/instance.ts';
import type { Node, ProcessDefinition, ProcessInput } from '../src/model.ts';
import type { Subject, Trigger } from '../src/trigger.ts';

/** Runs what was built through the pure step, one trigger after the other. */
export class Run {
  instance: Instance;
  readonly trace: string[] = [];
  /** Messages and signals it has sent. */
  readonly sent: { name: string; variables: Variables }[] = [];
  readonly #library;
  #now = 0;

  /** @param at - the start event; left out: the one without a trigger */
  constructor(
    handle: AnyHandle,
    variables: Variables = {},
    called: readonly AnyHandle[] = [],
    at?: string,
  ) {
    const all = [handle, ...called].map(({ definition }) =>
      compileProcess(definition, { languages: [feel] }),
    );
    const byHash = new Map(all.map((one) => [one.hash, one]));
    this.#library = {
      process: (hash: string) => byHash.get(hash)!,
      called: (id: string) => all.find(({ definition }) => definition.id === id)?.hash,
      decisions: new Map([['double', ({ n }: Variables) => Number(n) * 2]]),
      calendars: {},
      burstSteps: 1000,
    };
    const subject = { id: 'i', process: handle.hash };
    this.instance = this.#step(subject, { kind: 'start', variables, at });
  }

  complete(id: string, variables: Variables = {}): this {
    return this.#do(id, (wait) => ({ kind: 'complete', wait, variables }));
  }

  fail(id: string, code: string, variables: Variables = {}): this {
    return this.#do(id, (wait) => ({ kind: 'fail', wait, code, variables }));
  }

  escalate(id: string, code: string): this {
    return this.#do(id, (wait) => ({ kind: 'escalate', wait, code }));
  }

  message(name: string, variables: Variables = {}): this {
    const fits = (wait: Wait): boolean => wait.kind === 'message' && wait.name === name;
    return this.#do(fits, (wait) => ({ kind: 'message', wait, variables }));
  }

  signal(name: string, variables: Variables = {}): this {
    const fits = (wait: Wait): boolean => wait.kind === 'signal' && wait.name === name;
    return this.#do(fits, (wait) => ({ kind: 'signal', wait, variables }));
  }

  set(variables: Variables): this {
    this.instance = this.#step(this.instance, { kind: 'set', variables });
    return this;
  }

  /** Starts an activity of an ad-hoc sub-process. */
  activate(adHoc: string, node: string): this {
    const frame = this.instance.frames.find((one) => one.node === adHoc)?.id ?? -1;
    this.instance = this.#step(this.instance, { kind: 'activate', frame, node });
    return this;
  }

  /** The oldest timer comes due. */
  timer(): this {
    const found = this.instance.waits.find((wait) => wait.kind === 'timer');
    this.#now = found?.timer.due ?? 0;
    return this.#do(
      ({ kind }) => kind === 'timer',
      (wait) => ({ kind: 'timer', wait }),
    );
  }

  get variables(): Variables {
    return this.instance.frames[0]?.variables ?? {};
  }

  /** Those of some nodes, in the order in which they were left. */
  of(...nodes: readonly string[]): string {
    return this.trace.filter((node) => nodes.includes(node)).join(' ');
  }

  get waiting(): string {
    return this.instance.waits.map(({ node }) => node).join(' ');
  }

  #do(which: string | ((wait: Wait) => boolean), triggerOf: (wait: number) => Trigger): this {
    const fits = typeof which === 'string' ? ({ node }: Wait) => node === which : which;
    const wait = this.instance.waits.find(fits);
    if (wait === undefined) throw new Error(`nothing waits but: ${this.waiting}`);
    this.instance = this.#step(this.instance, triggerOf(wait.id));
    return this;
  }

  #step(subject: Subject, trigger: Trigger): Instance {
    const { instance, events, effects } = advance(this.#library, subject, trigger, this.#now);
    for (const effect of effects) {
      if (effect.kind === 'message' || effect.kind === 'signal') {
        this.sent.push({ name: effect.name, variables: effect.variables });
      }
    }
    for (const event of events) if (event.type === 'left') this.trace.push(event.node);
    expect(instance.incidents ?? []).toEqual([]);
    return instance;
  }
}

/** Codes of the issues that a definition is refused for. */
export const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (BpmError.is(error, 'BPM_INVALID_DEFINITION')) {
      return error.details.issues.map(({ code }) => code).join(' ');
    }
    throw error;
  }
  return 'accepted';
};

/** The flows of a definition, as `a > b` in document order, those of sub-processes after it. */
export const flowsOf = ({ definition }: AnyHandle): string[] => {
  const { flows } = definition as ProcessDefinition;
  return flows.map(({ from, to }) => `${from} > ${to}`);
};

/** The node of an id, wherever it is; as it stands in the definition. */
export function nodeOf({ definition }: AnyHandle, id: string): Node | undefined {
  const open = [...(definition as ProcessDefinition).nodes];
  for (const node of open) {
    if (node.id === id) return node;
    if (node.kind === 'subProcess') open.push(...node.nodes);
  }
  return undefined;
}

/** Nodes and flows as a hand would write them; flows as `a > b, b > c named yes if ok`. */
interface Handwritten {
  readonly nodes: ProcessInput['nodes'];
  readonly flows: string;
}

/** Checks that a process is, to the hash, what a hand would have written. */
export function writtenByHand(handle: AnyHandle, { nodes, flows }: Handwritten): void {
  const lines = flows.split(', ').map((text) => {
    const [, from = '', to = '', name, condition] =
      /^(\S+) > (\S+)(?: named (\S+))?(?: if (.+))?$/u.exec(text)!;
    const optional = { ...(name && { name }), ...(condition && { condition }) };
    return { id: `${from}-to-${to}`, from, to, ...optional };
  });
  const expected = readDefinition({ id: handle.id, nodes, flows: lines });
  expect(handle.definition).toEqual(expected);
  expect(handle.hash).toBe(contentHash(expected));
}
