/**
 * What the words of a path make: definitions that compile with FEEL, and run as they read.
 *
 * What the compiler knows and refuses is in define.test-d.ts.
 */
import { manualClock, sequentialIds } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { definitionNotes } from '../src/check-model.ts';
import { compileProcess } from '../src/compile.ts';
import { service } from '../src/contract.ts';
import { feel, otherwise, process, thisScope, typed } from '../src/define.ts';
import { BpmError } from '../src/errors.ts';
import { feel as feelLanguage } from '../src/feel/language.ts';
import type { ProcessDefinition } from '../src/model.ts';
import { ProcessEngine } from '../src/process-engine.ts';
import { flowsOf, refusal, Run } from './define-run.ts';
import './define.test-d.ts';

const languages = [feelLanguage];
const reserve = service('stock.reserve', {
  input: z.object({ sku: z.string() }),
  output: z.object({ ok: z.boolean() }),
});
const release = service('stock.release', {
  input: z.object({ sku: z.string() }),
  output: z.object({ released: z.boolean() }),
});
const approval = z.object({ approved: z.boolean() });
const input = z.object({ sku: z.string() });

const order = process('order', {
  input: z.object({ sku: z.string(), total: z.string() }),
  messages: { paid: z.object({ amount: z.string() }) },
})
  .service('reserve', reserve, { in: { sku: 'sku' }, retry: { attempts: 3, pause: 'PT5S' } })
  .exclusive(
    'in stock?',
    { yes: feel('ok'), no: otherwise },
    {
      yes: (p) => p.user('approve', { candidateGroups: ['sales'], due: 'P2D', form: approval }),
      no: (p) => p.throwError('OUT_OF_STOCK'),
    },
  )
  .onTimer('approve', 'PT48H', (p) => p.user('escalate'))
  .receive('await payment', 'paid', { key: 'sku' })
  .build();

describe('process', () => {
  test('makes plain JSON, the same one each time, with ids that can be foreseen', () => {
    expect(JSON.parse(JSON.stringify(order.definition))).toEqual(order.definition);
    expect(order.hash).toBe(compileProcess(order.definition, { languages }).hash);
    expect(flowsOf(order)).toEqual([
      'start > reserve',
      'reserve > in-stock',
      'in-stock > approve',
      'in-stock > error-OUT_OF_STOCK',
      'approve-timer > escalate',
      'approve > before-await-payment',
      'escalate > before-await-payment',
      'before-await-payment > await-payment',
      'await-payment > end',
    ]);
    expect(definitionNotes(order.definition as ProcessDefinition)).toEqual([]);
  });

  test('keeps the form of a task as JSON Schema, and no function', () => {
    const approve = order.definition.nodes.find(({ id }) => id === 'approve');
    expect(approve).toEqual({
      kind: 'user',
      id: 'approve',
      work: {
        candidateGroups: ['sales'],
        due: 'P2D',
        form: {
          $schema: 'https://json-schema.org/draft/2020-12/schema',
          type: 'object',
          properties: { approved: { type: 'boolean' } },
          required: ['approved'],
        },
      },
    });
  });

  test('runs: the branch that is taken, then what follows the branches', () => {
    const run = new Run(order, { sku: 'A', total: '9' }).complete('reserve', { ok: true });
    expect(run.waiting).toBe('approve-timer approve');
    run.complete('approve', { approved: true }).message('paid', { amount: '9' });
    expect(run.instance.state).toBe('completed');
    expect(run.variables).toEqual({ sku: 'A', total: '9', ok: true, approved: true, amount: '9' });
  });

  test('is started by a message, too', () => {
    const started = process('p', { input, messages: { placed: input }, startedBy: 'placed' })
      .user('work')
      .build();
    expect(flowsOf(started)).toContain('started > before-work');
    expect(new Run(started, { sku: 'A' }).complete('work').instance.state).toBe('completed');
  });
});

