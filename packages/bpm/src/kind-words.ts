/** The kinds of elements, as a reader calls them. */
import type { NodeKind } from './model.ts';

/** Kinds as a reader calls them. */
export const kindWords: Readonly<Record<NodeKind, string>> = {
  task: 'task',
  manual: 'manual task',
  user: 'user task',
  service: 'service task',
  script: 'script task',
  send: 'send task',
  receive: 'receive task',
  businessRule: 'business rule task',
  call: 'call',
  subProcess: 'sub-process',
  start: 'start event',
  catch: 'catch event',
  boundary: 'boundary event',
  throw: 'throw event',
  end: 'end event',
  exclusive: 'exclusive gateway',
  parallel: 'parallel gateway',
  inclusive: 'inclusive gateway',
  eventBased: 'event-based gateway',
  complex: 'complex gateway',
};
