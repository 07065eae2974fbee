/**
 * Why an instance stands where it stands: what it waits for, what a join lacks, what is stuck.
 */
import { nodeOf, openDraft } from './instance-draft.ts';
import { type Burst, insideOf, type Library, openBurst } from './burst.ts';
import type { CompiledNode } from './compiled.ts';
import { lackOf, markedFlows } from './gateway/waiting-join.ts';
import type { Frame, Instance, Wait } from './instance.ts';

/** One reason why an instance does not go on. */
export type Reason =
  | {
      /**
       * `event`: an active state of a chart, and the events that would move it. `suspended`: the
       * whole instance takes no work.
       */
      readonly kind: Wait['kind'] | 'event' | 'suspended';
      /** The element that waits; '' = the whole. */
      readonly node: string;
      /** The elements around it, outermost first. */
      readonly within: readonly string[];
      /** What it waits for, in words. */
      readonly for: string;
      /** The iteration, from 0. */
      readonly iteration?: number;
    }
  | {
      readonly kind: 'join';
      readonly node: string;
      readonly within: readonly string[];
      /** Incoming flows that hold a token, and those that hold none. */
      readonly present: readonly string[];
      readonly missing: readonly string[];
    }
  | {
      readonly kind: 'incident';
      readonly node: string;
      readonly within: readonly string[];
      readonly code: string;
      readonly message: string;
    };

/**
 * All reasons, in the order in which they arose; none when the instance has ended.
 *
 * @param library - definitions by hash
 */
export function explain(library: Library, instance: Instance): Reason[] {
  if (instance.state !== 'active') return [];
  const burst = openBurst(library, openDraft(instance, library.process), 0);
  return [
    ...suspensionOf(instance),
    ...instance.waits.map((wait) => reasonOf(burst, wait)),
    ...instance.frames.flatMap((frame) => joinsOf(burst, frame)),
    ...(instance.incidents ?? []).map(({ node, frame, code, message }): Reason => {
      return { kind: 'incident', node, within: around(burst, frame), code, message };
    }),
  ];
}

/** The reason before all others, of a process or a chart that is suspended. */
export const suspensionOf = ({ suspended }: Pick<Instance, 'suspended'>): Reason[] =>
  suspended === true
    ? [{ kind: 'suspended', node: '', within: [], for: 'somebody who resumes it' }]
    : [];

function reasonOf(burst: Burst, wait: Wait): Reason {
  const { index } = burst.draft.frames.get(wait.frame)!;
  return {
    kind: wait.kind,
    node: wait.node,
    within: around(burst, wait.frame),
    for: waitedFor(wait),
    ...(index !== undefined && { iteration: index }),
  };
}

function waitedFor(wait: Wait): string {
  switch (wait.kind) {
    case 'task':
      return 'a person who completes it';
    case 'job':
      return `a handler of '${wait.type}' (${wait.attempts} attempts left)`;
    case 'timer':
      return `the time ${new Date(wait.timer.due ?? 0).toISOString()}`;
    case 'message':
      return `the message '${wait.name}'${wait.key === '' ? '' : ` with key '${wait.key}'`}`;
    case 'signal':
      return `the signal '${wait.name}'`;
    case 'condition':
      return 'its condition to become true';
    case 'child':
      return `an instance of '${wait.process}' that it has called`;
  }
}

function joinsOf(burst: Burst, frame: Frame): Reason[] {
  if (frame.marks === undefined) return [];
  const isWaiting = (node: CompiledNode): boolean => markedFlows(frame, node).length > 0;
  const joins = (insideOf(burst, frame)?.nodes ?? []).filter(isWaiting);
  const within = [...around(burst, frame.id), ...(frame.node === '' ? [] : [frame.node])];
  return joins.map((node) => ({ kind: 'join', node: node.id, within, ...lackOf(frame, node) }));
}

/** The scopes around a frame, outermost first. */
function around({ draft }: Burst, frame: number): string[] {
  const path: string[] = [];
  let at = draft.frames.get(draft.frames.get(frame)?.parent ?? 0);
  for (; at !== undefined && at.node !== ''; at = draft.frames.get(at.parent)) {
    if (at.role !== 'iteration') path.unshift(nodeOf(draft, at).id);
  }
  return path;
}
