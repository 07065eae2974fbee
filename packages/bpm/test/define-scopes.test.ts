/**
 * Joins that do not wait for all, ad-hoc sub-processes, repetition and data of scopes: what the
 * builder makes of them is what a hand would write, and runs so.
 */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { service } from '../src/contract.ts';
import { feel, otherwise, process, thisScope } from '../src/define.ts';
import { nodeOf, refusal, Run, writtenByHand } from './define-run.ts';

const input = z.object({ n: z.number(), who: z.array(z.string()), now: z.boolean() });
const begin = () => process('p', { input, messages: { paid: z.object({}) } });
const started = { n: 2, who: ['ann', 'bob', 'cem'], now: false };
const approval = z.object({ approved: z.boolean() });

describe('nOfM and complex', () => {
  const voted = () =>
    begin()
      .nOfM('vote', 2, { a: (p) => p.user('a'), b: (p) => p.user('b'), c: (p) => p.user('c') })
      .task('decide');

  test('nOfM goes on with the second of three, once, and takes the third in silence', () => {
    const built = voted().build();
    writtenByHand(built, {
      nodes: [
        { kind: 'start', id: 'start' },
        { kind: 'parallel', id: 'vote' },
        { kind: 'user', id: 'a' },
        { kind: 'user', id: 'b' },
        { kind: 'user', id: 'c' },
        { kind: 'complex', id: 'vote-join', activation: 'activationCount >= 2' },
        { kind: 'task', id: 'decide' },
        { kind: 'end', id: 'end' },
      ],
      flows: [
        'start > vote',
        'vote > a named a',
        'vote > b named b',
        'vote > c named c',
        'a > vote-join',
        'b > vote-join',
        'c > vote-join',
        'vote-join > decide if waitingForStart',
        'decide > end',
      ].join(', '),
    });
    const run = new Run(built, started).complete('b');
    expect(run.of('decide')).toBe('');
    run.complete('c');
    expect([run.of('b', 'c', 'decide'), run.instance.state]).toEqual(['b c decide', 'active']);
    run.complete('a');
    expect([run.of('decide'), run.instance.state]).toEqual(['decide', 'completed']);
  });

  test('its number can be a variable; 1 is a discriminator, and reset a path for the others', () => {
    const built = begin()
      .nOfM(
        'first',
        'n',
        { a: (p) => p.user('a'), b: (p) => p.user('b'), c: (p) => p.user('c') },
        { reset: (p) => p.task('archive') },
      )
      .user('go on')
      .build();
    const ran = (n: number): string => {
      const run = new Run(built, { ...started, n }).complete('a').complete('b').complete('c');
      expect([run.waiting, run.complete('go-on').instance.state]).toEqual(['go-on', 'completed']);
      return run.of('a', 'b', 'c', 'first-join', 'archive');
    };
    expect([1, 2, 3].map(ran)).toEqual([
      'a first-join b c first-join archive',
      'a b first-join c first-join archive',
      'a b c first-join first-join archive',
    ]);
  });

  test('with a terminate end in a sub-process it cancels the rest: patterns 29 and 32', () => {
    const built = begin()
      .subProcess('race', (p) =>
        p.nOfM('first', 1, { a: (q) => q.user('a'), b: (q) => q.user('b') }).terminate(),
      )
      .task('after')
      .build();
    const run = new Run(built, started).complete('b');
    expect([run.of('b', 'after'), run.instance.state]).toEqual(['b after', 'completed']);
  });

  test('inside a fork it gives one token to the join around it', () => {
    const built = begin()
      .parallel('both', {
        x: (p) => p.nOfM('first', 1, { a: (q) => q.user('a'), b: (q) => q.user('b') }),
        y: (p) => p.user('y'),
      })
      .task('after')
      .build();
    const run = new Run(built, started).complete('b').complete('y');
    expect([run.of('b', 'y', 'after'), run.instance.state]).toEqual(['b y after', 'active']);
    expect([run.complete('a').of('after'), run.instance.state]).toEqual(['after', 'completed']);
  });

  test('complex goes on when its condition on the branches and the variables holds', () => {
    const built = begin()
      .complex('enough', feel('activationCount >= n or now'), {
        a: (p) => p.user('a'),
        b: (p) => p.user('b', { form: z.object({ now: z.boolean() }) }),
        c: (p) => p.user('c'),
      })
      .task('after')
      .build();
    expect(nodeOf(built, 'enough-join')).toEqual({
      kind: 'complex',
      id: 'enough-join',
      activation: 'activationCount >= n or now',
    });
    const plain = new Run(built, started).complete('a').complete('c');
    expect(plain.of('a', 'c', 'after')).toBe('a c after');
    expect(new Run(built, started).complete('b', { now: true }).of('after')).toBe('after');
  });

  test('more branches than come to the join are refused', () => {
    const short = () => begin().nOfM('v', 2, { a: (p) => p.user('a'), b: (p) => p.end() });
    expect(refusal(short)).toBe('join-branches');
  });

  test('an inclusive join waits as it is told', () => {
    const built = begin()
      .inclusive(
        'which',
        { a: feel('n > 1'), b: otherwise },
        { a: (p) => p.user('a'), b: (p) => p.user('b') },
        { join: 'pragmatic', documentation: 'Some of them' },
      )
      .build();
    expect(nodeOf(built, 'which')).toMatchObject({ documentation: 'Some of them' });
    expect(nodeOf(built, 'which-join')).toEqual({
      kind: 'inclusive',
      id: 'which-join',
      join: 'pragmatic',
    });
  });
});

