/**
 * What the compiler knows of the rarer elements: several events at once, links, starts, joins that
 * do not wait for all, ad-hoc sub-processes, repetition.
 *
 * Nothing here is run: the compiler is the test. Each `@ts-expect-error` is a mistake of an author.
 */
import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import { service } from '../src/contract.ts';
import { feel, otherwise, process, thisScope } from '../src/define.ts';
import type { Plain } from '../src/define/variable-types.ts';

const reserve = service('stock.reserve', {
  input: z.object({ sku: z.string() }),
  output: z.object({ ok: z.boolean() }),
});
const input = z.object({ sku: z.string(), total: z.number(), who: z.array(z.string()) });
const messages = { paid: z.object({ amount: z.number() }), closed: z.object({}) };
const signals = { stop: z.object({ why: z.string() }), go: z.object({}) };
const begin = () => process('order', { input, messages, signals });
const approval = z.object({ approved: z.boolean() });

/** The variables at a point, for the compiler. */
declare function variablesOf<Vars>(path: {
  readonly '~state': { readonly vars: Vars };
}): Plain<Vars>;

/** Ids of its user tasks, for the compiler. */
declare function tasksOf<Tasks extends { readonly id: string }>(path: {
  readonly '~state': { readonly tasks: Tasks };
}): Tasks['id'];

export function severalEventsAreChecked(): void {
  const any = begin().anyOf('paid?', [{ message: 'paid', key: 'sku' }, { timer: 'P3D' }]);
  expectTypeOf(variablesOf(any).amount).toEqualTypeOf<number | undefined>();
  const all = begin().allOf('both', [{ message: 'paid' }, { signal: 'stop' }]);
  expectTypeOf(variablesOf(all).amount).toEqualTypeOf<number>();
  expectTypeOf(variablesOf(all).why).toEqualTypeOf<string>();
  const renamed = begin().allOf('both', [{ message: 'paid' }, { signal: 'go' }], {
    out: { sum: 'amount' },
  });
  expectTypeOf(variablesOf(renamed)).toEqualTypeOf<{
    sku: string;
    total: number;
    who: string[];
    sum: number;
  }>();
  // @ts-expect-error no such message
  begin().anyOf('paid?', [{ message: 'payed' }, { timer: 'P3D' }]);
  // @ts-expect-error no such signal
  begin().allOf('both', [{ message: 'paid' }, { signal: 'halt' }]);
  // @ts-expect-error no such variable
  begin().anyOf('paid?', [{ message: 'paid', key: 'skuu' }, { timer: 'P3D' }]);
  // @ts-expect-error an event is of one kind
  begin().anyOf('paid?', [{ message: 'paid', timer: 'P3D' }]);
  // @ts-expect-error a signal has no key
  begin().anyOf('told?', [{ signal: 'go', key: 'sku' }]);
  // @ts-expect-error an error is caught where something fails, not waited for
  begin().anyOf('paid?', [{ message: 'paid' }, { error: 'BAD' }]);
  begin().eventBased('first', {
    paid: (e) => e.anyOf('paid', [{ message: 'paid' }, { signal: 'stop' }]),
    late: (e) => e.timer('late', 'PT1H'),
  });
}

export function severalHandlersAreChecked(): void {
  const path = begin().user('work', { form: approval });
  path.onAnyOf('work', [{ message: 'paid' }, { error: '*' }], (p) => {
    expectTypeOf(variablesOf(p).amount).toEqualTypeOf<number | undefined>();
    return p.task('note');
  });
  begin()
    .user('work')
    .onAllOf(
      'work',
      [{ message: 'paid' }, { signal: 'stop' }],
      (p) => {
        expectTypeOf(variablesOf(p).amount).toEqualTypeOf<number>();
        return p.task('note');
      },
      { interrupting: false },
    );
  const mapped = begin()
    .user('work')
    .end()
    .onMessage('work', 'paid', (p) => p.task('note'), { out: { sum: 'amount' } });
  expectTypeOf(variablesOf(mapped).sum).toEqualTypeOf<number>();
  // @ts-expect-error no such activity
  begin().onAnyOf('wrok', [{ timer: 'PT1H' }], (p) => p.end());
  // @ts-expect-error no such message
  begin().onAnyOf(thisScope, [{ message: 'payed' }, { timer: 'PT1H' }], (p) => p.end());
  // @ts-expect-error what comes with it has no such member
  begin().onSignal(thisScope, 'stop', (p) => p.end(), { out: { reason: 'because' } });
}

