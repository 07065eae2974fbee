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
import type { Plain } from '../src/define/variable-types.ts';
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
declare function variablesOf<Vars>(path: {
  readonly '~state': { readonly vars: Vars };
}): Plain<Vars>;
declare function namesOf<Vars>(path: {
  readonly '~state': { readonly vars: Vars };
}): keyof Plain<Vars>;

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

/** Types that refer to those of the step before make the compiler give up at thirty steps. */
export function longProcessesCompile(): void {
  const form = z.object({ level: z.number() });
  const path = begin()
    .service('s01', reserve, { out: { x01: 'ok' } })
    .service('s02', reserve, { out: { x02: 'ok' } })
    .service('s03', reserve, { out: { x03: 'ok' } })
    .exclusive('q03', { y: feel('ok'), n: otherwise }, { y: (p) => p.user('u03', { form }) })
    .onTimer('u03', 'PT1H', (p) => p.manual('m03'))
    .service('s04', reserve, { out: { x04: 'ok' } })
    .service('s05', reserve, { out: { x05: 'ok' } })
    .service('s06', reserve, { out: { x06: 'ok' } })
    .exclusive('q06', { y: feel('ok'), n: otherwise }, { y: (p) => p.user('u06', { form }) })
    .onTimer('u06', 'PT1H', (p) => p.manual('m06'))
    .service('s07', reserve, { out: { x07: 'ok' } })
    .service('s08', reserve, { out: { x08: 'ok' } })
    .service('s09', reserve, { out: { x09: 'ok' } })
    .exclusive('q09', { y: feel('ok'), n: otherwise }, { y: (p) => p.user('u09', { form }) })
    .onTimer('u09', 'PT1H', (p) => p.manual('m09'))
    .service('s10', reserve, { out: { x10: 'ok' } })
    .service('s11', reserve, { out: { x11: 'ok' } })
    .service('s12', reserve, { out: { x12: 'ok' } })
    .exclusive('q12', { y: feel('ok'), n: otherwise }, { y: (p) => p.user('u12', { form }) })
    .onTimer('u12', 'PT1H', (p) => p.manual('m12'))
    .service('s13', reserve, { out: { x13: 'ok' } })
    .service('s14', reserve, { out: { x14: 'ok' } })
    .service('s15', reserve, { out: { x15: 'ok' } })
    .exclusive('q15', { y: feel('ok'), n: otherwise }, { y: (p) => p.user('u15', { form }) })
    .onTimer('u15', 'PT1H', (p) => p.manual('m15'))
    .service('s16', reserve, { out: { x16: 'ok' } })
    .service('s17', reserve, { out: { x17: 'ok' } })
    .service('s18', reserve, { out: { x18: 'ok' } })
    .exclusive('q18', { y: feel('ok'), n: otherwise }, { y: (p) => p.user('u18', { form }) })
    .onTimer('u18', 'PT1H', (p) => p.manual('m18'))
    .service('s19', reserve, { out: { x19: 'ok' } })
    .service('s20', reserve, { out: { x20: 'ok' } })
    .service('s21', reserve, { out: { x21: 'ok' } })
    .exclusive('q21', { y: feel('ok'), n: otherwise }, { y: (p) => p.user('u21', { form }) })
    .onTimer('u21', 'PT1H', (p) => p.manual('m21'))
    .service('s22', reserve, { out: { x22: 'ok' } })
    .service('s23', reserve, { out: { x23: 'ok' } })
    .service('s24', reserve, { out: { x24: 'ok' } })
    .exclusive('q24', { y: feel('ok'), n: otherwise }, { y: (p) => p.user('u24', { form }) })
    .onTimer('u24', 'PT1H', (p) => p.manual('m24'))
    .service('s25', reserve, { out: { x25: 'ok' } })
    .service('s26', reserve, { out: { x26: 'ok' } })
    .service('s27', reserve, { out: { x27: 'ok' } })
    .exclusive('q27', { y: feel('ok'), n: otherwise }, { y: (p) => p.user('u27', { form }) })
    .onTimer('u27', 'PT1H', (p) => p.manual('m27'))
    .service('s28', reserve, { out: { x28: 'ok' } })
    .service('s29', reserve, { out: { x29: 'ok' } })
    .service('s30', reserve, { out: { x30: 'ok' } })
    .exclusive('q30', { y: feel('ok'), n: otherwise }, { y: (p) => p.user('u30', { form }) })
    .onTimer('u30', 'PT1H', (p) => p.manual('m30'))
    .service('s31', reserve, { out: { x31: 'ok' } })
    .service('s32', reserve, { out: { x32: 'ok' } })
    .service('s33', reserve, { out: { x33: 'ok' } })
    .exclusive('q33', { y: feel('ok'), n: otherwise }, { y: (p) => p.user('u33', { form }) })
    .onTimer('u33', 'PT1H', (p) => p.manual('m33'))
    .service('s34', reserve, { out: { x34: 'ok' } })
    .service('s35', reserve, { out: { x35: 'ok' } })
    .service('s36', reserve, { out: { x36: 'ok' } })
    .exclusive('q36', { y: feel('ok'), n: otherwise }, { y: (p) => p.user('u36', { form }) })
    .onTimer('u36', 'PT1H', (p) => p.manual('m36'))
    .task('last');
  expectTypeOf(variablesOf(path).x01).toEqualTypeOf<boolean>();
  expectTypeOf(variablesOf(path).level).toEqualTypeOf<number | undefined>();
}
