/**
 * Whether one element can go on as another: a person's task as a person's task, a timer as a timer,
 * a repeated activity as one that is repeated in the same way.
 *
 * What an element asks for may change (a form, a job's type, a message's name, a due time): only
 * what its running state is made of must stay.
 */
import type { EventDefinition } from '../event-model.ts';
import type { Node } from '../model.ts';

/** What is different in type, in words; undefined: the one can go on as the other. */
export function typeChange(before: Node, after: Node): string | undefined {
  const [old, next] = [typeOf(before), typeOf(after)];
  return old === next ? undefined : `was ${old}, and '${after.id}' is ${next}`;
}

/** The type of a node, in words that tell apart what can't go on as each other. */
function typeOf(node: Node): string {
  const words = [
    ...('undoes' in node && node.undoes === true ? ['undoing'] : []),
    ...repetitionOf(node),
    ...(node.kind === 'subProcess' && node.type !== undefined ? [`${node.type}-`] : []),
    ...startingOf(node),
    node.kind,
    ...eventsOf(node),
  ];
  return words.join(' ').replace('- ', ' ');
}

/** A gateway that awaits all its events holds those that it lacks; one that awaits any, none. */
const startingOf = (node: Node): string[] =>
  node.kind === 'eventBased' && node.instantiate !== undefined
    ? [`${node.instantiate} instantiating`]
    : [];

function repetitionOf(node: Node): string[] {
  if ('many' in node && node.many !== undefined) return [`${node.many.mode} multi-instance`];
  return 'loop' in node && node.loop !== undefined ? ['looping'] : [];
}

function eventsOf(node: Node): string[] {
  const events: readonly EventDefinition[] = 'on' in node ? (node.on ?? []) : [];
  if (events.length === 0) return [];
  const isAll = 'all' in node && node.all === true;
  return [`(${events.map(({ type }) => type).join(isAll ? ' and ' : ' or ')})`];
}