export function thrownEventsAreChecked(): void {
  begin()
    .user('work')
    .throwAll('tell', [{ message: 'paid' }, { signal: 'go' }, { compensation: 'work' }], {
      in: { amount: 'total' },
    })
    .endWith('done', [{ signal: 'stop' }, { terminate: true }], { in: { why: 'sku' } });
  // @ts-expect-error the message carries an amount
  begin().throwAll('tell', [{ message: 'paid' }, { signal: 'go' }]);
  // @ts-expect-error the signal carries a text
  begin().endWith('done', [{ signal: 'stop' }], { in: { why: 'total' } });
  // @ts-expect-error no such signal
  begin().endWith('done', [{ signal: 'halt' }]);
  // @ts-expect-error there is no such activity
  begin().throwAll('undo', [{ compensation: 'work' }]);
  const over = begin().endWith('done', [{ message: 'closed' }]);
  // @ts-expect-error nothing comes after an end
  over.task('never');
  const failed = begin().subProcess('s', (p) => p.endWith('x', [{ error: 'BAD' }]));
  // @ts-expect-error it can't be left
  failed.task('never');
}

export function linksAreChecked(): void {
  const path = begin().exclusive(
    'fine?',
    { yes: feel('total < 9'), no: otherwise },
    { no: (p) => p.task('look', { out: { size: feel<1>('1') } }).throwLink('repair') },
  );
  const mended = path.task('pack').onLink('repair', (p) => {
    expectTypeOf(variablesOf(p).sku).toEqualTypeOf<string>();
    return p.task('mend', { out: { mended: feel<boolean>('true') } });
  });
  expectTypeOf(variablesOf(mended).mended).toEqualTypeOf<boolean | undefined>();
  // @ts-expect-error no link of that name was thrown
  path.onLink('repairs', (p) => p);
  const inner = begin().subProcess('s', (p) => p.throwLink('far').onLink('far', (q) => q));
  // @ts-expect-error the link was thrown in another scope
  inner.onLink('far', (p) => p);
}

export function startsAreChecked(): void {
  const order = z.object({ sku: z.string() });
  const placed = { placed: order, called: z.object({ article: z.string(), by: z.string() }) };
  process('p', { input: order, messages: placed, startedBy: 'placed' });
  process('p', {
    input: order,
    messages: placed,
    startedBy: [
      { message: 'placed', id: 'by web' },
      { message: 'called', out: { sku: 'article' } },
      { timer: { cron: '0 6 * * *' }, out: { sku: feel<string>('"daily"') } },
      { condition: feel('stock < 5') },
    ],
    noneStart: false,
  });
  process('p', { startedBy: { anyOf: [{ timer: 'R/PT1H' }, { condition: feel('hot') }] } });
  const firstOf = [{ message: 'placed', key: 'sku', id: 'by web' }] as const;
  process('p', { input: order, messages: placed, startedBy: { firstOf } });
  process('p', { input: order, messages: placed, startedBy: { allOf: firstOf } });
  process('p', {
    input: order,
    messages: placed,
    startedBy: [{ receive: 'placed' }, { receive: 'called', out: { sku: 'article' } }],
  });
  // @ts-expect-error the message does not carry what the process is started with
  process('p', { input: order, messages: placed, startedBy: { receive: 'called' } });
  // @ts-expect-error a timer is no news for one instance
  process('p', { startedBy: { firstOf: [{ timer: 'PT1H' }] } });
  // @ts-expect-error no such variable
  process('p', { messages: placed, startedBy: { allOf: [{ message: 'placed', key: 'sku' }] } });
  // @ts-expect-error the message does not carry what the process is started with
  process('p', { input: order, messages: placed, startedBy: 'called' });
  // @ts-expect-error no such message
  process('p', { input: order, messages: placed, startedBy: { message: 'sent' } });
  process('p', {
    input: order,
    messages: placed,
    // @ts-expect-error the payload has no such member
    startedBy: { message: 'called', out: { sku: 'title' } },
  });
  // @ts-expect-error an event is of one kind
  process('p', { startedBy: { timer: 'R/P1D', condition: feel('hot') } });
  // @ts-expect-error a timer brings no input
  process('p', { input: order, startedBy: { timer: 'R/P1D' } });
}

