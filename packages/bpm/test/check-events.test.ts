/** One row for each fault of events, of what hangs on activities, and of activities themselves. */
import { describe, expect, test } from 'vitest';
import { checkStructure } from '../src/check-model.ts';
import { brief, definitionOf, type FaultRow } from './definition-faults.ts';

const on = (...events: object[]): { on: object[] } => ({ on: events });
const throws = (...events: object[]): { throws: object[] } => ({ throws: events });

const message = { type: 'message', name: 'm' };
const signal = { type: 'signal', name: 's' };
const compensation = { type: 'compensation' };

const eventRows: FaultRow[] = [
  {
    rule: 'which events may start a process',
    model: 'start > A',
    fields: {
      start_1: on({ type: 'error' }, { type: 'escalation' }, { type: 'terminate' }, message),
    },
    faults: [
      'event-kind at start_1.on.0',
      'event-kind at start_1.on.1',
      'event-kind at start_1.on.2',
    ],
  },
  {
    rule: 'a sub-process is entered by its flow, not by an event',
    model: 'start > S{ start > A }',
    fields: { S: { nodes: [{ kind: 'start', id: 's', on: [message] }], flows: [] } },
    faults: ['event-kind at s.on.0'],
  },
  {
    rule: 'which events may be caught between',
    model: 'start > catch(c, message m)',
    fields: { c: on({ type: 'error' }, { type: 'cancel' }, signal) },
    faults: ['event-kind at c.on.0', 'event-kind at c.on.1', 'event-company at c.on.1'],
  },
  {
    rule: 'which events may hang on an activity',
    model: 'start > user(A) ^message(m) > end',
    fields: { A_message: on({ type: 'terminate' }, { type: 'link', name: 'L' }) },
    faults: [
      'event-kind at A_message.on.0',
      'event-kind at A_message.on.1',
      'event-company at A_message.on.1',
    ],
  },
  {
    rule: 'which events may be thrown between',
    model: 'start > throw(t) > end',
    fields: { t: throws({ type: 'error', code: 'E' }, { type: 'terminate' }, { type: 'timer' }) },
    faults: [
      'event-kind at t.throws.0',
      'event-company at t.throws.0',
      'event-kind at t.throws.1',
      'event-company at t.throws.1',
      'event-kind at t.throws.2',
      'timer-kind at t.throws.2',
    ],
  },
  {
    rule: 'which events may end a path; nothing comes after one that stops it',
    model: 'start > end',
    fields: { end_1: throws({ type: 'link', name: 'L' }, { type: 'terminate' }, signal) },
    faults: ['event-kind at end_1.throws.0', 'event-company at end_1.throws.1'],
  },
  {
    rule: 'an error or escalation that is thrown has a code',
    model: 'start > and(g) > end; g > end',
    fields: { end_1: throws({ type: 'error' }), end_2: throws({ type: 'escalation' }) },
    faults: ['missing-code at end_1.throws.0.code', 'missing-code at end_2.throws.0.code'],
  },
  {
    rule: 'a timer has one kind of time',
    model: 'start > timer(t, PT1H) > timer(u, PT1H) > end',
    fields: {
      t: on({ type: 'timer', duration: 'PT1H', date: '2030-01-01' }),
      u: on({ type: 'timer' }),
    },
    faults: ['timer-kind at t.on.0', 'timer-kind at u.on.0'],
  },
  {
    rule: 'a token waits for one occurrence, and must not wait for ever',
    model: 'start > timer(t, R3/PT1H) > timer(u, PT1H) > end',
    fields: { u: on({ type: 'timer', duration: 'PT1H', missed: 'skip' }) },
    faults: ['timer-repeats at t.on.0.cycle', 'timer-skip at u.on.0.missed'],
  },
  {
    rule: 'several events are awaited together only where several can be awaited',
    model: 'start > catch(c, message m) > user(A) ^message(m) > end',
    fields: { c: { all: true }, A_message: { all: true, ...on(message, { type: 'error' }) } },
    faults: ['event-all at c.all', 'event-all at A_message.all'],
  },
  {
    rule: 'a process is not started by several events together: nobody would keep the first',
    model: 'start > A > end',
    fields: { start_1: { all: true, ...on(message, { type: 'signal', name: 's' }) } },
    faults: ['event-all at start_1.all'],
  },
  {
    rule: 'errors, cancels and compensations always interrupt; a start has nothing to interrupt',
    model: 'start > user(A) ^~error(*) > end; on~ error(*){ B }',
    fields: { start_1: { interrupting: true } },
    faults: [
      'interrupting at start_1.interrupting',
      'interrupting at A_error.interrupting',
      'interrupting at start_2.interrupting',
    ],
  },
  {
    rule: 'a link has one catch, and a throw',
    model:
      'start > throw(t, link L); catch(c, link M) > A; and(g) > throw(u, link N); start > g; catch(d, link N); catch(e, link N)',
    faults: ['link-without-catch at t', 'link-without-throw at c', 'link-catches at e'],
  },
];

