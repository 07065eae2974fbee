/**
 * The words of a path that are events: caught, thrown, ending it, or hanging on what came before.
 */
import type { z } from 'zod';
import type { EventDefinition } from '../event-model.ts';
import { addNode, ended, markEnd, type NodeSpec } from './draft.ts';
import { carriedBy, eventOf, type EventTold } from './draft-events.ts';
import {
  type Fields,
  given,
  labels,
  mappings,
  membersOf,
  setBy,
  type StepOptions,
} from './draft-fields.ts';
import {
  type EventOptions,
  handle,
  type Handling,
  onLink,
  throwLink,
  undo,
} from './draft-handlers.ts';
import { type Body, DraftWords } from './draft-words.ts';
import type { ThisScope } from './feel-text.ts';
import type { When } from './path-options.ts';

/** A path at run time, with the words that are events. */
export abstract class EventWords extends DraftWords {
  message(name: string, message: string, options: StepOptions = {}): this {
    return this.#await(name, [{ message, ...keyOf(options) }], options);
  }

  signal(name: string, signal: string, options: StepOptions = {}): this {
    return this.#await(name, [{ signal }], options);
  }

  timer(name: string, timer: When, options: StepOptions = {}): this {
    return this.#await(name, [{ timer }], options);
  }

  condition(name: string, condition: string, options: StepOptions = {}): this {
    return this.#await(name, [{ condition }], options);
  }

  anyOf(name: string, events: readonly EventTold[], options: StepOptions = {}): this {
    return this.#await(name, events, options);
  }

  allOf(name: string, events: readonly EventTold[], options: StepOptions = {}): this {
    return this.#await(name, events, options, true);
  }

  mark(name: string, options: StepOptions = {}): this {
    return this.#throw({ kind: 'throw', name }, [], options);
  }

  throwMessage(name: string, message: string, options: StepOptions = {}): this {
    return this.throwAll(name, [{ message, ...keyOf(options) }], options);
  }

  throwSignal(name: string, signal: string, options: StepOptions = {}): this {
    return this.throwAll(name, [{ signal }], options);
  }

  throwAll(name: string, events: readonly EventTold[], options: StepOptions = {}): this {
    return this.#throw({ kind: 'throw', name }, events, options);
  }

  escalate(code: string, options: StepOptions = {}): this {
    const spec = { kind: 'throw', stem: `escalate-${code}` } as const;
    return this.#throw(spec, [{ escalation: code }], options);
  }

  compensate(activity?: string, options: StepOptions = {}): this {
    const stem = activity === undefined ? 'compensate' : `compensate-${activity}`;
    return this.#throw({ kind: 'throw', stem }, [{ compensation: activity ?? true }], options);
  }

  throwLink(link: string, options: StepOptions = {}): this {
    return this.at(throwLink(this.take(), link, labels(options)));
  }

  end(name?: string, options: StepOptions = {}): this {
    const after = addNode(this.take(), { kind: 'end', name, fields: labels(options) });
    markEnd(after.region);
    return this.at(ended(after, true));
  }

  endWith(name: string, events: readonly EventTold[], options: StepOptions = {}): this {
    return this.#over({ name }, events, options);
  }

  terminate(name?: string, options: StepOptions = {}): this {
    return this.#over({ name, stem: 'terminate' }, [{ terminate: true }], options);
  }

  throwError(code: string, options: StepOptions = {}): this {
    return this.#over({ stem: `error-${code}` }, [{ error: code }], options);
  }

  cancel(name?: string, options: StepOptions = {}): this {
    return this.#over({ name, stem: 'cancel' }, [{ cancel: true }], options);
  }

  onTimer(at: string | ThisScope, timer: When, body: Body, options: EventOptions = {}): this {
    return this.onAnyOf(at, [{ timer }], body, options);
  }

  onMessage(at: string | ThisScope, message: string, body: Body, options: EventOptions = {}): this {
    return this.onAnyOf(at, [{ message, ...keyOf(options) }], body, options);
  }

  onSignal(at: string | ThisScope, signal: string, body: Body, options: EventOptions = {}): this {
    return this.onAnyOf(at, [{ signal }], body, options);
  }

  onCondition(
    at: string | ThisScope,
    condition: string,
    body: Body,
    options: EventOptions = {},
  ): this {
    return this.onAnyOf(at, [{ condition }], body, options);
  }

  onError(at: string | ThisScope, error: string, body: Body, options: NewsTold = {}): this {
    return this.onAnyOf(at, [{ error }], body, options);
  }

  onEscalation(
    at: string | ThisScope,
    escalation: string,
    body: Body,
    options: NewsTold = {},
  ): this {
    return this.onAnyOf(at, [{ escalation }], body, options);
  }

  onCancel(at: string, body: Body, options: EventOptions = {}): this {
    return this.onAnyOf(at, [{ cancel: true }], body, options);
  }

  onAnyOf(
    at: string | ThisScope,
    events: readonly EventTold[],
    body: Body,
    options: NewsTold = {},
  ): this {
    return this.#handle(at, events, body, options);
  }

  onAllOf(
    at: string | ThisScope,
    events: readonly EventTold[],
    body: Body,
    options: NewsTold = {},
  ): this {
    return this.#handle(at, events, body, options, true);
  }

  onLink(link: string, body: Body, options: StepOptions = {}): this {
    return this.at(onLink(this.take(), link, labels(options), this.write(body)));
  }

  undo(at: string | ThisScope, body: Body, options: EventOptions = {}): this {
    return this.at(undo(this.take(), at, options, this.write(body)));
  }

  #await(name: string, events: readonly EventTold[], options: StepOptions, all?: true): this {
    const on = events.map(eventOf);
    const fields = given({ ...labels(options), on, all, out: mappings(options.out) });
    const sets = setBy(options, carriedBy(events, this.frame));
    return this.at(addNode(this.take(), { kind: 'catch', name, fields, sets }));
  }

  #throw(spec: NodeSpec, events: readonly EventTold[], options: StepOptions): this {
    const fields: Fields = given({
      ...labels(options),
      throws: events.length > 0 ? events.map(eventOf) : undefined,
      in: mappings(options.in),
    });
    return this.at(addNode(this.take(), { ...spec, fields }));
  }

  #over(
    spec: Pick<NodeSpec, 'name' | 'stem'>,
    events: readonly EventTold[],
    options: StepOptions,
  ): this {
    const after = this.#throw({ ...spec, kind: 'end' }, events, options).take();
    const goesElsewhere = events.some(({ error, cancel }) => (error ?? cancel) !== undefined);
    const staysInside = events.every(({ terminate }) => terminate === undefined);
    if (!goesElsewhere && staysInside) markEnd(after.region);
    return this.at(ended(after, !goesElsewhere));
  }

  #handle(
    at: string | ThisScope,
    events: readonly EventTold[],
    body: Body,
    options: NewsTold,
    all?: true,
  ): this {
    const sets = setBy(options, [...carriedBy(events, this.frame), ...membersOf(options.carries)]);
    const on: readonly EventDefinition[] = events.map(eventOf);
    const handling: Handling = { on, ...(all && { all }), options, sets };
    return this.at(handle(this.take(), at, handling, this.write(body)));
  }
}

interface NewsTold extends EventOptions {
  readonly carries?: z.ZodObject;
}

const keyOf = ({ key }: StepOptions): { key?: string } => (key === undefined ? {} : { key });
