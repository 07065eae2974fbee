/**
 * What the compiler knows of a process that is being written, and what it refuses.
 *
 * Nothing here is run: the compiler is the test (`npm run typecheck`). Each `@ts-expect-error` is a
 * mistake of an author; the compiler complains here when it would let one pass.
 */
import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import { service } from '../src/contract.ts';
import {
  feel,
  type InputOf,
  type MessageNames,
  type MessagePayload,
  otherwise,
  type OutputOf,
  type Path,
  process,
  type ProcessHandle,
  type TaskIds,
  type TaskPayload,
  thisScope,
  typed,
} from '../src/define.ts';
import type { Variables } from '../src/instance.ts';
import type { ProcessEngine } from '../src/process-engine.ts';

const reserve = service('stock.reserve', {
  input: z.object({ sku: z.string(), note: z.string().optional() }),
  output: z.object({ ok: z.boolean(), left: z.number() }),
});
const input = z.object({ sku: z.string(), total: z.string() });
const messages = { paid: z.object({ amount: z.string() }), closed: z.object({}) };
const signals = { stop: z.object({ why: z.string() }) };
const begin = () => process('order', { input, messages, signals });
const approval = z.object({ approved: z.boolean(), remark: z.string().default('') });

/** The variables at a point, for the compiler. */
declare function variablesOf<Vars>(path: { readonly '~state': { readonly vars: Vars } }): Vars;
declare function namesOf<Vars>(path: { readonly '~state': { readonly vars: Vars } }): keyof Vars;

export function variablesFollowTheFlow(): void {
  const start = begin();
  expectTypeOf(variablesOf(start)).toEqualTypeOf<{ sku: string; total: string }>();
  const reserved = start.service('reserve', reserve, { in: { sku: 'sku' } });
  expectTypeOf(variablesOf(reserved)).toEqualTypeOf<{
    sku: string;
    total: string;
    ok: boolean;
    left: number;
  }>();
  const renamed = begin().service('reserve', reserve, {
    out: { inStock: 'ok', n: feel<2>('1+1') },
  });
  expectTypeOf(variablesOf(renamed)).toEqualTypeOf<{
    sku: string;
    total: string;
    inStock: boolean;
    n: 2;
  }>();
  const approved = reserved.user('approve', { form: approval });
  expectTypeOf(variablesOf(approved).remark).toEqualTypeOf<string>();
  const paid = approved.receive('await payment', 'paid', { key: 'sku' });
  expectTypeOf(variablesOf(paid).amount).toEqualTypeOf<string>();
  const sum = paid.script('sum', feel<number>('left + 1'), { result: 'sum' });
  expectTypeOf(variablesOf(sum).sum).toEqualTypeOf<number>();
  const rated = sum.businessRule('rate', 'rates', { result: 'rate', output: z.number() });
  expectTypeOf(variablesOf(rated).rate).toEqualTypeOf<number>();
}

export function branchesJoin(): void {
  const chosen = begin().exclusive(
    'which?',
    { a: feel('sku = "A"'), b: feel('sku = "B"'), c: otherwise },
    {
      a: (p) => p.task('a', { out: { x: feel<number>('1'), y: feel<number>('1') } }),
      b: (p) => p.task('b', { out: { x: feel<string>('"1"') } }),
      c: (p) => p.throwError('NEITHER'),
    },
  );
  expectTypeOf(variablesOf(chosen)).toEqualTypeOf<{
    sku: string;
    total: string;
    x: string | number;
    y?: number | undefined;
  }>();
  const skipped = begin().exclusive(
    'which?',
    { a: feel('true'), b: otherwise },
    {
      a: (p) => p.task('a', { out: { x: feel<number>('1') } }),
    },
  );
  expectTypeOf(variablesOf(skipped).x).toEqualTypeOf<number | undefined>();
  const forked = begin().parallel('both', {
    a: (p) => p.task('a', { out: { x: feel<number>('1') } }),
    b: (p) => p.task('b', { out: { y: feel<string>('"1"') } }),
  });
  expectTypeOf(variablesOf(forked)).toEqualTypeOf<{
    sku: string;
    total: string;
    x: number;
    y: string;
  }>();
  const some = begin().inclusive(
    'some',
    { a: feel('true'), b: feel('true') },
    {
      a: (p) => p.task('a', { out: { x: feel<number>('1') } }),
      b: (p) => p.task('b', { out: { y: feel<string>('"1"') } }),
    },
  );
  expectTypeOf(variablesOf(some)).toEqualTypeOf<{
    sku: string;
    total: string;
    x?: number | undefined;
    y?: string | undefined;
  }>();
  const first = begin().eventBased('first', {
    paid: (e) => e.message('paid', 'paid'),
    late: (e) => e.timer('late', 'PT1H').end('too late'),
  });
  expectTypeOf(variablesOf(first).amount).toEqualTypeOf<string>();
  // @ts-expect-error a branch without a condition
  begin().exclusive('which?', { a: otherwise }, { b: (p: Path<never>) => p });
  // @ts-expect-error an event-based gateway waits for events, not for tasks
  begin().eventBased('first', { a: (e) => e.task('a'), b: (e) => e.timer('b', 'PT1H') });
  // @ts-expect-error nothing comes after an end
  begin().end().task('never');
  const failed = begin().exclusive('q', { a: otherwise }, { a: (p) => p.throwError('X') });
  // @ts-expect-error the path of all branches has ended
  failed.task('never');
}

