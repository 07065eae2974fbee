/**
 * Events that are told together, links and starts: what the builder makes of them is what a hand
 * would write, and runs so.
 */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { feel, otherwise, process, thisScope } from '../src/define.ts';
import { nodeOf, refusal, Run, writtenByHand } from './define-run.ts';
import './define-elements.test-d.ts';

const messages = { paid: z.object({ amount: z.number() }), closed: z.object({}) };
const signals = { stop: z.object({ why: z.string() }), go: z.object({}) };
const input = z.object({ sku: z.string() });
const begin = () => process('p', { input, messages, signals });
const started = { sku: 'A' };

describe('anyOf and allOf', () => {
  test('anyOf goes on with the first event; the others are no longer awaited', () => {
    const built = begin()
      .anyOf('paid?', [{ message: 'paid', key: 'sku' }, { signal: 'stop' }, { timer: 'P3D' }])
      .build();
    writtenByHand(built, {
      nodes: [
        { kind: 'start', id: 'start' },
        {
          kind: 'catch',
          id: 'paid',
          name: 'paid?',
          on: [
            { type: 'message', name: 'paid', key: 'sku' },
            { type: 'signal', name: 'stop' },
            { type: 'timer', duration: 'P3D' },
          ],
        },
        { kind: 'end', id: 'end' },
      ],
      flows: 'start > paid, paid > end',
    });
    const paid = new Run(built, started).message('paid', { amount: 3 });
    expect([paid.instance.state, paid.variables]).toEqual(['completed', { sku: 'A', amount: 3 }]);
    expect(new Run(built, started).timer().instance.state).toBe('completed');
  });

  test('allOf waits for each of its events, in any order, and keeps what came with them', () => {
    const built = begin()
      .allOf('both', [{ message: 'paid' }, { signal: 'stop' }, { condition: feel('n > 2') }], {
        out: { sum: 'amount', reason: 'why' },
      })
      .task('after')
      .build();
    expect(nodeOf(built, 'both')).toEqual({
      kind: 'catch',
      id: 'both',
      on: [
        { type: 'message', name: 'paid' },
        { type: 'signal', name: 'stop' },
        { type: 'conditional', condition: 'n > 2' },
      ],
      all: true,
      out: [
        { from: 'amount', to: 'sum' },
        { from: 'why', to: 'reason' },
      ],
    });
    const run = new Run(built, started).signal('stop', { why: 'so' }).set({ n: 3 });
    expect(run.of('both', 'after')).toBe('');
    run.message('paid', { amount: 3 });
    expect(run.of('both', 'after')).toBe('both after');
    expect(run.variables).toMatchObject({ sum: 3, reason: 'so' });
  });

  test('stand behind an event-based gateway, too', () => {
    const built = begin()
      .eventBased('first', {
        paid: (e) => e.anyOf('paid', [{ message: 'paid' }, { signal: 'go' }]).task('ship'),
        late: (e) => e.timer('late', 'PT1H').task('remind'),
      })
      .build();
    expect(new Run(built, started).signal('go').of('ship', 'remind')).toBe('ship');
    expect(new Run(built, started).timer().of('ship', 'remind')).toBe('remind');
  });

  test('onAnyOf hangs on an activity or a scope, onAllOf fires when all have come', () => {
    const built = begin()
      .user('work')
      .onAnyOf('work', [{ error: '*' }, { message: 'paid' }], (p) => p.task('mend'))
      .onAllOf('work', [{ signal: 'stop' }, { signal: 'go' }], (p) => p.task('note'), {
        interrupting: false,
      })
      .onAnyOf(thisScope, [{ escalation: 'HELP' }, { timer: 'P9D' }], (p) => p.task('help'))
      .task('after')
      .build();
    expect(nodeOf(built, 'work-events')).toEqual({
      kind: 'boundary',
      id: 'work-events',
      attachedTo: 'work',
      on: [{ type: 'error' }, { type: 'message', name: 'paid' }],
    });
    expect(nodeOf(built, 'work-events-2')).toMatchObject({ all: true, interrupting: false });
    expect(nodeOf(built, 'on-events-start')).toEqual({
      kind: 'start',
      id: 'on-events-start',
      on: [
        { type: 'escalation', code: 'HELP' },
        { type: 'timer', duration: 'P9D' },
      ],
    });
    const ran = (run: Run): string => run.of('mend', 'note', 'help', 'after');
    expect(ran(new Run(built, started).fail('work', 'BAD'))).toBe('mend after');
    expect(ran(new Run(built, started).message('paid', { amount: 1 }))).toBe('mend after');
    expect(ran(new Run(built, started).signal('go'))).toBe('');
    expect(ran(new Run(built, started).signal('go').signal('stop'))).toBe('note');
    expect(ran(new Run(built, started).escalate('work', 'HELP'))).toBe('help');
  });
});