describe('ids', () => {
  test('are the slugs of names, which stay as labels', () => {
    const { definition } = process('p').user('Check the order!').build();
    const node = definition.nodes.find(({ kind }) => kind === 'user');
    expect(node).toMatchObject({ id: 'Check-the-order', name: 'Check the order!' });
  });

  test('of ours give way to those of the author', () => {
    const built = process('p').task('end').task('start').task('start-to-end').build();
    expect(flowsOf(built)).toEqual([
      'start-2 > end',
      'end > start',
      'start > start-to-end',
      'start-to-end > end-2',
    ]);
  });

  test.each([
    ['given twice', 'duplicate-id', () => process('p').task('a').task('a')],
    [
      'given twice in inner scopes',
      'duplicate-id',
      () =>
        process('p')
          .task('a')
          .subProcess('s', (p) => p.user('a')),
    ],
    ['that begin with a digit', 'element-id', () => process('p').task('1 step')],
    ['of nothing', 'element-id', () => process('p').task('?')],
    ['of a process', 'element-id', () => process('a b')],
  ])('%s are refused', (_, code, work) => {
    expect(refusal(work)).toBe(code);
  });
});

describe('paths', () => {
  test.each([
    [
      'a path that goes on twice',
      'path-used-twice',
      () => {
        const path = process('p').task('a');
        path.task('b');
        path.task('c');
      },
    ],
    [
      'a branch that returns another path',
      'branch-end',
      () => {
        const other = process('q');
        process('p').parallel('f', { a: () => other, b: (p) => p.task('b') });
      },
    ],
    [
      'a branch that returns the path before its last word',
      'path-used-twice',
      () => {
        process('p').parallel('f', {
          a: (p) => {
            p.task('a');
            return p;
          },
          b: (p) => p.task('b'),
        });
      },
    ],
    [
      'branches named by numbers',
      'branch-name',
      () => {
        process('p').exclusive('q', { 2: feel('true'), 1: otherwise }, {});
      },
    ],
    [
      'two default branches',
      'several-defaults',
      () => {
        process('p').exclusive('q', { a: otherwise, b: otherwise }, {});
      },
    ],
    [
      'an inner path that is built',
      'inner-build',
      () => {
        process('p').subProcess('s', (p) => {
          p.task('a').build();
          return p;
        });
      },
    ],
    [
      'faults of the structure, all at once',
      'cancel-without-transaction timer-duration',
      () => {
        process('p').timer('t', 'PT1').cancel().build();
      },
    ],
  ])('%s is refused', (_, code, work) => {
    expect(refusal(work)).toBe(code);
  });
});

describe('branches', () => {
  const choice = (n: number): Run => {
    const built = process('p', { input: z.object({ n: z.number() }) })
      .exclusive(
        'size',
        { big: feel('n > 9'), none: feel('n = 0'), small: otherwise },
        {
          big: (p) => p.task('big'),
          small: (p) => p.task('small'),
        },
      )
      .task('after')
      .build();
    return new Run(built, { n });
  };

  test.each([
    [10, 'big'],
    [0, ''],
    [1, 'small'],
  ])('exclusive: of %i takes %s', (n, taken) => {
    const { trace } = choice(n);
    expect(trace.filter((id) => ['big', 'small', 'after'].includes(id))).toEqual(
      [taken, 'after'].filter((id) => id !== ''),
    );
  });

  test('parallel: goes on when all have come', () => {
    const built = process('p')
      .parallel('both', { a: (p) => p.user('a'), b: (p) => p.user('b').task('c') })
      .user('after')
      .build();
    const run = new Run(built).complete('b');
    expect(run.waiting).toBe('a');
    expect(run.complete('a').waiting).toBe('after');
  });

  test('parallel: does not wait for a branch that has ended', () => {
    const built = process('p')
      .parallel('both', {
        a: (p) => p.user('a'),
        b: (p) =>
          p.user('b').exclusive(
            'stop?',
            { yes: feel('stop'), no: otherwise },
            {
              yes: (q) => q.end('stopped'),
            },
          ),
      })
      .user('after')
      .build();
    expect(new Run(built).complete('a').complete('b', { stop: true }).waiting).toBe('after');
    expect(new Run(built).complete('b', { stop: false }).complete('a').waiting).toBe('after');
  });

  test('inclusive: goes on when those that were taken have come', () => {
    const built = process('p', { input: z.object({ n: z.number() }) })
      .inclusive(
        'which',
        { a: feel('n > 1'), b: feel('n > 2'), c: otherwise },
        {
          a: (p) => p.user('a'),
          b: (p) => p.user('b'),
        },
      )
      .user('after')
      .build();
    expect(new Run(built, { n: 3 }).complete('a').complete('b').waiting).toBe('after');
    expect(new Run(built, { n: 2 }).complete('a').waiting).toBe('after');
    expect(new Run(built, { n: 1 }).waiting).toBe('after');
  });

  test('event-based: the first event decides', () => {
    const built = process('p', {
      messages: { paid: z.object({ amount: z.string() }) },
      signals: { stop: z.object({}) },
    })
      .eventBased('first', {
        paid: (e) => e.message('paid', 'paid'),
        told: (e) => e.receive('told', 'paid', { key: feel('"k"') }),
        stopped: (e) => e.signal('stopped', 'stop'),
        late: (e) => e.timer('late', 'PT1H').task('remind'),
        ready: (e) => e.condition('ready', feel('ready = true')),
      })
      .user('after')
      .build();
    const paid = new Run(built).message('paid', { amount: '1' });
    expect([paid.waiting, paid.variables]).toEqual(['after', { amount: '1' }]);
    expect(new Run(built).timer().trace).toContain('remind');
    expect(new Run(built).signal('stop').waiting).toBe('after');
  });

  test('a split that branches lead to gets a merge before it', () => {
    const built = process('p', { input: z.object({ n: z.number() }) })
      .exclusive('q', { a: feel('n > 1'), b: otherwise }, { a: (p) => p.task('a') })
      .parallel('f', { c: (p) => p.task('c'), d: (p) => p.task('d') })
      .task('after')
      .build();
    const { trace } = new Run(built, { n: 2 });
    expect(trace.filter((id) => id === 'after')).toHaveLength(1);
    expect(trace.filter((id) => /^[a-d]$/.test(id))).toEqual(['a', 'c', 'd']);
  });
});

