/** Where an instance stands, by elements; and how often elements and flows were passed. */
import type { Instance } from '../instance.ts';
import type { ActivityInstance } from './activity-instance.ts';

/** Where an instance stands. What runs in a called process stands at its call. */
export interface Position {
  /** Running elements, by how often each runs. */
  readonly active: Readonly<Record<string, number>>;
  /** Tokens that wait at joins, by flow. */
  readonly tokens: Readonly<Record<string, number>>;
  /** Messages of open incidents, by element. */
  readonly incidents: Readonly<Record<string, readonly string[]>>;
}

/** The position of an instance. */
export function positionOf({ frames, incidents = [] }: Instance): Position {
  const active: Record<string, number> = {};
  const tokens: Record<string, number> = {};
  const troubles: Record<string, string[]> = {};
  const nodeOf = new Map<number, string>();
  for (const { id, node, parent, role, calls, marks = {} } of frames) {
    const around = nodeOf.get(parent);
    // In a called process: all of it is the call's.
    const isCalled = around !== undefined;
    if (isCalled || calls !== undefined) nodeOf.set(id, around ?? node);
    if (!isCalled && node !== '' && role !== 'body') active[node] = (active[node] ?? 0) + 1;
    if (isCalled || calls !== undefined) continue;
    for (const [flow, count] of Object.entries(marks)) tokens[flow] = (tokens[flow] ?? 0) + count;
  }
  for (const { frame, node, code, message } of incidents) {
    (troubles[nodeOf.get(frame) ?? node] ??= []).push(`${code}: ${message}`);
  }
  return { active, tokens, incidents: troubles };
}

/** How often elements were completed and flows were taken. */
export interface PassCounts {
  readonly nodes: Readonly<Record<string, number>>;
  readonly flows: Readonly<Record<string, number>>;
}

/** The counts of some runs, of one process. */
export function passCounts(activities: Iterable<ActivityInstance>): PassCounts {
  const nodes: Record<string, number> = {};
  const flows: Record<string, number> = {};
  for (const { node, state, role, flows: taken } of activities) {
    if (state === 'completed' && role !== 'body') nodes[node] = (nodes[node] ?? 0) + 1;
    for (const flow of taken) flows[flow] = (flows[flow] ?? 0) + 1;
  }
  return { nodes, flows };
}