describe('what comes with an event', () => {
  test('is mapped by out, at catches, boundary events and event sub-processes', () => {
    const built = begin()
      .signal('told', 'stop', { out: { reason: 'why' } })
      .user('work')
      .onMessage('work', 'paid', (p) => p.task('note'), { out: { sum: 'amount' } })
      .onError(thisScope, 'BAD', (p) => p.task('mend'), {
        carries: z.object({ code: z.number() }),
        out: { fault: 'code' },
      })
      .build();
    const run = new Run(built, started).signal('stop', { why: 'so' });
    expect(run.variables).toEqual({ sku: 'A', reason: 'so' });
    run.message('paid', { amount: 3 });
    expect(run.variables).toEqual({ sku: 'A', reason: 'so', sum: 3 });
    const failed = new Run(built, started).signal('stop', { why: 'so' });
    expect(failed.fail('work', 'BAD', { code: 7 }).variables).toMatchObject({ fault: 7 });
  });
});

describe('throwAll and endWith', () => {
  test('throw their events in order, and carry what they are told', () => {
    const built = begin()
      .throwAll('tell', [{ message: 'paid', key: 'sku' }, { signal: 'go' }], {
        in: { amount: feel<number>('1 + 1') },
      })
      .endWith('done', [{ signal: 'stop' }, { message: 'closed' }], { in: { why: 'sku' } })
      .build();
    writtenByHand(built, {
      nodes: [
        { kind: 'start', id: 'start' },
        {
          kind: 'throw',
          id: 'tell',
          throws: [
            { type: 'message', name: 'paid', key: 'sku' },
            { type: 'signal', name: 'go' },
          ],
          in: [{ from: '1 + 1', to: 'amount' }],
        },
        {
          kind: 'end',
          id: 'done',
          throws: [
            { type: 'signal', name: 'stop' },
            { type: 'message', name: 'closed' },
          ],
          in: [{ from: 'sku', to: 'why' }],
        },
      ],
      flows: 'start > tell, tell > done',
    });
    expect(new Run(built, started).sent).toEqual([
      { name: 'paid', variables: { amount: 2 } },
      { name: 'go', variables: { amount: 2 } },
      { name: 'stop', variables: { why: 'A' } },
      { name: 'closed', variables: { why: 'A' } },
    ]);
  });

  test('an end that compensates and terminates undoes first, then stops the rest', () => {
    const built = begin()
      .parallel('both', {
        a: (p) =>
          p
            .task('a')
            .undo('a', (q) => q.task('undo a'))
            .endWith('over', [{ signal: 'go' }, { compensation: 'a' }, { terminate: true }]),
        b: (p) => p.user('b'),
      })
      .build();
    const run = new Run(built, started);
    expect(run.of('a', 'undo-a', 'b', 'over')).toBe('a undo-a over');
    expect([run.sent, run.instance.state]).toEqual([[{ name: 'go', variables: {} }], 'terminated']);
  });

  test('an end with an error or escalation is caught where it climbs', () => {
    const ending = (event: { error: string } | { escalation: string }) =>
      begin()
        .subProcess('inside', (p) => p.task('work').endWith('news', [{ signal: 'go' }, event]))
        .onError('inside', 'BAD', (p) => p.task('mend'))
        .onEscalation('inside', 'HELP', (p) => p.task('help'))
        .build();
    expect(new Run(ending({ error: 'BAD' }), started).of('mend', 'help')).toBe('mend');
    expect(new Run(ending({ escalation: 'HELP' }), started).of('mend', 'help')).toBe('help');
  });

  test('a fork does not wait for a branch that ends with news', () => {
    const built = begin()
      .parallel('both', {
        a: (p) => p.user('a'),
        b: (p) =>
          p.exclusive(
            'stop?',
            { yes: feel('sku = "A"'), no: otherwise },
            { yes: (q) => q.endWith('told', [{ message: 'closed' }]) },
          ),
      })
      .task('after')
      .build();
    expect(new Run(built, started).complete('a').of('told', 'after')).toBe('told after');
  });
});

