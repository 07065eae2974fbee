/** All that is drawn for a case, by what it is for; made ready once for each run. */
import { BpmError } from '../errors.ts';
import type { Variables } from '../instance.ts';
import type { Stream } from './chance.ts';
import { type Sampler, samplerOf } from './distribution.ts';
import { type Maker, makerOf, type WorkSampler, workSamplerOf } from './generator.ts';
import type { SimulationOptions } from './options.ts';

type Makers = readonly (readonly [string, Maker])[];

/** The chance of one run, by purpose. */
export type Streams = (purpose: string) => Stream;

/** Draws work, data and errors. */
export class Samples {
  readonly #work: ReadonlyMap<string, WorkSampler>;
  readonly #messages: ReadonlyMap<string, Sampler>;
  readonly #results: ReadonlyMap<string, Makers>;
  readonly #errors: ReadonlyMap<string, Readonly<Record<string, number>>>;
  readonly #variables: Makers;
  readonly #streams: Streams;

  constructor(options: SimulationOptions, streams: Streams) {
    const { durations = {}, messages = {}, results = {}, errors = {}, variables = {} } = options;
    this.#work = mapped(durations, workSamplerOf);
    this.#messages = mapped(messages, samplerOf);
    this.#results = mapped(results, makersOf);
    this.#errors = new Map(Object.entries(errors));
    this.#variables = makersOf(variables);
    this.#streams = streams;
  }

  /** What a case starts with. */
  variables(index: number): Variables {
    return this.#make(this.#variables, 'variable', { case: index }, {});
  }

  /**
   * Whole milliseconds of work.
   *
   * @throws BpmError BPM_INVALID_SIMULATION — a function gives no duration
   */
  workMs(node: string, index: number, visit: number, known: Variables): number {
    const sample = this.#work.get(node);
    if (sample === undefined) return 0;
    const ms = Math.round(sample(this.#streams(`work/${node}`), { case: index, visit }, known));
    if (Number.isFinite(ms)) return ms;
    const message = 'gives no duration for a case: give milliseconds, or a text such as PT5M';
    const issue = { code: 'bad-duration', path: `durations.${node}`, message };
    throw new BpmError('BPM_INVALID_SIMULATION', { process: node, issues: [issue] });
  }

  /** Milliseconds until a message comes; undefined: none does by itself. */
  messageMs(name: string, node: string, index: number, visit: number): number | undefined {
    const sample = this.#messages.get(name);
    if (sample === undefined) return undefined;
    return Math.round(sample(this.#streams(`message/${node}`).at({ case: index, visit })));
  }

  /** What work or a message brings. */
  results(node: string, index: number, visit: number, known: Variables): Variables | undefined {
    const makers = this.#results.get(node);
    if (makers === undefined) return undefined;
    return this.#make(makers, `result/${node}`, { case: index, visit }, known);
  }

  #make(
    makers: Makers,
    purpose: string,
    place: { case: number; visit?: number },
    known: Variables,
  ) {
    const made: Record<string, Variables[string]> = {};
    for (const [name, maker] of makers) {
      const stream = this.#streams(`${purpose}/${name}`);
      made[name] = maker(stream, place, { ...known, ...made });
    }
    return made;
  }

  /** The error that work ends in; undefined: it ends well. */
  error(node: string, index: number, visit: number): string | undefined {
    const codes = this.#errors.get(node);
    if (codes === undefined) return undefined;
    let rest = this.#streams(`error/${node}`).at({ case: index, visit });
    for (const [code, share] of Object.entries(codes)) {
      rest -= share;
      if (rest < 0) return code;
    }
    return undefined;
  }
}

const mapped = <From, To>(
  all: Readonly<Record<string, From>>,
  make: (from: From) => To,
): Map<string, To> => new Map(Object.entries(all).map(([name, one]) => [name, make(one)]));

const makersOf = (all: Readonly<Record<string, Parameters<typeof makerOf>[0]>>): Makers =>
  Object.entries(all).map(([name, one]) => [name, makerOf(one)] as const);
