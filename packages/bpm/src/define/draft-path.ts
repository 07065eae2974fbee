/**
 * The run of the words of a path (path.ts): each one adds to the draft and gives the next point.
 *
 * Types have been seen to before anything here runs, so options come as they are. What types can't
 * see (ids given twice, a path used twice, a branch that ends elsewhere) is refused here, faults of
 * the whole when it is built (draft-definition.ts).
 */
import type { z } from 'zod';
import type { ServiceContract } from '../contract.ts';
import type { EventDefinition } from '../event-model.ts';
import { addNode, ended, markEnd, type NodeSpec, type Position, refuse } from './draft.ts';
import { buildDraft, type DraftFrame } from './draft-definition.ts';
import {
  activityFields,
  type Fields,
  given,
  labels,
  mappings,
  membersOf,
  setBy,
  type StepOptions,
  timerOf,
  workOf,
} from './draft-fields.ts';
import {
  eventBased,
  exclusive,
  inclusive,
  parallel,
  repeatUntil,
  repeatWhile,
  type Write,
} from './draft-gateways.ts';
import { type EventOptions, handle, undo } from './draft-handlers.ts';
import { type Collecting, type EachOptions, forEach, subProcess } from './draft-scopes.ts';
import type { ThisScope } from './feel-text.ts';
import type { AnyHandle } from './handle.ts';
import type { Path } from './path.ts';
import type { Condition, When } from './path-options.ts';
import type { PathState } from './path-state.ts';

type Body = (path: DraftPath) => unknown;
type Bodies = Readonly<Record<string, Body>>;
type Words = Record<Exclude<keyof Path<PathState>, '~state'>, unknown>;

/** A path at run time. */
export class DraftPath implements Words {
  readonly #frame: DraftFrame;
  readonly #position: Position;
  #isUsed = false;

  constructor(frame: DraftFrame, position: Position) {
    this.#frame = frame;
    this.#position = position;
  }

  task(name: string, options: StepOptions = {}): DraftPath {
    return this.#activity('task', name, options, {}, []);
  }

  manual(name: string, options: StepOptions = {}): DraftPath {
    return this.#activity('manual', name, options, {}, []);
  }

  service(
    name: string,
    { type, output }: ServiceContract,
    options: StepOptions & { retry?: object } = {},
  ): DraftPath {
    const { retry } = options;
    return this.#activity('service', name, options, { type, retry }, membersOf(output));
  }

  user(name: string, options: StepOptions & { form?: z.ZodObject } = {}): DraftPath {
    const { form } = options;
    const work = workOf(options);
    const next = this.#activity('user', name, options, { work }, membersOf(form));
    const id = next.#position.tips[0]!.from.id!;
    if (form !== undefined) this.#frame.forms.set(id, form);
    return next;
  }

  script(name: string, script: string, options: StepOptions = {}): DraftPath {
    const { result } = options;
    return this.#activity('script', name, options, { script, result }, named(result, []));
  }

  businessRule(
    name: string,
    decision: string,
    options: StepOptions & { output?: z.ZodType } = {},
  ): DraftPath {
    const { result, output } = options;
    const sets = named(result, membersOf(output));
    return this.#activity('businessRule', name, options, { decision, result }, sets);
  }

  call(
    name: string,
    called: AnyHandle,
    options: StepOptions & { version?: string; compensates?: boolean } = {},
  ): DraftPath {
    const { version, compensates } = options;
    const fields = { process: called.id, version, compensates };
    return this.#activity('call', name, options, fields, called.variables);
  }

  send(name: string, message: string, options: StepOptions = {}): DraftPath {
    // A task sends its own variables; without any it would send nothing it was not told to.
    return this.#activity('send', name, options, { message, key: options.key }, []);
  }

  receive(name: string, message: string, options: StepOptions = {}): DraftPath {
    const fields = { message, key: options.key };
    return this.#activity('receive', name, options, fields, this.#carried(message));
  }

  message(name: string, message: string, options: StepOptions = {}): DraftPath {
    const event = { type: 'message', name: message, key: options.key };
    return this.#catch(name, event, options, setBy(options, this.#carried(message)));
  }

  signal(name: string, signal: string, options: StepOptions = {}): DraftPath {
    const event = { type: 'signal', name: signal };
    return this.#catch(name, event, options, membersOf(this.#frame.signals[signal]));
  }