export function mappingsAreChecked(): void {
  begin().service('reserve', reserve, { in: { sku: 'sku', note: 'total' } });
  begin().service('reserve', reserve, { in: { sku: feel('upper case(sku)') } });
  // @ts-expect-error there is no such variable
  begin().service('reserve', reserve, { in: { sku: 'skuu' } });
  const counted = process('p', { input: z.object({ n: z.number(), sku: z.string().optional() }) });
  // @ts-expect-error a variable of a wrong type
  counted.service('reserve', reserve, { in: { sku: 'n' } });
  // @ts-expect-error a variable that may be missing is null when it is read
  counted.service('reserve', reserve, { in: { sku: 'sku' } });
  // @ts-expect-error an expression of a wrong type
  counted.service('reserve', reserve, { in: { sku: feel<number>('n + 1') } });
  // @ts-expect-error the contract does not want it
  begin().service('reserve', reserve, { in: { sku: 'sku', size: 'total' } });
  // @ts-expect-error the contract wants sku, and there is none
  process('p').service('reserve', reserve);
  // @ts-expect-error options without the mapping that is needed
  process('p').service('reserve', reserve, { retry: { attempts: 1 } });
  // @ts-expect-error the result is not there to be renamed
  begin().service('reserve', reserve, { out: { inStock: 'okay' } });
}

export function idsAreChecked(): void {
  const path = begin().user('Approve the order').service('reserve', reserve);
  path.onTimer('Approve-the-order', 'PT48H', (p) => p.user('escalate'));
  // @ts-expect-error there is no such activity
  path.onTimer('aprove', 'PT48H', (p) => p.user('escalate'));
  path.undo('reserve', (p) => p.service('release', reserve));
  // @ts-expect-error there is no such activity
  path.undo('reserved', (p) => p.manual('release'));
  path.onError('reserve', 'X', (p) => p.compensate('Approve-the-order').end());
  // @ts-expect-error there is no such activity
  path.onError('reserve', 'X', (p) => p.compensate('approve').end());
  // @ts-expect-error only transactions are cancelled
  path.onCancel('reserve', (p) => p.end());
  const inner = begin().subProcess('inside', (p) => p.user('a'));
  // @ts-expect-error it is in another scope
  inner.onTimer('a', 'PT1H', (p) => p);
}

export function handlersJoin(): void {
  const form = z.object({ level: z.number() });
  const path = begin().service('reserve', reserve).user('approve', { form: approval });
  const stopped = path.onTimer('approve', 'PT1H', (p) => p.user('escalate', { form }));
  expectTypeOf(variablesOf(stopped).ok).toEqualTypeOf<boolean>();
  expectTypeOf(variablesOf(stopped).approved).toEqualTypeOf<boolean | undefined>();
  expectTypeOf(variablesOf(stopped).level).toEqualTypeOf<number | undefined>();
  const beside = begin()
    .user('approve', { form: approval })
    .onTimer('approve', 'PT1H', (p) => p.user('remind', { form }), { interrupting: false });
  expectTypeOf(variablesOf(beside).approved).toEqualTypeOf<boolean>();
  expectTypeOf(namesOf(beside)).toEqualTypeOf<'sku' | 'total' | 'approved' | 'remark'>();
  const scope = begin()
    .user('approve', { form: approval })
    .onMessage(thisScope, 'paid', (p) => {
      expectTypeOf(variablesOf(p).amount).toEqualTypeOf<string>();
      expectTypeOf(variablesOf(p).approved).toEqualTypeOf<boolean | undefined>();
      return p.user('handle payment');
    });
  expectTypeOf(variablesOf(scope).approved).toEqualTypeOf<boolean>();
  const resumed = begin()
    .user('work')
    .throwError('X')
    .onError('work', 'Y', (p) => p.manual('mend'), { carries: z.object({ why: z.string() }) });
  expectTypeOf(variablesOf(resumed).why).toEqualTypeOf<string>();
}

export function messagesAreChecked(): void {
  begin()
    .send('tell', 'paid', { in: { amount: 'total' } })
    .throwMessage('close', 'closed');
  // @ts-expect-error no such message
  begin().receive('wait', 'payed');
  // @ts-expect-error no such message
  begin().onMessage(thisScope, 'payed', (p) => p.end());
  // @ts-expect-error the message carries an amount
  begin().send('tell', 'paid');
  // @ts-expect-error no such signal
  begin().throwSignal('tell', 'halt');
  begin().throwSignal('tell', 'stop', { in: { why: 'sku' } });
}

