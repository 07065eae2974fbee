/** A chart that is written in TypeScript is the chart that a hand writes. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  advanceChart,
  type ChartDefinition,
  chartLanguage,
  compileChart,
  contentHash,
  feel,
} from '../src/index.ts';
import { service } from '../src/contract.ts';
import { statechart } from '../src/define.ts';

const rate = service('credit.rate', {
  input: z.object({ amount: z.number() }),
  output: z.object({ grade: z.string() }),
});

const deal = statechart('deal', {
  data: { amount: z.number().default(0), grade: z.string().optional() },
  events: {
    qualify: z.object({ amount: z.number() }),
    win: z.object({}),
    pause: z.object({}),
    resume: z.object({}),
    remind: z.object({}),
  },
  initial: 'new',
  states: {
    new: {
      on: { qualify: { to: 'work', do: [{ assign: { amount: '_event.data.amount' } }] } },
      after: { P30D: 'lost', PT1H: { do: [{ log: 'waiting', value: 'amount' }] } },
    },
    work: {
      type: 'parallel',
      on: { pause: 'paused', win: [{ to: 'won', when: 'amount > 0' }, { to: 'lost' }] },
      done: 'won',
      states: {
        last: { type: 'deep history', default: 'asked' },
        credit: {
          initial: 'asked',
          states: {
            asked: {
              invoke: {
                service: rate,
                in: { amount: 'amount' },
                out: { grade: 'grade' },
                done: 'rated',
                failed: { to: 'lost', when: '_event.data.code = "NONE"' },
              },
            },
            rated: { type: 'final' },
          },
        },
        offer: {
          entry: [{ raise: 'remind' }],
          exit: [{ cancel: 'reminder' }],
          on: { remind: { do: [{ send: 'remind', delay: 'P1D', id: 'reminder' }] } },
        },
      },
    },
    paused: { on: { resume: 'last' } },
    won: { type: 'final' },
    lost: { type: 'final' },
  },
});

const byHand: ChartDefinition = {
  id: 'deal',
  data: [{ id: 'amount', from: { value: 0 } }, { id: 'grade' }],
  initial: { targets: ['new'] },
  states: [
    {
      id: 'new',
      kind: 'state',
      onentry: [
        [
          { do: 'send', event: 'after.new.0', id: 'after.new.0', delay: 'P30D' },
          { do: 'send', event: 'after.new.1', id: 'after.new.1', delay: 'PT1H' },
        ],
      ],
      onexit: [
        [
          { do: 'cancel', id: 'after.new.0' },
          { do: 'cancel', id: 'after.new.1' },
        ],
      ],
      transitions: [
        {
          events: ['qualify'],
          targets: ['work'],
          content: [{ do: 'assign', location: 'amount', from: { expr: '_event.data.amount' } }],
        },
        { events: ['after.new.0'], targets: ['lost'] },
        { events: ['after.new.1'], content: [{ do: 'log', label: 'waiting', expr: 'amount' }] },
      ],
    },
    {
      id: 'work',
      kind: 'parallel',
      transitions: [
        { events: ['pause'], targets: ['paused'] },
        { events: ['win'], cond: 'amount > 0', targets: ['won'] },
        { events: ['win'], targets: ['lost'] },
        { events: ['done.state.work'], targets: ['won'] },
      ],
      states: [
        { id: 'last', kind: 'history', deep: true, initial: { targets: ['asked'] } },
        {
          id: 'credit',
          kind: 'state',
          initial: { targets: ['asked'] },
          states: [
            {
              id: 'asked',
              kind: 'state',
              invokes: [
                {
                  type: 'service',
                  id: 'asked',
                  src: 'credit.rate',
                  params: [{ name: 'amount', expr: 'amount' }],
                },
              ],
              transitions: [
                {
                  events: ['done.invoke.asked'],
                  targets: ['rated'],
                  content: [
                    { do: 'assign', location: 'grade', from: { expr: '_event.data.grade' } },
                  ],
                },
                {
                  events: ['error.execution.asked'],
                  cond: '_event.data.code = "NONE"',
                  targets: ['lost'],
                },
              ],
            },
            { id: 'rated', kind: 'final' },
          ],
        },
        {
          id: 'offer',
          kind: 'state',
          onentry: [[{ do: 'raise', event: 'remind' }]],
          onexit: [[{ do: 'cancel', id: 'reminder' }]],
          transitions: [
            {
              events: ['remind'],
              content: [{ do: 'send', event: 'remind', id: 'reminder', delay: 'P1D' }],
            },
          ],
        },
      ],
    },
    { id: 'paused', kind: 'state', transitions: [{ events: ['resume'], targets: ['last'] }] },
    { id: 'won', kind: 'final' },
    { id: 'lost', kind: 'final' },
  ],
};

describe('statechart', () => {
  test('gives the definition that a hand writes, with its hash', () => {
    expect(deal.definition).toEqual(byHand);
    expect(deal.hash).toBe(contentHash(byHand));
  });

  test('runs: a delay is taken back when its state is left, a service becomes a job', () => {
    const chart = compileChart(deal.definition, { languages: [chartLanguage(feel)] });
    const library = { chart: () => chart };
    const started = advanceChart(library, { id: 'd-1' }, deal.start(), 0).instance;
    expect(started.delayed?.map(({ event }) => event.name)).toEqual(['after.new.0', 'after.new.1']);
    const qualified = deal.event('qualify', { amount: 900 });
    const working = advanceChart(library, started, qualified, 0).instance;
    expect(working.sessions[0]?.active).toEqual(['asked', 'offer']);
    expect(working.delayed?.map(({ event }) => event.name)).toEqual(['remind']);
    const wait = working.sessions[0]?.invoked?.[0]?.wait;
    expect(wait).toMatchObject({ kind: 'job', type: 'credit.rate', input: { amount: 900 } });
    const trigger = { kind: 'complete', wait: wait!.id, variables: { grade: 'A' } } as const;
    const rated = advanceChart(library, working, trigger, 0).instance;
    expect(rated.sessions[0]?.active).toEqual(['rated', 'offer']);
    expect(rated.sessions[0]?.data).toEqual({ amount: 900, grade: 'A' });
    const won = advanceChart(library, rated, deal.event('win'), 0).instance;
    expect([won.state, won.sessions[0]?.active]).toEqual(['completed', ['won']]);
  });

  test('refuses what is no name, with its path', () => {
    const states = { 'a b': {} };
    expect(() => statechart('c', { initial: 'a b', states })).toThrow(/states\.0\.id/);
  });
});