  timer(name: string, when: When, options: StepOptions = {}): DraftPath {
    return this.#catch(name, timerOf(when), options, []);
  }

  condition(name: string, condition: string, options: StepOptions = {}): DraftPath {
    return this.#catch(name, { type: 'conditional', condition }, options, []);
  }

  throwMessage(name: string, message: string, options: StepOptions = {}): DraftPath {
    const event = { type: 'message', name: message, key: options.key };
    return this.#throw({ kind: 'throw', name }, event, options);
  }

  throwSignal(name: string, signal: string, options: StepOptions = {}): DraftPath {
    return this.#throw({ kind: 'throw', name }, { type: 'signal', name: signal }, options);
  }

  escalate(code: string, options: StepOptions = {}): DraftPath {
    const spec = { kind: 'throw', stem: `escalate-${code}` } as const;
    return this.#throw(spec, { type: 'escalation', code }, options);
  }

  compensate(activity?: string, options: StepOptions = {}): DraftPath {
    const stem = activity === undefined ? 'compensate' : `compensate-${activity}`;
    return this.#throw({ kind: 'throw', stem }, { type: 'compensation', activity }, options);
  }

  exclusive(name: string, conditions: Record<string, Condition>, branches: Bodies): DraftPath {
    return this.#next(exclusive(this.#take(), name, conditions, this.#branches(branches)));
  }

  inclusive(name: string, conditions: Record<string, Condition>, branches: Bodies): DraftPath {
    return this.#next(inclusive(this.#take(), name, conditions, this.#branches(branches)));
  }

  parallel(name: string, branches: Bodies): DraftPath {
    const write = this.#branches(branches);
    return this.#next(parallel(this.#take(), name, { names: Object.keys(branches), write }));
  }

  eventBased(name: string, branches: Bodies): DraftPath {
    const write = this.#branches(branches);
    return this.#next(eventBased(this.#take(), name, { names: Object.keys(branches), write }));
  }

  repeatWhile(name: string, condition: string, body: Body): DraftPath {
    return this.#next(repeatWhile(this.#take(), name, condition, this.#write(body)));
  }

  repeatUntil(name: string, condition: string, body: Body): DraftPath {
    return this.#next(repeatUntil(this.#take(), name, condition, this.#write(body)));
  }

  subProcess(name: string, body: Body, options: StepOptions = {}): DraftPath {
    return this.#next(subProcess(this.#take(), { name, options }, this.#write(body)));
  }

  transaction(name: string, body: Body, options: StepOptions = {}): DraftPath {
    const spec = { name, options, type: 'transaction' } as const;
    return this.#next(subProcess(this.#take(), spec, this.#write(body)));
  }

  forEach(name: string, options: EachOptions, body: Body, collect?: Collecting): DraftPath {
    return this.#next(forEach(this.#take(), name, options, collect, this.#write(body)));
  }