export function scopesAndLists(): void {
  const lines = process('p', {
    input: z.object({ lines: z.array(z.object({ sku: z.string() })) }),
  });
  const packed = lines.forEach(
    'pack',
    { items: 'lines', item: 'line' },
    (p) => {
      expectTypeOf(variablesOf(p).line).toEqualTypeOf<{ sku: string }>();
      return p.service('reserve', reserve, { in: { sku: feel('line.sku') } });
    },
    { into: 'packed', from: 'ok' },
  );
  expectTypeOf(variablesOf(packed).packed).toEqualTypeOf<(boolean | null)[]>();
  expectTypeOf(namesOf(packed)).toEqualTypeOf<'lines' | 'packed'>();
  // @ts-expect-error it is no list
  begin().forEach('pack', { items: 'sku', item: 'line' }, (p) => p.task('a'));
  // @ts-expect-error the iteration sets no such variable
  lines.forEach('q', { items: 'lines', item: 'l' }, (p) => p.task('b'), { into: 'x', from: 'y' });
  const looped = begin().repeatUntil('done?', feel('left < 1'), (p) => p.service('take', reserve));
  expectTypeOf(variablesOf(looped).left).toEqualTypeOf<number>();
  const maybe = begin().repeatWhile('more?', feel('true'), (p) => p.service('take', reserve));
  expectTypeOf(variablesOf(maybe).left).toEqualTypeOf<number | undefined>();
  const paid = begin()
    .transaction('pay', (p) => p.user('enter', { form: approval }).end())
    .onCancel('pay', (p) => p.throwError('CANCELLED'));
  expectTypeOf(variablesOf(paid).approved).toEqualTypeOf<boolean>();
}

const order = begin()
  .service('reserve', reserve)
  .exclusive(
    'in stock?',
    { yes: feel('ok'), no: otherwise },
    {
      yes: (p) => p.user('approve', { form: approval }),
      no: (p) => p.throwError('OUT_OF_STOCK'),
    },
  )
  .onTimer('approve', 'PT48H', (p) => p.user('escalate'))
  .subProcess('ship', (p) => p.user('Pack it', { form: z.object({ boxes: z.number() }) }))
  .build();
type Order = typeof order;

export function handlesCarryTypes(): void {
  expectTypeOf<InputOf<Order>>().toEqualTypeOf<{ sku: string; total: string }>();
  expectTypeOf<TaskIds<Order>>().toEqualTypeOf<'approve' | 'escalate' | 'Pack-it'>();
  expectTypeOf<TaskPayload<Order, 'approve'>>().toEqualTypeOf<{
    approved: boolean;
    remark?: string | undefined;
  }>();
  expectTypeOf<TaskPayload<Order, 'escalate'>>().toEqualTypeOf<Variables>();
  expectTypeOf<MessageNames<Order>>().toEqualTypeOf<'paid' | 'closed'>();
  expectTypeOf<MessagePayload<Order, 'paid'>>().toEqualTypeOf<{ amount: string }>();
  expectTypeOf<OutputOf<Order>['boxes']>().toEqualTypeOf<number>();
  expectTypeOf<Order>().toExtend<ProcessHandle>();
  process('caller', { input }).call('order it', order, { out: { boxes: 'boxes' } });
  // @ts-expect-error the called process wants its input
  process('caller').call('order it', order);
}

export async function commandsAreChecked(engine: ProcessEngine): Promise<void> {
  const orders = typed(engine, order);
  await orders.start({ sku: 'A-1', total: '99.90' });
  await orders.complete('i', 'approve', { approved: true });
  await orders.complete('i', 'escalate');
  await orders.publish('paid', { amount: '1' }, { key: 'A-1' });
  await orders.publish('closed');
  // @ts-expect-error no such task
  await orders.complete('i', 'aprove', { approved: true });
  // @ts-expect-error a wrong payload
  await orders.complete('i', 'approve', { approved: 'yes' });
  // @ts-expect-error the form wants a payload
  await orders.complete('i', 'approve');
  // @ts-expect-error no such message
  await orders.publish('payed', { amount: '1' });
  // @ts-expect-error a wrong payload
  await orders.publish('paid', { amount: 1 });
  // @ts-expect-error the input is wanted whole
  await orders.start({ sku: 'A-1' });
}

export function callsGiveTheirOutput(): void {
  const called = begin().call('order it', order);
  expectTypeOf(variablesOf(called).boxes).toEqualTypeOf<number>();
  expectTypeOf(variablesOf(called).approved).toEqualTypeOf<boolean | undefined>();
}