describe('events that stand alone', () => {
  test('a mark only tells the history that a token came by', () => {
    const built = begin()
      .task('a')
      .mark('half way', { documentation: 'Told to the customer' })
      .build();
    expect(nodeOf(built, 'half-way')).toEqual({
      kind: 'throw',
      id: 'half-way',
      name: 'half way',
      documentation: 'Told to the customer',
    });
    expect(new Run(built, started).of('a', 'half-way', 'end')).toBe('a half-way end');
  });

  test('an escalation goes on with its thrower where who catches it stops nothing', () => {
    const escalating = (options: { interrupting?: false }) =>
      begin()
        .subProcess('inside', (p) => p.escalate('HELP').task('go on'))
        .onEscalation('inside', '*', (p) => p.task('help'), options)
        .task('after')
        .build();
    const ran = (options: { interrupting?: false }): string =>
      new Run(escalating(options), started).of('help', 'go-on', 'after');
    expect([ran({}), ran({ interrupting: false })]).toEqual(['help after', 'help go-on after']);
  });

  test('a condition fires when it becomes true, once more after it was false again', () => {
    const watched = begin()
      .user('work')
      .onCondition('work', feel('n > 3'), (p) => p.task('note'), { interrupting: false })
      .onCondition(thisScope, feel('n > 9'), (p) => p.task('stop'))
      .build();
    const run = new Run(watched, { ...started, n: 0 });
    expect(run.set({ n: 5 }).set({ n: 6 }).of('note')).toBe('note');
    expect(run.set({ n: 0 }).set({ n: 4 }).of('note')).toBe('note note');
    expect(run.set({ n: 10 }).of('note', 'stop')).toBe('note note stop');
    expect(run.instance.state).toBe('completed');
  });
});

describe('links', () => {
  const inspected = () =>
    process('p', { input: z.object({ n: z.number() }) })
      .exclusive(
        'fine?',
        { yes: feel('n > 5'), dirty: feel('n > 2'), no: otherwise },
        {
          dirty: (p) => p.task('wash').throwLink('repair'),
          no: (p) => p.throwLink('repair'),
        },
      )
      .task('pack')
      .onLink('repair', (p) => p.task('mend'))
      .task('ship');

  test('all throws of a name go on at its catch, which meets the path again', () => {
    const built = inspected().build();
    expect(nodeOf(built, 'link-repair')).toEqual({
      kind: 'throw',
      id: 'link-repair',
      throws: [{ type: 'link', name: 'repair' }],
    });
    expect(nodeOf(built, 'on-link-repair')).toEqual({
      kind: 'catch',
      id: 'on-link-repair',
      on: [{ type: 'link', name: 'repair' }],
    });
    const ran = (n: number): string => new Run(built, { n }).of('wash', 'mend', 'pack', 'ship');
    expect([9, 4, 1].map(ran)).toEqual(['pack ship', 'wash mend ship', 'mend ship']);
  });

  test('one that nothing catches, or out of a branch of a fork, is refused', () => {
    expect(refusal(() => begin().throwLink('far').build())).toBe('link-without-catch');
    const forked = () =>
      begin()
        .throwLink('far')
        .onLink('far', (p) =>
          p.parallel('both', { a: (q) => q.throwLink('far'), b: (q) => q.task('b') }),
        );
    expect(refusal(forked)).toBe('crosses-branch');
  });
});