describe('adHoc', () => {
  test('starts what its list names, in its order, and ends when its condition holds', () => {
    const built = begin()
      .adHoc(
        'prepare',
        [
          (p) => p.user('pack').task('weigh'),
          (p) => p.user('label'),
          (p) => p.user('insure').onTimer('insure', 'PT1H', (q) => q.task('skip')),
        ],
        {
          ordering: 'sequential',
          activate: ['label', 'pack', 'insure'],
          until: feel('now'),
        },
      )
      .task('ship')
      .build();
    writtenByHand(built, {
      nodes: [
        { kind: 'start', id: 'start' },
        {
          kind: 'subProcess',
          id: 'prepare',
          type: 'adHoc',
          adHoc: {
            ordering: 'sequential',
            activate: '["label", "pack", "insure"]',
            until: 'now',
          },
          nodes: [
            { kind: 'user', id: 'pack' },
            { kind: 'task', id: 'weigh' },
            { kind: 'user', id: 'label' },
            { kind: 'user', id: 'insure' },
            {
              kind: 'boundary',
              id: 'insure-timer',
              on: [{ type: 'timer', duration: 'PT1H' }],
              attachedTo: 'insure',
            },
            { kind: 'task', id: 'skip' },
          ],
          flows: [
            { id: 'pack-to-weigh', from: 'pack', to: 'weigh' },
            { id: 'insure-timer-to-skip', from: 'insure-timer', to: 'skip' },
          ],
        },
        { kind: 'task', id: 'ship' },
        { kind: 'end', id: 'end' },
      ],
      flows: 'start > prepare, prepare > ship, ship > end',
    });
    const run = new Run(built, started);
    expect(run.waiting).toBe('label');
    run.complete('label');
    expect(run.waiting).toBe('pack');
    run.complete('pack', { now: true });
    expect(run.of('label', 'pack', 'ship')).toBe('label pack ship');
    expect(run.instance.state).toBe('completed');
  });

  test('without a list only commands start; cancelRemaining: false lets the others end', () => {
    const built = begin()
      .adHoc('prepare', [(p) => p.user('pack'), (p) => p.user('label')], {
        until: feel('now'),
        cancelRemaining: false,
      })
      .task('ship')
      .build();
    const run = new Run(built, started);
    expect(run.waiting).toBe('');
    run.activate('prepare', 'pack').activate('prepare', 'label').activate('prepare', 'pack');
    expect(run.waiting).toBe('pack label pack');
    run.complete('label', { now: true });
    expect([run.waiting, run.of('ship')]).toEqual(['pack pack', '']);
    run.complete('pack').complete('pack');
    expect(run.of('pack', 'label', 'ship')).toBe('label pack pack ship');
  });

  test('a list that is a variable, and events and errors around it', () => {
    const built = process('p', { input: z.object({ todo: z.array(z.string()) }) })
      .adHoc('prepare', [(p) => p.user('pack'), (p) => p.user('label')], { activate: 'todo' })
      .onError('prepare', 'TORN', (p) => p.task('mend'))
      .task('ship')
      .build();
    const run = new Run(built, { todo: ['label', 'pack'] });
    expect(run.waiting).toBe('label pack');
    expect(run.fail('pack', 'TORN').of('mend', 'ship')).toBe('mend ship');
  });

  test('an id that no path of it begins with, ends in it, and nothing in it are refused', () => {
    const behind = () =>
      begin()
        .adHoc('a', [(p) => p.user('x').user('y')], { activate: ['y'] })
        .build();
    expect(refusal(behind)).toBe('unknown-activity');
    const ended = () =>
      begin()
        .adHoc('a', [(p) => p.user('x').end()])
        .build();
    expect(refusal(ended)).toBe('ad-hoc-event');
    expect(refusal(() => begin().adHoc('a', []).build())).toBe('ad-hoc-empty');
  });
});

