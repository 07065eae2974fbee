/**
 * The audit trail of an instance of a statechart: which events came, which states were left and
 * entered, and what people did with it, in words and in order.
 */
import type { HistoryPage } from '../history.ts';
import type { ChartHistoryEvent } from '../statechart/chart-history.ts';
import type { ChartTrigger } from '../statechart/chart-trigger.ts';
import type { AuditLine } from './audit-line.ts';
import { withValues } from './audit-words.ts';

/** The audit trail of a history at hand, all pages in order. */
export function chartAuditLines(pages: Iterable<HistoryPage>): AuditLine[] {
  const lines: AuditLine[] = [];
  for (const { at, events } of pages) {
    for (const event of events as readonly ChartHistoryEvent[]) {
      const told = lineOf(event);
      if (told !== undefined) lines.push({ at, ...told });
    }
  }
  return lines;
}

type Told = Omit<AuditLine, 'at'>;

function lineOf(event: ChartHistoryEvent): Told | undefined {
  switch (event.type) {
    case 'triggered':
      return triggerLine(event.trigger as unknown as ChartTrigger);
    case 'entered':
      return { node: event.node, text: `'${event.node}' was entered` };
    case 'left':
      return { node: event.node, text: `'${event.node}' was left` };
    case 'undelayed':
      return event.cancelled ? undefined : { text: 'the time of a delayed event came' };
    case 'suspended':
    case 'resumed':
      return byWhom(`was ${event.type}`, event);
    case 'migrated':
      return byWhom(`moved to version ${event.to}`, event);
    case 'incident': {
      const { id, code, node, message } = event.incident;
      return { node, text: `incident ${id} (${code}) at '${node}': ${message}` };
    }
    case 'noted':
      return { text: `noted: ${event.code} ${JSON.stringify(event.detail)}` };
    case 'ended':
      return { text: `ended: ${event.state}` };
    default:
      return undefined;
  }
}

function triggerLine(trigger: ChartTrigger): Told | undefined {
  switch (trigger.kind) {
    case 'start':
      return { text: `was started${withValues(trigger.data)}` };
    case 'event':
      return { text: `'${trigger.name}' came${dataWords(trigger.data)}` };
    case 'complete':
      return { text: `what it had asked for was done${withValues(trigger.variables)}` };
    case 'fail':
      return { text: `what it had asked for ended in the error '${trigger.code}'` };
    case 'crash':
      return { text: `an attempt failed: ${trigger.message}` };
    case 'message':
    case 'signal':
      return { text: `a ${trigger.kind} came${withValues(trigger.variables)}` };
    case 'modify':
      return byWhom(`was to be in ${trigger.change.to.join(' and ')}`, trigger);
    case 'terminate':
      return { text: `was stopped${trigger.reason === undefined ? '' : `: ${trigger.reason}`}` };
    case 'resolve':
      return { text: `incident ${trigger.incident} was resolved` };
    default:
      return undefined;
  }
}

/** Members of data one by one; any other value as a whole. */
function dataWords(data: Extract<ChartTrigger, { kind: 'event' }>['data']): string {
  if (data === undefined) return '';
  const isObject = typeof data === 'object' && data !== null && !Array.isArray(data);
  return withValues(isObject ? (data as Readonly<Record<string, typeof data>>) : { it: data });
}

function byWhom(
  words: string,
  { by, reason }: { readonly by?: string | undefined; readonly reason?: string | undefined },
): Told {
  const who = by === undefined ? '' : ` by ${by}`;
  const why = reason === undefined ? '' : `: ${reason}`;
  return { text: `${words}${who}${why}`, ...(by !== undefined && { by }) };
}