describe('starts', () => {
  const order = z.object({ sku: z.string() });
  const placed = { placed: order, called: z.object({ article: z.string() }) };

  test('several events start one process, with the input that each brings', () => {
    const built = process('p', {
      input: order,
      messages: placed,
      signals: { restock: order },
      startedBy: [
        { message: 'placed', id: 'by web', name: 'Ordered on the web' },
        { message: 'called', id: 'by phone', out: { sku: 'article' } },
        { signal: 'restock', id: 'low' },
        {
          timer: { cron: '0 6 * * *', zone: 'Europe/Rome' },
          id: 'daily',
          out: { sku: feel('"D"') },
        },
        { condition: feel('stock < 5'), id: 'short' },
      ],
      noneStart: false,
    })
      .user('pick')
      .build();
    writtenByHand(built, {
      nodes: [
        {
          kind: 'start',
          id: 'by-web',
          name: 'Ordered on the web',
          on: [{ type: 'message', name: 'placed' }],
        },
        {
          kind: 'start',
          id: 'by-phone',
          name: 'by phone',
          on: [{ type: 'message', name: 'called' }],
          out: [{ from: 'article', to: 'sku' }],
        },
        { kind: 'start', id: 'low', on: [{ type: 'signal', name: 'restock' }] },
        {
          kind: 'start',
          id: 'daily',
          on: [{ type: 'timer', cron: '0 6 * * *', zone: 'Europe/Rome' }],
          out: [{ from: '"D"', to: 'sku' }],
        },
        { kind: 'start', id: 'short', on: [{ type: 'conditional', condition: 'stock < 5' }] },
        { kind: 'exclusive', id: 'before-pick' },
        { kind: 'user', id: 'pick' },
        { kind: 'end', id: 'end' },
      ],
      flows:
        'by-web > before-pick, by-phone > before-pick, low > before-pick, daily > before-pick, ' +
        'short > before-pick, before-pick > pick, pick > end',
    });
    const byPhone = new Run(built, { article: 'A' }, [], 'by-phone');
    expect([byPhone.waiting, byPhone.variables['sku']]).toEqual(['pick', 'A']);
    expect(new Run(built, {}, [], 'daily').variables).toEqual({ sku: 'D' });
    expect(new Run(built, { sku: 'B' }, [], 'short').complete('pick').instance.state).toBe(
      'completed',
    );
  });

  test('a task that receives starts the process, with what its message brings', () => {
    const built = process('p', {
      input: order,
      messages: placed,
      startedBy: { receive: 'called', id: 'take call', out: { sku: 'article' } },
      noneStart: false,
    })
      .user('pick')
      .build();
    expect(nodeOf(built, 'take-call')).toEqual({
      kind: 'receive',
      id: 'take-call',
      name: 'take call',
      message: 'called',
      instantiate: true,
      out: [{ from: 'article', to: 'sku' }],
    });
    const byPhone = new Run(built, { article: 'A' }, [], 'take-call');
    expect([byPhone.waiting, byPhone.variables]).toEqual(['pick', { sku: 'A' }]);
  });

  const papers = { invoice: order, goods: order };

  test('a gateway starts by all of its events, and goes on when they have come', () => {
    const built = process('p', {
      input: order,
      messages: papers,
      startedBy: {
        allOf: [
          { message: 'invoice', key: 'sku', id: 'billed' },
          { message: 'goods', key: 'sku', id: 'came' },
        ],
        id: 'papers',
      },
      noneStart: false,
    })
      .user('check')
      .build();
    writtenByHand(built, {
      nodes: [
        { kind: 'eventBased', id: 'papers', instantiate: 'parallel' },
        {
          kind: 'catch',
          id: 'billed',
          on: [{ type: 'message', name: 'invoice', key: 'sku' }],
        },
        { kind: 'catch', id: 'came', on: [{ type: 'message', name: 'goods', key: 'sku' }] },
        { kind: 'parallel', id: 'papers-join' },
        { kind: 'user', id: 'check' },
        { kind: 'end', id: 'end' },
      ],
      flows:
        'papers > billed, papers > came, billed > papers-join, came > papers-join, ' +
        'papers-join > check, check > end',
    });
    const run = new Run(built, { sku: 'A' }, [], 'came');
    expect(run.instance.waits).toMatchObject([{ node: 'billed', name: 'invoice', key: 'A' }]);
    expect(run.message('invoice', { sku: 'A' }).waiting).toBe('check');
  });

  test('a gateway starts by the first of its events', () => {
    const built = process('p', {
      input: order,
      messages: papers,
      startedBy: { firstOf: [{ message: 'invoice' }, { message: 'goods', id: 'came' }] },
      noneStart: false,
    })
      .user('check')
      .build();
    expect(nodeOf(built, 'started')).toMatchObject({ instantiate: 'exclusive' });
    expect(new Run(built, { sku: 'A' }, [], 'came').waiting).toBe('check');
  });

  test('a process that nothing starts is refused', () => {
    expect(refusal(() => process('p', { noneStart: false }))).toBe('no-start');
    expect(refusal(() => process('p', { startedBy: [], noneStart: false }))).toBe('no-start');
  });

  test('one start event takes the first of several events', () => {
    const built = process('p', {
      startedBy: { anyOf: [{ timer: 'R/PT1H' }, { condition: feel('hot') }], id: 'check' },
    })
      .task('look')
      .build();
    expect(nodeOf(built, 'check')).toEqual({
      kind: 'start',
      id: 'check',
      on: [
        { type: 'timer', cycle: 'R/PT1H' },
        { type: 'conditional', condition: 'hot' },
      ],
    });
    expect(new Run(built, {}, [], 'check').of('check', 'start', 'look')).toBe('check look');
    expect(new Run(built).of('check', 'start', 'look')).toBe('start look');
  });
});