export function earlyJoinsAreChecked(): void {
  const first = begin().nOfM('two of three', 2, {
    a: (p) => p.user('a', { form: approval }),
    b: (p) => p.task('b', { out: { approved: feel<boolean>('true') } }),
    c: (p) => p.task('c', { out: { approved: feel<boolean>('true'), late: feel<1>('1') } }),
  });
  expectTypeOf(variablesOf(first).approved).toEqualTypeOf<boolean>();
  expectTypeOf(variablesOf(first).late).toEqualTypeOf<1 | undefined>();
  const complex = begin().complex(
    'enough',
    feel('activationCount >= total'),
    { a: (p) => p.user('a'), b: (p) => p.user('b') },
    { reset: (p) => p.user('archive') },
  );
  expectTypeOf(tasksOf(complex)).toEqualTypeOf<'a' | 'b' | 'archive'>();
  expectTypeOf(tasksOf(first)).toEqualTypeOf<'a'>();
  // @ts-expect-error no such number
  begin().nOfM('some', 'sku', { a: (p) => p.task('a'), b: (p) => p.task('b') });
  // @ts-expect-error a condition is an expression
  begin().complex('some', 'activationCount > 1', { a: (p) => p.task('a'), b: (p) => p.task('b') });
}

export function adHocIsChecked(): void {
  const prepared = begin().adHoc(
    'prepare',
    [(p) => p.user('pack', { form: z.object({ boxes: z.number() }) }), (p) => p.user('label it')],
    { ordering: 'sequential', activate: ['pack', 'label-it'], until: feel('boxes > 0') },
  );
  expectTypeOf(variablesOf(prepared).boxes).toEqualTypeOf<number | undefined>();
  expectTypeOf(tasksOf(prepared)).toEqualTypeOf<'pack' | 'label-it'>();
  prepared.onTimer('prepare', 'PT1H', (p) => p.task('late'));
  begin().adHoc('a', [(p) => p.user('pack')], { activate: 'who' });
  // @ts-expect-error no such activity in it
  begin().adHoc('a', [(p) => p.user('pack')], { activate: ['unpack'] });
  // @ts-expect-error no list of ids
  begin().adHoc('a', [(p) => p.user('pack')], { activate: 'sku' });
}

export function repetitionIsChecked(): void {
  const asked = begin().multiInstance(
    { items: 'who', item: 'clerk', until: feel('nrOfCompletedInstances >= 2') },
    (p) => p.user('ask', { assignee: { expression: 'clerk' }, form: approval }),
    { into: 'answers', from: 'approved' },
  );
  expectTypeOf(variablesOf(asked)).toEqualTypeOf<{
    sku: string;
    total: number;
    who: string[];
    answers: (boolean | null)[];
  }>();
  asked.onTimer('ask', 'PT1H', (p) => p.task('late'));
  const last = begin().multiInstance({ count: 'total' }, (p) => p.user('ask', { form: approval }));
  expectTypeOf(variablesOf(last)).toEqualTypeOf<{
    sku: string;
    total: number;
    who: string[];
    approved?: boolean | undefined;
  }>();
  const knocked = begin().times(
    'knock',
    { count: feel<number>('total + 1'), mode: 'sequential' },
    (p) => {
      expectTypeOf(variablesOf(p).loopCounter).toEqualTypeOf<number>();
      return p.service('reserve', reserve);
    },
    { into: 'oks', from: 'ok' },
  );
  expectTypeOf(variablesOf(knocked).oks).toEqualTypeOf<(boolean | null)[]>();
  // @ts-expect-error it is no number
  begin().times('knock', { count: 'sku' }, (p) => p.task('a'));
  // @ts-expect-error it is no list
  begin().multiInstance({ items: 'sku', item: 'x' }, (p) => p.task('a'));
  begin().multiInstance({ count: 2 }, (p) => p.user('ask', { form: approval }), {
    into: 'answers',
    // @ts-expect-error the activity gives no such variable
    from: 'aproved',
  });
}

export function scopesMapTheirData(): void {
  const inside = begin().subProcess(
    'inside',
    (p) => {
      expectTypeOf(variablesOf(p).net).toEqualTypeOf<number>();
      return p.user('ask', { form: approval });
    },
    { in: { net: feel<number>('total / 1.22') }, out: { fine: 'approved' } },
  );
  expectTypeOf(variablesOf(inside).fine).toEqualTypeOf<boolean>();
  // @ts-expect-error its own variables stay inside
  expectTypeOf(variablesOf(inside).net);
  begin().subProcess('s', (p) => p.user('ask', { form: approval }), {
    // @ts-expect-error nothing in it sets that
    out: { fine: 'aproved' },
  });
}