describe('repetition', () => {
  test('multiInstance repeats the activity itself, and collects what each gives', () => {
    const built = begin()
      .multiInstance(
        { items: 'who', item: 'clerk', until: feel('nrOfCompletedInstances >= 2') },
        (p) => p.user('ask', { assignee: { expression: 'clerk' }, form: approval }),
        { into: 'answers', from: 'approved' },
      )
      .onTimer('ask', 'P1D', (p) => p.task('give up'))
      .task('count')
      .build();
    expect(nodeOf(built, 'ask')).toMatchObject({
      kind: 'user',
      many: {
        mode: 'parallel',
        collection: 'who',
        item: 'clerk',
        output: { from: 'approved', to: 'answers' },
        until: 'nrOfCompletedInstances >= 2',
      },
    });
    const run = new Run(built, started);
    expect(run.waiting).toBe('ask-timer ask ask ask');
    run.complete('ask', { approved: true }).complete('ask', { approved: false });
    expect(run.of('count')).toBe('count');
    expect(run.variables).toEqual({ ...started, answers: [true, false, null] });
    expect(new Run(built, started).timer().of('give-up', 'count')).toBe('give-up count');
  });

  test('a number of times: a variable or an expression, read once on entry', () => {
    const built = begin()
      .multiInstance({ count: feel<number>('n + 1'), mode: 'sequential' }, (p) => p.user('ask'))
      .times('knock', { count: 'n' }, (p) => p.user('knock at', { form: approval }).task('wait'), {
        into: 'opened',
        from: 'approved',
      })
      .build();
    writtenByHand(built, {
      nodes: [
        { kind: 'start', id: 'start' },
        { kind: 'user', id: 'ask', many: { mode: 'sequential', count: 'n + 1' } },
        {
          kind: 'subProcess',
          id: 'knock',
          in: [{ from: 'null', to: 'approved' }],
          many: { mode: 'parallel', count: 'n', output: { from: 'approved', to: 'opened' } },
          nodes: [
            { kind: 'start', id: 'knock-start' },
            { ...nodeOf(built, 'knock-at')!, name: 'knock at' },
            { kind: 'task', id: 'wait' },
            { kind: 'end', id: 'knock-end' },
          ],
          flows: [
            { id: 'knock-start-to-knock-at', from: 'knock-start', to: 'knock-at' },
            { id: 'knock-at-to-wait', from: 'knock-at', to: 'wait' },
            { id: 'wait-to-knock-end', from: 'wait', to: 'knock-end' },
          ],
        },
        { kind: 'end', id: 'end' },
      ],
      flows: 'start > ask, ask > knock, knock > end',
    });
    const run = new Run(built, started).complete('ask').set({ n: 1 }).complete('ask');
    expect(run.waiting).toBe('ask');
    run.complete('ask').complete('knock-at', { approved: true });
    expect([run.variables['opened'], run.instance.state]).toEqual([[true], 'completed']);
  });

  test('a sub-process that is repeated keeps what each iteration sets', () => {
    const built = begin()
      .multiInstance(
        { items: 'who', item: 'clerk' },
        (p) =>
          p.subProcess('ask', (q) => q.user('look', { form: approval }).user('sign'), {
            in: { role: feel<string>('"clerk"') },
          }),
        { into: 'answers', from: 'approved' },
      )
      .build();
    expect(nodeOf(built, 'ask')).toMatchObject({
      in: [
        { from: 'null', to: 'approved' },
        { from: '"clerk"', to: 'role' },
      ],
    });
    const run = new Run(built, started);
    for (const approved of [true, false, true]) run.complete('look', { approved });
    run.complete('sign').complete('sign').complete('sign');
    expect(run.variables).toEqual({ ...started, answers: [true, false, true] });
  });

  test('every kind of activity can be repeated; what is no single one is refused', () => {
    const child = process('child').task('do').build();
    const called = begin()
      .multiInstance({ count: 2 }, (p) => p.call('call it', child))
      .build();
    expect(new Run(called, started, [child]).of('call-it')).toBe('call-it call-it call-it');
    const inner = begin()
      .multiInstance({ count: 2 }, (p) => p.adHoc('prepare', [(q) => q.user('pack')]))
      .build();
    expect(nodeOf(inner, 'prepare')).toMatchObject({ type: 'adHoc', many: { count: '2' } });
    const two = () => begin().multiInstance({ count: 2 }, (p) => p.task('a').task('b'));
    expect(refusal(two)).toBe('not-one-activity');
    const event = () => begin().multiInstance({ count: 2 }, (p) => p.timer('t', 'PT1H'));
    expect(refusal(event)).toBe('not-one-activity');
    const loop = { while: feel<boolean>('true') };
    const twice = () => begin().multiInstance({ count: 2 }, (p) => p.task('a', { loop }));
    expect(refusal(twice)).toBe('repeated-twice');
  });

  test('a receive task loops, and tokens are split and merged by quantities', () => {
    const loop = { while: feel<boolean>('loopCounter < 2'), max: 5 };
    const built = begin()
      .receive('take', 'paid', { loop })
      .task('split', { completionQuantity: 3 })
      .user('each')
      .task('merge', { startQuantity: 3 })
      .build();
    expect(nodeOf(built, 'merge')).toEqual({ kind: 'task', id: 'merge', startQuantity: 3 });
    const run = new Run(built, started).message('paid', {}).message('paid', {});
    expect(run.waiting).toBe('each each each');
    run.complete('each').complete('each');
    expect(run.of('merge')).toBe('');
    expect(run.complete('each').of('merge')).toBe('merge');
  });
});