  end(name?: string, options: StepOptions = {}): DraftPath {
    const after = addNode(this.#take(), { kind: 'end', name, fields: labels(options) });
    markEnd(after.region);
    return this.#next(ended(after, true));
  }

  terminate(name?: string, options: StepOptions = {}): DraftPath {
    return this.#over({ name, stem: 'terminate' }, { type: 'terminate' }, options, true);
  }

  throwError(code: string, options: StepOptions = {}): DraftPath {
    return this.#over({ stem: `error-${code}` }, { type: 'error', code }, options, false);
  }

  cancel(name?: string, options: StepOptions = {}): DraftPath {
    return this.#over({ name, stem: 'cancel' }, { type: 'cancel' }, options, false);
  }

  onTimer(at: string | ThisScope, when: When, body: Body, options: EventOptions = {}): DraftPath {
    return this.#handle(at, timerOf(when), body, options, []);
  }

  onMessage(
    at: string | ThisScope,
    message: string,
    body: Body,
    options: EventOptions = {},
  ): DraftPath {
    const event = { type: 'message', name: message, key: options.key } as EventDefinition;
    return this.#handle(at, event, body, options, this.#carried(message));
  }

  onSignal(
    at: string | ThisScope,
    signal: string,
    body: Body,
    options: EventOptions = {},
  ): DraftPath {
    const sets = membersOf(this.#frame.signals[signal]);
    return this.#handle(at, { type: 'signal', name: signal }, body, options, sets);
  }

  onCondition(
    at: string | ThisScope,
    condition: string,
    body: Body,
    options: EventOptions = {},
  ): DraftPath {
    return this.#handle(at, { type: 'conditional', condition }, body, options, []);
  }

  onError(at: string | ThisScope, code: string, body: Body, options: NewsTold = {}): DraftPath {
    const event = { type: 'error', ...codeOf(code) } as const;
    return this.#handle(at, event, body, options, membersOf(options.carries));
  }

  onEscalation(
    at: string | ThisScope,
    code: string,
    body: Body,
    options: NewsTold = {},
  ): DraftPath {
    const event = { type: 'escalation', ...codeOf(code) } as const;
    return this.#handle(at, event, body, options, membersOf(options.carries));
  }

  onCancel(at: string, body: Body, options: EventOptions = {}): DraftPath {
    return this.#handle(at, { type: 'cancel' }, body, options, []);
  }

  undo(at: string | ThisScope, body: Body, options: EventOptions = {}): DraftPath {
    return this.#next(undo(this.#take(), at, options, this.#write(body)));
  }

  build(): AnyHandle {
    return buildDraft(this.#frame, this.#take());
  }

  #activity(
    kind: NodeSpec['kind'],
    name: string,
    options: StepOptions,
    own: Fields,
    results: readonly string[],
  ): DraftPath {
    const fields = given({ ...activityFields(options), ...own });
    const sets = setBy(options, results);
    return this.#next(addNode(this.#take(), { kind, name, fields, sets }));
  }

  #catch(name: string, event: Fields, options: StepOptions, sets: readonly string[]): DraftPath {
    const out = mappings(options.out);
    const fields = given({ ...labels(options), on: [given(event)], out });
    return this.#next(addNode(this.#take(), { kind: 'catch', name, fields, sets }));
  }

  #throw(spec: NodeSpec, event: Fields, options: StepOptions): DraftPath {
    const own = { throws: [given(event)], in: mappings(options.in) };
    const fields = given({ ...labels(options), ...own });
    return this.#next(addNode(this.#take(), { ...spec, fields }));
  }

  #over(
    spec: Pick<NodeSpec, 'name' | 'stem'>,
    event: Fields,
    options: StepOptions,
    isExit: boolean,
  ): DraftPath {
    const after = this.#throw({ ...spec, kind: 'end' }, event, options);
    return after.#next(ended(after.#take(), isExit));
  }

  #handle(
    at: string | ThisScope,
    event: EventDefinition,
    body: Body,
    options: EventOptions,
    sets: readonly string[],
  ): DraftPath {
    const handling = { event, options, sets };
    return this.#next(handle(this.#take(), at, handling, this.#write(body)));
  }

  #carried(message: string): readonly string[] {
    return membersOf(this.#frame.messages[message]);
  }

  #next(position: Position): DraftPath {
    return new DraftPath(this.#frame, position);
  }

  /** The point that this path is at; from then on it is another's. */
  #take(): Position {
    const { draft } = this.#position;
    if (this.#isUsed) {
      const message = 'a path goes on from its last word only; use parallel for several branches';
      refuse(draft, 'path-used-twice', draft.id, message);
    }
    this.#isUsed = true;
    return this.#position;
  }

  #branches(bodies: Bodies): Write {
    return (from, name) => {
      const body = Object.hasOwn(bodies, name) ? bodies[name] : undefined;
      return body === undefined ? from : this.#write(body)(from, name);
    };
  }

  /** Lets the author's function write from a point on. */
  #write(body: Body): Write {
    return (from, name) => {
      const end = body(this.#next(from));
      const isOurs = end instanceof DraftPath && end.#position.scope === from.scope;
      if (isOurs) return end.#take();
      const message = 'its function must return the path that it was given, after its last word';
      return refuse(from.draft, 'branch-end', name, message);
    };
  }
}

interface NewsTold extends EventOptions {
  readonly carries?: z.ZodObject;
}

const codeOf = (code: string): { code?: string } => (code === '*' ? {} : { code });

const named = (result: string | undefined, members: readonly string[]): readonly string[] =>
  result === undefined ? members : [result];
