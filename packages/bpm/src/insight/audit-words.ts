/**
 * What happened in an instance, in words: a sentence an event, for whoever asks months later.
 */
import type { TaskNote } from '../engine/engine-collections.ts';
import type { ActivityRef } from '../engine/find-wait.ts';
import type { HistoryEvent } from '../history.ts';
import type { Variables } from '../instance.ts';
import type { Node, NodeKind } from '../model.ts';
import { kindWords } from '../kind-words.ts';
import type { Change } from '../modification.ts';
import type { Audit, Trigger } from '../trigger.ts';

/** Kinds that do something or wait for something; all else only leads on. */
const STEPS: ReadonlySet<NodeKind> = new Set<NodeKind>([
  'user',
  'service',
  'receive',
  'catch',
  'call',
  'subProcess',
  'eventBased',
]);

/** The sentence for reaching an element; undefined: it is told when it is left. */
export function enteredWords(node: Node, name: string, iteration: number | undefined) {
  const nth = iteration === undefined ? '' : ` (iteration ${iteration + 1})`;
  return STEPS.has(node.kind) ? `${name}${nth} was reached, a ${kindWords[node.kind]}` : undefined;
}

/** The sentence for leaving one; `flows` are the names of those taken. */
export function leftWords(node: Node, name: string, flows: readonly string[]): string | undefined {
  switch (node.kind) {
    case 'start':
      return `began at ${name}`;
    case 'end':
      return `came to its end at ${name}`;
    case 'exclusive':
    case 'inclusive':
    case 'complex':
      return flows.length === 0 ? undefined : `${name} chose ${flows.join(' and ')}`;
    case 'parallel':
    case 'eventBased':
      return undefined;
    case 'subProcess':
    case 'call':
      return `${name} was done`;
    default:
      return STEPS.has(node.kind) ? undefined : `${name} was done by the engine`;
  }
}

/** The sentence for a trigger; `name` is that of the element it was for. */
export function triggerWords(trigger: Trigger, name: string): string | undefined {
  const by = 'by' in trigger && trigger.by !== undefined ? ` by ${trigger.by}` : '';
  switch (trigger.kind) {
    case 'complete':
      return `${name} was completed${by}${withValues(trigger.variables)}`;
    case 'fail':
      return `${name} ended in the error '${trigger.code}'${by}${withValues(trigger.variables)}`;
    case 'escalate':
      return `${name} escalated '${trigger.code}'${withValues(trigger.variables)}`;
    case 'crash':
      return `an attempt of ${name} failed${by}: ${trigger.message}`;
    case 'message':
    case 'signal':
      return `the ${trigger.kind} for ${name} came${withValues(trigger.variables)}`;
    case 'timer':
      return `the time of ${name} came${trigger.missed === true ? ', while no engine ran' : ''}`;
    default:
      return commandWords(trigger, name);
  }
}

type Command = Exclude<
  Trigger,
  { kind: 'complete' | 'fail' | 'escalate' | 'crash' | 'message' | 'signal' | 'timer' }
>;

function commandWords(trigger: Command, name: string): string | undefined {
  switch (trigger.kind) {
    case 'set':
      return `variables were set${withValues(trigger.variables)}`;
    case 'cancel':
      return `${name} was to be stopped`;
    case 'terminate':
      return `it was stopped${trigger.reason === undefined ? '' : `: ${trigger.reason}`}`;
    case 'resolve':
      return `incident ${trigger.incident} was resolved`;
    case 'activate':
      return `'${trigger.node}' was started by command`;
    case 'modify': {
      const { by, reason, changes } = trigger;
      const what = `(${changes.map(changeWords).join(', ')})`;
      return `put elsewhere${auditWords({ by })} ${what}${auditWords({ reason })}`;
    }
    default:
      return undefined;
  }
}

/** A change of a modification, by the ids that the command gave. */
function changeWords(change: Change): string {
  if ('startBefore' in change) return `start before '${change.startBefore}'`;
  if ('startAfter' in change) return `start after '${change.startAfter}'`;
  if ('startFlow' in change) return `start by '${change.startFlow}'`;
  if ('cancel' in change) return `stop ${refWords(change.cancel)}`;
  if ('move' in change) return `move ${refWords(change.move)} to '${change.to}'`;
  return `set ${valuesWords(change.set)}`;
}

/** `'A'`; `'A' (iteration 3)`. */
function refWords(ref: ActivityRef): string {
  if (typeof ref === 'string') return `'${ref}'`;
  return `'${ref.activity}'${ref.at === undefined ? '' : ` (iteration ${ref.at + 1})`}`;
}

/** ` by ann: new rules`, as far as it was told. */
export const auditWords = ({ by, reason }: Audit): string =>
  `${by === undefined ? '' : ` by ${by}`}${reason === undefined ? '' : `: ${reason}`}`;

/** The sentence for news of an instance itself. */
export function newsWords(event: HistoryEvent, name: string): string | undefined {
  switch (event.type) {
    case 'cancelled':
      return `${name} was stopped`;
    case 'incident': {
      const { id, code, message } = event.incident;
      return `incident ${id} (${code}) at ${name}: ${message}`;
    }
    case 'noted':
      return `noted: ${event.code} ${JSON.stringify(event.detail)}`;
    case 'fired': {
      const count = event.flows.length;
      return `${name} joined ${count === 1 ? 'a token' : `${count} tokens`}`;
    }
    case 'suspended':
    case 'resumed':
      return `${event.type}${auditWords(event)}`;
    case 'ended':
      return `ended: ${event.state}`;
    default:
      return undefined;
  }
}

/** The sentence for what a person did with a task. */
export function noteWords({ by, action, text }: TaskNote, name: string): string {
  switch (action) {
    case 'claim':
      return `${by} claimed ${name}`;
    case 'unclaim':
      return `${by} gave ${name} back`;
    case 'assign':
      return `${by} assigned ${name} to ${text}`;
    case 'delegate':
      return `${by} delegated ${name} to ${text}`;
    case 'resolve':
      return `${by} did ${name} for who delegated it`;
    case 'comment':
      return `${by} said of ${name}: ${text}`;
    case 'change':
      return `${by} changed the dates or the priority of ${name}`;
  }
}

/** `, with total = 5`; nothing for none. */
export function withValues(variables: Variables | undefined): string {
  const told = valuesWords(variables ?? {});
  return told === '' ? '' : `, with ${told}`;
}

/** `total = 5, sku = "A-1"`. */
const valuesWords = (variables: Variables): string =>
  Object.entries(variables)
    .map(([name, value]) => `${name} = ${valueWords(value)}`)
    .join(', ');

/** A value as JSON, cut at 80 signs: an audit trail is read, not parsed. */
function valueWords(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
