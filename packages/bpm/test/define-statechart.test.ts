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
import { process, statechart } from '../src/define.ts';

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

  test('a process is called, and told of by messages and signals', () => {
    const bill = process('bill', { input: z.object({ sum: z.number() }) })
      .service('rate', rate, { in: { amount: 'sum' } })
      .build();
    const chart = statechart('case', {
      data: { sum: z.number().default(3), grade: z.string() },
      messages: { paid: z.object({ total: z.number() }) },
      signals: { closed: z.object({}) },
      initial: 'billing',
      states: {
        billing: {
          invoke: {
            process: bill,
            in: { sum: 'sum' },
            out: { grade: 'grade' },
            done: 'paid',
            failed: 'lost',
          },
        },
        paid: {
          entry: [{ message: 'paid', key: 'grade', data: { total: 'sum' } }, { signal: 'closed' }],
        },
        lost: {},
      },
    });
    const compiled = compileChart(chart.definition, { languages: [chartLanguage(feel)] });
    const library = { chart: () => compiled };
    const started = advanceChart(library, { id: 'c' }, chart.start(), 0);
    expect(started.effects).toEqual([
      { kind: 'child', wait: 2, process: 'bill', variables: { sum: 3 } },
    ]);
    const failed = { kind: 'fail', wait: 2, code: 'NONE' } as const;
    const lost = advanceChart(library, started.instance, failed, 0).instance;
    expect(lost.sessions[0]?.active).toEqual(['lost']);
    const ended = { kind: 'complete', wait: 2, variables: { grade: 'A' } } as const;
    const paid = advanceChart(library, started.instance, ended, 0);
    expect(paid.instance.sessions[0]?.active).toEqual(['paid']);
    expect(paid.effects).toMatchObject([
      { kind: 'message', name: 'paid', key: 'A', variables: { total: 3 } },
      { kind: 'signal', name: 'closed', variables: {} },
    ]);
  });

  test('refuses what is no name, with its path', () => {
    const states = { 'a b': {} };
    expect(() => statechart('c', { initial: 'a b', states })).toThrow(/states\.0\.id/);
  });
});