describe('loops', () => {
  const count = { out: { n: feel<number>('n + 1') } };
  const passes = (run: Run): number => run.trace.filter((id) => id === 'pass').length;

  test('repeatWhile tests before each pass, repeatUntil after it', () => {
    const start = () => process('p', { input: z.object({ n: z.number() }) });
    const before = start()
      .repeatWhile('more?', feel('n < 3'), (p) => p.task('pass', count))
      .build();
    const after = start()
      .repeatUntil('done?', feel('n >= 3'), (p) => p.task('pass', count))
      .build();
    expect([0, 3].map((n) => passes(new Run(before, { n })))).toEqual([3, 0]);
    expect([0, 3].map((n) => passes(new Run(after, { n })))).toEqual([3, 1]);
  });

  test('a standard loop is a marker of its activity', () => {
    const loop = { while: feel<boolean>('n < 3'), testBefore: true };
    const built = process('p', { input: z.object({ n: z.number() }) })
      .task('pass', { ...count, loop })
      .build();
    expect(new Run(built, { n: 0 }).variables).toEqual({ n: 3 });
  });

  test.each(['parallel', 'sequential'] as const)(
    'forEach, %s: what an iteration sets stays in it, and is collected',
    (mode) => {
      const built = process('p', { input: z.object({ skus: z.array(z.string()), ok: z.string() }) })
        .forEach(
          'each',
          { items: 'skus', item: 'sku', mode },
          (p) => p.service('reserve', reserve).user('look'),
          { into: 'all', from: 'ok' },
        )
        .build();
      const run = new Run(built, { skus: ['a', 'b'], ok: 'mine' });
      run.complete('reserve', { ok: true });
      if (mode === 'sequential') run.complete('look');
      run.complete('reserve', { ok: false }).complete('look');
      if (mode === 'parallel') run.complete('look');
      expect(run.instance.state).toBe('completed');
      expect(run.variables).toEqual({ skus: ['a', 'b'], ok: 'mine', all: [true, false] });
    },
  );
});