describe('calls, decisions and compensation', () => {
  test('a business rule gives its result under a name, or its members', () => {
    const built = begin()
      .businessRule('twice', 'double', { result: 'm', output: z.number() })
      .businessRule('again', 'double', { in: { n: 'm' }, result: 'm', output: z.number() })
      .build();
    expect(nodeOf(built, 'again')).toEqual({
      kind: 'businessRule',
      id: 'again',
      in: [{ from: 'm', to: 'n' }],
      decision: 'double',
      result: 'm',
    });
    expect(new Run(built, started).variables).toEqual({ ...started, m: 8 });
  });

  test('a call is bound to a version, and takes part in compensation where it says so', () => {
    const child = process('child')
      .task('do')
      .undo('do', (p) => p.task('undo do'))
      .build();
    const calling = (compensates: boolean) =>
      begin().call('call it', child, { version: 'v2', compensates }).compensate().task('z').build();
    expect(nodeOf(calling(true), 'call-it')).toEqual({
      kind: 'call',
      id: 'call-it',
      name: 'call it',
      process: 'child',
      version: 'v2',
      compensates: true,
    });
    const ran = (compensates: boolean): string =>
      new Run(calling(compensates), started, [child]).of('do', 'undo-do', 'z');
    expect([true, false].map(ran)).toEqual(['do undo-do z', 'do z']);
  });

  test('undo of this scope is a compensation event sub-process, instead of what is in it', () => {
    const built = begin()
      .subProcess('inside', (p) =>
        p
          .task('a')
          .undo('a', (q) => q.task('undo a'))
          .undo(thisScope, (q) => q.task('undo all')),
      )
      .compensate('inside')
      .task('z')
      .build();
    expect(nodeOf(built, 'on-compensation-start')).toEqual({
      kind: 'start',
      id: 'on-compensation-start',
      on: [{ type: 'compensation' }],
    });
    expect(new Run(built, started).of('a', 'undo-a', 'undo-all', 'z')).toBe('a undo-all z');
  });
});

describe('data of scopes', () => {
  const price = service('price', {
    input: z.object({ net: z.number() }),
    output: z.object({ gross: z.number() }),
  });

  test('a sub-process computes variables of its own, and gives what it is told', () => {
    const built = begin()
      .subProcess(
        'sell',
        (p) => p.service('price', price).task('more', { out: { net: 'gross' } }),
        {
          in: { net: feel<number>('n * 10'), gross: feel<number>('0') },
          out: { total: 'gross' },
          loop: { while: feel('n > 99') },
        },
      )
      .build();
    expect(nodeOf(built, 'sell')).toMatchObject({
      in: [
        { from: 'n * 10', to: 'net' },
        { from: '0', to: 'gross' },
      ],
      out: [{ from: 'gross', to: 'total' }],
      loop: { while: 'n > 99' },
    });
    const run = new Run(built, started).complete('price', { gross: 24.4 });
    expect(run.variables).toEqual({ ...started, total: 24.4 });
  });

  test('a transaction does, too', () => {
    const built = begin()
      .transaction('pay', (p) => p.user('ask', { form: approval }), {
        in: { approved: feel<boolean>('false') },
        out: { paid: 'approved' },
      })
      .build();
    const run = new Run(built, started).complete('ask', { approved: true });
    expect(run.variables).toEqual({ ...started, paid: true });
  });
});

describe('process', () => {
  test('tells the language of its expressions, its zone, its version', () => {
    const built = process('p', { language: 'feel', zone: 'Europe/Rome', version: '2026-03' })
      .task('a')
      .build();
    expect(built.definition).toMatchObject({
      language: 'feel',
      zone: 'Europe/Rome',
      version: '2026-03',
    });
  });
});
