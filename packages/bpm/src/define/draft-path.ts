/**
 * The run of the words of a path (path.ts): each one adds to the draft and gives the next point.
 *
 * Types have been seen to before anything here runs, so options come as they are. What types can't
 * see (ids given twice, a path used twice, a branch that ends elsewhere) is refused here, faults of
 * the whole when it is built (draft-definition.ts).
 */
import type { z } from 'zod';
import type { ServiceContract } from '../contract.ts';
import { addNode, type NodeSpec, type Position } from './draft.ts';
import { buildDraft } from './draft-definition.ts';
import { EventWords } from './draft-event-words.ts';
import {
  activityFields,
  type Fields,
  given,
  membersOf,
  setBy,
  type StepOptions,
  workOf,
} from './draft-fields.ts';
import {
  complex,
  eventBased,
  exclusive,
  inclusive,
  parallel,
  repeatUntil,
  repeatWhile,
} from './draft-gateways.ts';
import { type Collecting, forEach, type ManyTold, multiInstance } from './draft-repetition.ts';
import { adHoc, type AdHocTold, subProcess } from './draft-scopes.ts';
import type { Bodies, Body } from './draft-words.ts';
import type { AnyHandle } from './handle.ts';
import type { Path } from './path.ts';
import type { Condition } from './path-options.ts';
import type { PathState } from './path-state.ts';

type Words = Record<Exclude<keyof Path<PathState>, '~state'>, unknown>;
type Conditions = Readonly<Record<string, Condition>>;

/** A path at run time. */
export class DraftPath extends EventWords implements Words {
  task(name: string, options: StepOptions = {}): this {
    return this.#activity('task', name, options, {}, []);
  }

  manual(name: string, options: StepOptions = {}): this {
    return this.#activity('manual', name, options, {}, []);
  }

  service(
    name: string,
    { type, output }: ServiceContract,
    options: StepOptions & { retry?: object } = {},
  ): this {
    const { retry } = options;
    return this.#activity('service', name, options, { type, retry }, membersOf(output));
  }

  user(name: string, options: StepOptions & { form?: z.ZodObject } = {}): this {
    const { form } = options;
    const work = workOf(options);
    const after = this.#added('user', name, options, { work }, membersOf(form));
    const id = after.tips[0]!.from.id!;
    if (form !== undefined) this.frame.forms.set(id, form);
    return this.at(after);
  }

  script(name: string, script: string, options: StepOptions = {}): this {
    const { result } = options;
    return this.#activity('script', name, options, { script, result }, named(result, []));
  }

  businessRule(
    name: string,
    decision: string,
    options: StepOptions & { output?: z.ZodType } = {},
  ): this {
    const { result, output } = options;
    const sets = named(result, membersOf(output));
    return this.#activity('businessRule', name, options, { decision, result }, sets);
  }

  call(
    name: string,
    called: AnyHandle,
    options: StepOptions & { version?: string; compensates?: boolean } = {},
  ): this {
    const { version, compensates } = options;
    const fields = { process: called.id, version, compensates };
    return this.#activity('call', name, options, fields, called.variables);
  }

  send(name: string, message: string, options: StepOptions = {}): this {
    // A task sends its own variables; without any it would send nothing it was not told to.
    return this.#activity('send', name, options, { message, key: options.key }, []);
  }

  receive(name: string, message: string, options: StepOptions = {}): this {
    const fields = { message, key: options.key };
    const sets = membersOf(this.frame.messages[message]);
    return this.#activity('receive', name, options, fields, sets);
  }

  exclusive(
    name: string,
    conditions: Conditions,
    branches: Bodies,
    options: StepOptions = {},
  ): this {
    const write = this.branches(branches);
    return this.at(exclusive(this.take(), { name, options }, conditions, write));
  }

  inclusive(
    name: string,
    conditions: Conditions,
    branches: Bodies,
    options: StepOptions = {},
  ): this {
    const write = this.branches(branches);
    return this.at(inclusive(this.take(), { name, options }, conditions, write));
  }

  parallel(name: string, branches: Bodies, options: StepOptions = {}): this {
    return this.at(parallel(this.take(), { name, options }, this.#named(branches)));
  }

  eventBased(name: string, branches: Bodies, options: StepOptions = {}): this {
    return this.at(eventBased(this.take(), { name, options }, this.#named(branches)));
  }

  complex(name: string, activation: string, branches: Bodies, options: ComplexTold = {}): this {
    const reset = options.reset && this.write(options.reset);
    const join = { activation, reset, ...this.#named(branches) };
    return this.at(complex(this.take(), { name, options }, join));
  }

  nOfM(name: string, n: string | number, branches: Bodies, options: ComplexTold = {}): this {
    const reset = options.reset && this.write(options.reset);
    const isNumber = typeof n === 'number';
    const activation = `activationCount >= ${isNumber ? n : `(${n})`}`;
    const join = { activation, reset, ...(isNumber && { count: n }), ...this.#named(branches) };
    return this.at(complex(this.take(), { name, options }, join));
  }

  repeatWhile(name: string, condition: string, body: Body): this {
    return this.at(repeatWhile(this.take(), name, condition, this.write(body)));
  }

  repeatUntil(name: string, condition: string, body: Body): this {
    return this.at(repeatUntil(this.take(), name, condition, this.write(body)));
  }

  subProcess(name: string, body: Body, options: StepOptions = {}): this {
    return this.at(subProcess(this.take(), { name, options }, this.write(body)));
  }

  transaction(name: string, body: Body, options: StepOptions = {}): this {
    const spec = { name, options, type: 'transaction' } as const;
    return this.at(subProcess(this.take(), spec, this.write(body)));
  }

  adHoc(name: string, paths: readonly Body[], options: AdHocTold = {}): this {
    const writes = paths.map((body) => this.write(body));
    return this.at(adHoc(this.take(), name, options, writes));
  }

  forEach(name: string, options: ManyTold, body: Body, collect?: Collecting): this {
    return this.at(forEach(this.take(), name, options, collect, this.write(body)));
  }

  times(name: string, options: ManyTold, body: Body, collect?: Collecting): this {
    return this.forEach(name, options, body, collect);
  }

  multiInstance(options: ManyTold, body: Body, collect?: Collecting): this {
    return this.at(multiInstance(this.take(), options, collect, this.write(body)));
  }

  build(): AnyHandle {
    return buildDraft(this.frame, this.take());
  }

  protected override at(position: Position): this {
    return new DraftPath(this.frame, position) as this;
  }

  #activity(
    kind: NodeSpec['kind'],
    name: string,
    options: StepOptions,
    own: Fields,
    results: readonly string[],
  ): this {
    return this.at(this.#added(kind, name, options, own, results));
  }

  #added(
    kind: NodeSpec['kind'],
    name: string,
    options: StepOptions,
    own: Fields,
    results: readonly string[],
  ): Position {
    const fields = given({ ...activityFields(options), ...own });
    const sets = setBy(options, results);
    return addNode(this.take(), { kind, name, fields, sets });
  }

  #named(bodies: Bodies) {
    return { names: Object.keys(bodies), write: this.branches(bodies) };
  }
}

interface ComplexTold extends StepOptions {
  readonly reset?: Body;
}

const named = (result: string | undefined, members: readonly string[]): readonly string[] =>
  result === undefined ? members : [result];
