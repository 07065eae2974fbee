/** Charts for tests on stores: a support case, with all that a chart can ask of the engine. */
import type { ChartDefinition } from '@kontor/bpm';

/** A case: opened, worked on, waiting for the customer, resolved; reminded of, and closed. */
export const supportCase: ChartDefinition = {
  id: 'case',
  data: [{ id: 'number' }, { id: 'reminders', from: { value: 0 } }, { id: 'answer' }],
  states: [
    {
      id: 'open',
      kind: 'state',
      transitions: [
        { events: ['case.closed'], targets: ['closed'] },
        { events: ['case.cancelled'], targets: ['dropped'] },
      ],
      states: [
        {
          id: 'working',
          kind: 'state',
          onentry: [[{ do: 'send', event: 'overdue', id: 'sla', delay: 'PT4H' }]],
          onexit: [[{ do: 'cancel', id: 'sla' }]],
          transitions: [
            { events: ['ask'], targets: ['waiting'] },
            {
              events: ['overdue'],
              content: [{ do: 'assign', location: 'reminders', from: { expr: 'reminders + 1' } }],
            },
            { events: ['look.up'], targets: ['lookingUp'] },
          ],
        },
        {
          id: 'waiting',
          kind: 'state',
          invokes: [{ type: 'message', src: 'customer replied', key: { expr: 'number' } }],
          transitions: [
            {
              events: ['customer replied'],
              targets: ['working'],
              content: [{ do: 'assign', location: 'answer', from: { expr: '_event.data.text' } }],
            },
          ],
        },
        {
          id: 'lookingUp',
          kind: 'state',
          invokes: [
            {
              type: 'service',
              id: 'find',
              src: 'articles.find',
              params: [{ name: 'words', expr: 'number' }],
              retry: { attempts: 2, pause: 'PT1M' },
            },
          ],
          transitions: [
            {
              events: ['done.invoke.find'],
              targets: ['working'],
              content: [{ do: 'assign', location: 'answer', from: { expr: '_event.data.title' } }],
            },
            {
              events: ['error.execution.find'],
              targets: ['waiting'],
              content: [{ do: 'assign', location: 'answer', from: { expr: '_event.data.code' } }],
            },
          ],
        },
      ],
    },
    {
      id: 'closed',
      kind: 'final',
      onentry: [[{ do: 'send', type: 'message', event: 'caseClosed', target: { expr: 'number' } }]],
      done: { params: [{ name: 'answer', expr: 'answer' }] },
    },
    { id: 'dropped', kind: 'final' },
  ],
};

/** A chart that has a process, or another chart, do something. */
export const caller = (process: string, version?: string): ChartDefinition => ({
  id: 'caller',
  data: [{ id: 'got' }],
  states: [
    {
      id: 'calling',
      kind: 'state',
      invokes: [
        {
          type: 'process',
          id: 'work',
          src: process,
          ...(version !== undefined && { version }),
          params: [{ name: 'number', expr: '"C-9"' }],
        },
      ],
      transitions: [
        {
          events: ['done.invoke.work'],
          targets: ['done'],
          content: [{ do: 'assign', location: 'got', from: { expr: '_event.data' } }],
        },
        {
          events: ['error.execution.work'],
          targets: ['failed'],
          content: [{ do: 'assign', location: 'got', from: { expr: '_event.data.code' } }],
        },
        { events: ['leave'], targets: ['failed'] },
      ],
    },
    { id: 'done', kind: 'final', done: { params: [{ name: 'got', expr: 'got' }] } },
    { id: 'failed', kind: 'state' },
  ],
});

/** A chart that never comes to rest once it was told to go. */
export const endless: ChartDefinition = {
  id: 'endless',
  data: [
    { id: 'go', from: { value: false } },
    { id: 'heard', from: { value: 0 } },
  ],
  states: [
    {
      id: 'at',
      kind: 'state',
      transitions: [
        { cond: 'go = true', targets: ['at'] },
        { events: ['go'], content: [{ do: 'assign', location: 'go', from: { value: true } }] },
        {
          events: ['hear'],
          content: [{ do: 'assign', location: 'heard', from: { expr: 'heard + 1' } }],
        },
      ],
    },
  ],
};