const timeRows: FaultRow[] = [
  {
    rule: 'a timer that is written out is read beforehand',
    model: `start > timer(t, PT1X) > timer(u, 2026-02-30) > user(A) ^timer(R3/P) > end;
      A ^timer(61 * * * *) > end; A ^timer(PT1H) > end`,
    fields: { A_timer_3: { on: [{ type: 'timer', duration: 'PT1H', zone: 'Mars/Olympus' }] } },
    faults: [
      'timer-duration at t.on.0.duration',
      'timer-date at u.on.0.date',
      'timer-duration at A_timer.on.0.cycle',
      'timer-cron at A_timer_2.on.0.cron',
      'timer-zone at A_timer_3.on.0.zone',
    ],
  },
  {
    rule: 'so are due dates and pauses; the zone of a process is one',
    model: 'start > user(A) > svc(B) > end',
    zone: 'Europe/Atlantis',
    fields: {
      A: { work: { due: 'P2X', followUp: 'tomorrow' } },
      B: { retry: { pause: 'P1M', most: 'PT5M' } },
    },
    faults: [
      'timer-zone at main.zone',
      'timer-duration at A.work.due',
      'timer-date at A.work.followUp',
      'retry-duration at B.retry.pause',
    ],
  },
  {
    rule: 'a calendar of a task that counts nothing',
    model: 'start > user(A) > user(B) > end',
    fields: {
      A: { work: { calendar: 'office' } },
      B: { work: { calendar: 'office', due: 'P1D' } },
    },
    faults: ['calendar-without-date at A.work.calendar'],
  },
];

const boundaryRows: FaultRow[] = [
  {
    rule: 'a boundary event hangs on an activity of its scope',
    model:
      'start > user(A) ^timer(PT1H) > and(g) > S{ B }; A ^message(m) > end; A ^signal(s) > end',
    fields: {
      A_timer: { attachedTo: 'nobody' },
      A_message: { attachedTo: 'g' },
      A_signal: { attachedTo: 'B' },
    },
    faults: [
      'unknown-activity at A_timer.attachedTo',
      'not-an-activity at A_message.attachedTo',
      'crosses-scope at A_signal.attachedTo',
    ],
  },
  {
    rule: 'no boundary event on an event sub-process',
    model: 'start > user(A) ^timer(PT1H) > end; on message(m){ B }',
    fields: { A_timer: { attachedTo: 'on_message_1' } },
    faults: ['not-an-activity at A_timer.attachedTo'],
  },
  {
    rule: 'only transactions are cancelled',
    model: 'start > S{ A > cancelEnd } ^cancel > end',
    faults: ['cancel-without-transaction at S_cancel', 'cancel-without-transaction at cancelEnd_1'],
  },
  {
    rule: 'a cancel end needs a cancel boundary, also from further inside',
    model: 'start > tx T{ A > S{ B > cancelEnd } } > end',
    faults: ['cancel-without-boundary at cancelEnd_1'],
  },
  {
    rule: 'one catch for an error or escalation at one place',
    model: `start > svc(A) ^error(E) > end; A ^error(E) > end; A ^error(*) > end;
      on error(X){ B }; on error(X){ C }; on escalation(X){ D }`,
    faults: ['duplicate-catch at A_error_2.on.0', 'duplicate-catch at start_3.on.0'],
  },
  {
    rule: 'a compensation names an activity that undoes',
    model: 'start > A ^undo cA > B ^undo cB > C ^undo cC > D ^timer(PT1H) > end',
    fields: {
      A_undo: { handler: undefined },
      B_undo: { handler: 'nobody' },
      C_undo: { handler: 'D' },
      D_timer: { handler: 'cA' },
    },
    faults: [
      'missing-handler at A_undo.handler',
      'unknown-activity at B_undo.handler',
      'not-a-handler at C_undo.handler',
      'handler-without-compensation at D_timer.handler',
      'unused-handler at cB',
      'unused-handler at cC',
    ],
  },
  {
    rule: 'one handler for an activity or scope',
    model: 'start > A ^undo c1 > end; A ^undo c2; on compensation{ B }; on compensation{ C }',
    faults: ['several-handlers at A_undo_2', 'several-handlers at on_compensation_2'],
  },
  {
    rule: 'a throw of compensation names an activity of its scope or of one around it',
    model: 'start > A > S{ B > comp(t1, A) } > comp(t2, B) > comp(t3, nobody) > end',
    faults: [
      'unknown-activity at t2.throws.0.activity',
      'unknown-activity at t3.throws.0.activity',
    ],
  },
  {
    rule: 'compensation is thrown or caught alone where a token waits',
    model: 'start > A ^undo cA > end',
    fields: { A_undo: on(compensation, message) },
    faults: ['event-company at A_undo.on.0'],
  },
];