describe('scopes', () => {
  test('a sub-process goes on when it has ended, whatever end was reached', () => {
    const built = process('p', { input: z.object({ n: z.number() }) })
      .subProcess('inside', (p) =>
        p.exclusive(
          'q',
          { a: feel('n > 1'), b: otherwise },
          {
            a: (q) => q.end('early'),
            b: (q) => q.task('b'),
          },
        ),
      )
      .task('after')
      .build();
    expect(new Run(built, { n: 2 }).trace).toContain('early');
    expect(new Run(built, { n: 2 }).trace).toContain('after');
    expect(new Run(built, { n: 1 }).trace).toContain('after');
  });

  test('a sub-process that can only fail goes on where the error is caught', () => {
    const built = process('p')
      .subProcess('inside', (p) => p.throwError('BAD', { in: { why: feel('"it is"') } }))
      .onError('inside', 'BAD', (p) => p.task('mend'), { carries: z.object({ why: z.string() }) })
      .task('after', { out: { reason: 'why' } })
      .build();
    const run = new Run(built);
    expect(run.trace.slice(-3)).toEqual(['mend', 'after', 'end']);
    expect(run.variables).toEqual({ why: 'it is', reason: 'it is' });
  });

  test('a transaction that is cancelled undoes what it has done, then leaves by its boundary', () => {
    const built = process('p', { input })
      .transaction('book', (p) =>
        p
          .service('reserve', reserve)
          .undo('reserve', (q) => q.service('release', release))
          .exclusive('fine?', { yes: feel('ok'), no: otherwise }, { no: (q) => q.cancel() }),
      )
      .onCancel('book', (p) => p.task('sorry').end())
      .task('after')
      .build();
    const run = new Run(built, { sku: 'A' }).complete('reserve', { ok: false });
    expect(run.waiting).toBe('release');
    run.complete('release', { released: true });
    expect(run.trace).toContain('sorry');
    expect(run.trace).not.toContain('after');
    expect(new Run(built, { sku: 'A' }).complete('reserve', { ok: true }).trace).toContain('after');
  });

  test('compensation runs what undoes, several steps as one', () => {
    const built = process('p', { input })
      .service('reserve', reserve)
      .undo('reserve', (p) => p.service('release', release).user('note'))
      .compensate('reserve')
      .build();
    const run = new Run(built, { sku: 'A' }).complete('reserve', { ok: true });
    run.complete('release', { released: true }).complete('note');
    expect(run.trace.slice(-3)).toEqual(['undo-reserve', 'compensate-reserve', 'end']);
    expect(run.instance.state).toBe('completed');
  });

  test('a call takes its input and gives its output', () => {
    const child = process('child', { input })
      .script('make', feel<string>('sku + "!"'), { result: 'made' })
      .build();
    const built = process('p', { input: z.object({ article: z.string() }) })
      .call('make it', child, { in: { sku: 'article' }, out: { product: 'made' } })
      .build();
    expect(new Run(built, { article: 'A' }, [child]).variables).toEqual({
      article: 'A',
      product: 'A!',
    });
  });
});