const activityRows: FaultRow[] = [
  {
    rule: 'a repeated activity has one source of its number, and repeats in one way',
    model: 'start > A > B > C*par(2) > end',
    fields: {
      A: { many: { mode: 'parallel' } },
      B: { many: { mode: 'sequential', count: '2', collection: 'xs' } },
      C: { loop: { while: 'n < 3' } },
    },
    faults: ['many-number at A.many', 'many-number at B.many', 'many-and-loop at C.loop'],
  },
  {
    rule: 'what starts instances begins a process, and is news from outside',
    model: `recv(R, m)*par(2) ^timer(PT1H) > end; R > S{ evt(e) > catch(c, message m) > end;
      e > timer(t, PT1H) > end } > recv(Q, n) > end`,
    fields: {
      R: { instantiate: true },
      e: { instantiate: 'parallel' },
      Q: { instantiate: true },
    },
    faults: [
      'instantiate-work at R.instantiate',
      'instantiate-incoming at Q.instantiate',
      'instantiate-inside at e.instantiate',
      'instantiate-event at e-t.to',
    ],
  },
  {
    rule: 'what becomes of a rest that nothing leaves',
    model: 'start > user(A)*par(3) > user(B)*par(3, true) > end',
    fields: {
      A: { many: { cancelRemaining: false } },
      B: { many: { cancelRemaining: false } },
    },
    faults: ['remaining-without-until at A.many.cancelRemaining'],
  },
  {
    rule: 'an item needs a list, and a name that is free',
    model: 'start > A*par(2) > B*par(list: xs) > C*par(list: xs) > end',
    fields: {
      A: { many: { item: 'x' } },
      B: { many: { item: 'loopCounter', output: { from: 'r', to: 'nrOfInstances' } } },
      C: { many: { item: 'x', output: { from: 'r', to: 'x' } } },
    },
    faults: [
      'item-without-collection at A.many.item',
      'reserved-name at B.many.item',
      'reserved-name at B.many.output.to',
      'duplicate-name at C.many.output.to',
    ],
  },
  {
    rule: 'several tokens can come by flows only',
    model: 'A > end',
    fields: { A: { startQuantity: 2 } },
    faults: ['start-quantity at A.startQuantity'],
  },
  {
    rule: 'an event sub-process is not repeated',
    model: 'start > A > end; on message(m){ B }',
    fields: { on_message_1: { loop: { while: 'n < 3' } } },
    faults: ['repeated-event-sub-process at on_message_1.loop'],
  },
];

describe('checkStructure', () => {
  test.each([eventRows, timeRows, boundaryRows, activityRows].flat())('$rule', (row) => {
    expect(checkStructure(definitionOf(row)).map(brief)).toEqual(row.faults);
  });
});