describe('handlers', () => {
  const base = () =>
    process('p', {
      input,
      messages: { news: z.object({ text: z.string() }) },
      signals: { stop: z.object({ why: z.string() }) },
    });

  test('an interrupting event takes the token, and meets the path again', () => {
    const built = base()
      .user('work')
      .onTimer('work', 'PT1H', (p) => p.user('escalate'))
      .onMessage('work', 'news', (p) => p.task('read'), { key: 'sku' })
      .onSignal('work', 'stop', (p) => p.terminate())
      .onError('work', 'BAD', (p) => p.task('mend'))
      .onError('work', '*', (p) => p.task('look'))
      .onEscalation('work', 'HELP', (p) => p.task('help'))
      .onCondition('work', feel('sku = "B"'), (p) => p.task('change'))
      .task('after')
      .build();
    const start = () => new Run(built, { sku: 'A' });
    expect(start().timer().complete('escalate').trace).toContain('after');
    expect(start().message('news', { text: 't' }).variables).toEqual({ sku: 'A', text: 't' });
    expect(start().signal('stop').instance.state).toBe('terminated');
    expect(start().fail('work', 'BAD').trace).toContain('mend');
    expect(start().fail('work', 'OTHER').trace).toContain('look');
    expect(start().escalate('work', 'HELP').trace).toContain('help');
  });

  test('one that does not interrupt has a path of its own', () => {
    const built = base()
      .user('work')
      .onTimer('work', 'PT1H', (p) => p.user('remind'), { interrupting: false })
      .task('after')
      .build();
    const run = new Run(built, { sku: 'A' }).timer();
    expect(run.waiting).toBe('work remind');
    run.complete('work').complete('remind');
    expect(run.trace.filter((id) => id === 'after')).toHaveLength(1);
    expect(run.instance.state).toBe('completed');
  });

  test('thisScope makes an event sub-process', () => {
    const built = base()
      .user('work')
      .onMessage(thisScope, 'news', (p) => p.user('read'), { id: 'on news' })
      .onSignal(thisScope, 'stop', (p) => p.task('note'), { interrupting: false })
      .onError(thisScope, 'BAD', (p) => p.task('mend'))
      .build();
    const read = new Run(built, { sku: 'A' }).message('news', { text: 't' });
    expect(read.waiting).toBe('read');
    expect(read.complete('read').instance.state).toBe('completed');
    expect(new Run(built, { sku: 'A' }).signal('stop', { why: 'so' }).trace).toContain('note');
    expect(new Run(built, { sku: 'A' }).fail('work', 'BAD').trace).toContain('mend');
  });

  test('an interrupting event outside the branch of its activity is refused', () => {
    const both = () => base().parallel('both', { a: (p) => p.user('a'), b: (p) => p.user('b') });
    const code = refusal(() => both().onTimer('a', 'PT1H', (p) => p.task('late')));
    expect(code).toBe('crosses-branch');
    const beside = { interrupting: false } as const;
    both()
      .onTimer('a', 'PT1H', (p) => p.task('late'), beside)
      .build();
    const inside = base().parallel('both', {
      a: (p) => p.user('a').onTimer('a', 'PT1H', (q) => q.task('late')),
      b: (p) => p.user('b'),
    });
    const run = new Run(inside.task('after').build(), { sku: 'A' }).timer().complete('b');
    expect(run.trace).toContain('after');
  });

  test('an activity that is not there, or no activity, is refused', () => {
    const at = (id: string) => () =>
      base()
        .user('work')
        .end('done')
        .onTimer(id as 'work', 'PT1H', (p) => p);
    expect(refusal(at('wrok'))).toBe('unknown-activity');
    expect(refusal(at('done'))).toBe('not-an-activity');
  });
});

describe('typed', () => {
  async function opened() {
    const clock = manualClock(Date.parse('2026-01-01T00:00:00Z'));
    const engine = new ProcessEngine({ store: memoryStore(), clock, ids: sequentialIds('x') });
    await engine.prepare();
    engine.handle(reserve, ({ sku }) => ({ ok: sku === 'A' }));
    await engine.deploy(order.definition);
    return { engine, clock, orders: typed(engine, order) };
  }

  test('starts, completes and publishes, end to end on a store', async () => {
    const { engine, orders } = await opened();
    const { instance } = await orders.start({ sku: 'A', total: '9' });
    expect(instance.process).toBe(order.hash);
    await engine.tick();
    await orders.complete(instance, 'approve', { approved: true }, { by: 'ann' });
    const published = await orders.publish('paid', { amount: '9' }, { key: 'A' });
    expect(published).toEqual({ kind: 'correlated', instance: instance.id });
    const { state, frames } = await engine.instance(instance.id);
    expect([state, frames[0]?.variables]).toEqual([
      'completed',
      { sku: 'A', total: '9', ok: true, approved: true, amount: '9' },
    ]);
  });

  test('a timer that was written fires', async () => {
    const { engine, clock, orders } = await opened();
    const { instance } = await orders.start({ sku: 'A', total: '9' });
    await engine.tick();
    clock.advance(48 * 3_600_000);
    await engine.tick();
    await orders.complete(instance, 'escalate');
    expect((await engine.instance(instance.id)).waits).toMatchObject([{ node: 'await-payment' }]);
  });

  test('refuses payloads that were not compiled, by their path', async () => {
    const { orders } = await opened();
    const wrong = { approved: 'yes' } as unknown as { approved: boolean };
    const path = async (command: Promise<unknown>): Promise<string> => {
      const error = await command.catch((reason: unknown) => reason);
      return BpmError.is(error, 'BPM_INVALID_COMMAND') ? error.details.path : String(error);
    };
    expect(await path(orders.complete('i', 'approve', wrong))).toBe('approve.approved');
    expect(await path(orders.publish('paid', {} as { amount: string }))).toBe('paid.amount');
    expect(await path(orders.start({ sku: 'A' } as { sku: string; total: string }))).toBe(
      'input.total',
    );
  });
});
