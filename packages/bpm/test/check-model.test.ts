/** One row for each fault of a definition: the model, and which code stands at which path. */
import { describe, expect, test } from 'vitest';
import { checkStructure, definitionNotes } from '../src/check-model.ts';
import { readDefinition } from '../src/compile.ts';
import { brief, definitionOf, type FaultRow } from './definition-faults.ts';
import { readNotation } from './notation.ts';

const flowRows: FaultRow[] = [
  {
    rule: 'ids are unique, flows and sub-processes included',
    model: 'start > A > S{ start > B > end } > end',
    fields: { B: { id: 'A' } },
    faults: [
      'duplicate-id at A',
      'unknown-target at start_2-B.to',
      'unknown-source at B-end_1.from',
      'unreachable at A',
      'unreachable at end_1',
    ],
  },
  {
    rule: 'a flow has two ends',
    model: 'start > A > end',
    flows: ['f1: nobody > A', 'f2: A > nowhere'],
    faults: ['unknown-source at f1.from', 'unknown-target at f2.to'],
  },
  {
    rule: 'a flow stays in its scope',
    model: 'start > A > S{ start > B > end } > end',
    flows: ['f1: A > B', 'f2: B > A'],
    faults: ['crosses-scope at f1.to', 'crosses-scope at f2.from'],
  },
  {
    rule: 'no flow into a start',
    model: 'start > A > start',
    faults: ['flow-into-start at A-start_1.to'],
  },
  {
    rule: 'no flow out of an end',
    model: 'start > end > A',
    faults: ['flow-out-of-end at end_1-A.from'],
  },
  {
    rule: 'no flow into a boundary event',
    model: 'start > user(A) ^timer(PT1H) > B > end; A > end',
    flows: ['f1: B > A_timer'],
    faults: ['flow-into-boundary at f1.to'],
  },
  {
    rule: 'no flow to or from an event sub-process',
    model: 'start > A > end; on message(m){ B }',
    flows: ['f1: A > on_message_1', 'f2: on_message_1 > end_1'],
    faults: ['flow-at-event-sub-process at f1.to', 'flow-at-event-sub-process at f2.from'],
  },
  {
    rule: 'no flow to or from what undoes, none out of its event',
    model: 'start > A ^undo cA > end',
    flows: ['f1: A > cA', 'f2: cA > end_1', 'f3: A_undo > end_1'],
    faults: [
      'flow-at-handler at f1.to',
      'flow-at-handler at f2.from',
      'flow-out-of-compensation at f3.from',
    ],
  },
  {
    rule: 'a link is entered and left by its name only',
    model: 'start > A > throw(t, link L); catch(c, link L) > B > end',
    flows: ['f1: t > B', 'f2: A > c'],
    faults: ['flow-out-of-link at f1.from', 'flow-into-link at f2.to'],
  },
  {
    rule: 'the default flow is one of the outgoing',
    model: 'start > xor(x) > A > end',
    fields: { x: { default: 'start_1-x' } },
    faults: ['default-not-outgoing at x.default'],
  },
  {
    rule: 'parallel and event-based gateways look at no condition',
    model:
      'start > and(g); g >[n > 1] A > end; g > evt(e); e >[n > 2] recv(R, m); e > timer(t, PT1H)',
    faults: ['condition-not-allowed at g-A.condition', 'condition-not-allowed at e-R.condition'],
  },
];

const eventGatewayRows: FaultRow[] = [
  {
    rule: 'an event-based gateway has something to choose from',
    model: 'start > evt(e) > recv(R, m) > end',
    faults: ['event-gateway-outgoing at e'],
  },
  {
    rule: 'an event-based gateway is followed by catches and receive tasks',
    model: `start > and(g) > evt(e); e > A; e > catch(c, link L); e > recv(R, m) ^timer(PT1H) > end;
      e > recv(Q, m)*par(2); g > throw(t, link L)`,
    faults: [
      'flow-into-link at e-c.to',
      'event-gateway-target at e-A.to',
      'event-gateway-target at e-c.to',
      'event-gateway-target at e-R.to',
      'event-gateway-target at e-Q.to',
    ],
  },
  {
    rule: 'what follows an event-based gateway is entered from there only',
    model: 'start > and(g) > evt(e); e > recv(R, m); e > recv(Q, n); g > R',
    faults: ['event-gateway-shared-target at e-R.to'],
  },
];

const scopeRows: FaultRow[] = [
  { rule: 'a process has a start', model: '', faults: ['no-start at main'] },
  {
    rule: 'a sub-process has a start',
    model: 'start > S{ } > end',
    faults: ['no-start at S'],
  },
  {
    rule: 'nodes in a circle have no start',
    model: 'user(A)',
    flows: ['f1: A > A'],
    faults: ['no-start at main'],
  },
  {
    rule: 'an event sub-process has one start, with a trigger',
    model:
      'start > A > end; on message(m){ B }; on message(n){ start > C; start(s2) > D }; on signal(s){ E }',
    fields: { start_2: { on: [] }, on_signal_1: { nodes: [{ kind: 'task', id: 'E' }], flows: [] } },
    faults: [
      'event-sub-process-trigger at start_2.on',
      'event-sub-process-start at on_message_2',
      'event-sub-process-start at on_signal_1',
    ],
  },
  {
    rule: 'an ad-hoc sub-process has activities, and no start and end events',
    model: 'start > adhoc H{ start > A > end } > adhoc G{ xor(x) } > S{ B } > end',
    fields: { S: { adHoc: {} } },
    faults: [
      'ad-hoc-event at start_2',
      'ad-hoc-event at end_1',
      'ad-hoc-empty at G',
      'ad-hoc-rule at S.adHoc',
    ],
  },
];

const pathRows: FaultRow[] = [
  {
    rule: 'every node can be reached',
    model: 'start > A > end; B > C > B; user(D) ^timer(PT1H) > E',
    faults: ['B', 'C', 'D', 'D_timer', 'E'].map((id) => `unreachable at ${id}`),
  },
  {
    rule: 'a loop of automatic nodes has a way out',
    model:
      'start > xor(r) > A > xor(x); x >[n < 3] r; x >[default] throw(t, link L); catch(c, link L) > r',
    faults: ['endless-loop at r'],
  },
  {
    rule: 'a loop that takes all flows has a way out by each of them',
    model: 'start > xor(r) > and(g); g > A > r; g > user(B) > end',
    faults: ['endless-loop at r'],
  },
  {
    rule: 'an activity that leads to itself has a way out',
    model: 'start > and(g) > user(B) > end; g > A > A',
    faults: ['endless-loop at A'],
  },
];

const sound: Pick<FaultRow, 'rule' | 'model' | 'fields'>[] = [
  { rule: 'several starts without a trigger', model: 'start > A > end; start(s2) > B > end' },
  { rule: 'nodes that no flow leads to are starts', model: 'A > C; B > C > end' },
  { rule: 'a process that only messages start', model: 'start(s, message m, k) > A > end' },
  {
    rule: 'a loop with a way out',
    model: 'start > xor(r) > A > xor(x); x >[n < 3] r; x >[default] end',
  },
  {
    rule: 'what an event sub-process catches inside is no twin of what it is started by',
    model: `start > A > end; on error(E){ svc(B) ^error(E) > C > end; B > end };
      on compensation{ D > comp(t) > end }; on~ message(m){ F ^undo cF > end }`,
  },
  {
    rule: 'a loop that begins something in each round',
    model:
      'start > xor(r) > A > and(g); g > user(B) > end; g > xor(x); x >[n < 3] r; x >[default] C',
  },
  { rule: 'a loop that awaits something', model: 'start > xor(r) > user(A) > r' },
  { rule: 'a loop that waits for a job', model: 'start > xor(r) > svc(A) > r' },
  { rule: 'a cycle on an interrupting event', model: 'start > user(A) ^timer(R3/PT1H) > end' },
  {
    rule: 'a transaction that is cancelled from further inside',
    model: 'start > tx T{ A ^undo cA > S{ B > cancelEnd } } ^cancel > X > end; T > end',
  },
  {
    rule: 'compensation of what the scope around has done, from a handler',
    model: 'start > A ^undo cA > S{ user(B) } > end; on~ message(m){ start > comp(t, A) > end }',
  },
  {
    rule: 'several throws of one link',
    model: 'start > and(g) > throw(t, link L); g > throw(u, link L); catch(c, link L) > end',
  },
  {
    rule: 'several events of one catch',
    model: 'start > catch(c, message m) > end',
    fields: {
      c: {
        all: true,
        on: [
          { type: 'message', name: 'm' },
          { type: 'signal', name: 's' },
        ],
      },
    },
  },
];

const noteRows: FaultRow[] = [
  {
    rule: 'a condition on a default flow is ignored',
    model: 'start > xor(x); x >[n > 1] A; x >[n > 2] B',
    fields: { x: { default: 'x-B' } },
    faults: ['default-flow-condition at x-B.condition'],
  },
  {
    rule: 'a flow without condition is always taken',
    model: 'start > xor(x); x > A; x >[n > 2] B; x >[default] C',
    faults: ['missing-condition at x-A'],
  },
  {
    rule: 'two inclusive joins may wait for each other (or-8)',
    model: `start > and(g); g > A > or(j1); g > B > or(j2); j1 > C > xor(x1); x1 >[false] j2;
      x1 >[default] end; j2 > D > xor(x2); x2 >[false] j1; x2 >[default] end`,
    faults: ['or-join-hazard at j1'],
  },
  {
    rule: 'under strict, a loop around two inclusive joins is no hazard',
    model: `start > xor(r) > or(o); o >[true] A > or(j); o >[true] B > j; j > or(p); p >[true] C > or(k);
      p >[true] D > k; k > xor(x); x >[false] r; x >[default] end`,
    faults: [],
  },
  {
    rule: 'under pragmatic it is one',
    model: `start > xor(r) > or(o); o >[true] A > or(j); o >[true] B > j; j > or(p); p >[true] C > or(k);
      p >[true] D > k; k > xor(x); x >[false] r; x >[default] end`,
    join: 'pragmatic',
    faults: ['or-join-hazard at j'],
  },
];

describe('checkStructure', () => {
  const rows = [flowRows, eventGatewayRows, scopeRows, pathRows];
  test.each(rows.flat())('$rule', (row) => {
    expect(checkStructure(definitionOf(row)).map(brief)).toEqual(row.faults);
  });

  test.each(sound)('refuses nothing: $rule', (row) => {
    expect(checkStructure(definitionOf({ ...row, faults: [] }))).toEqual([]);
  });

  test('a message names the thing and the remedy', () => {
    const [fault] = checkStructure(definitionOf({ ...scopeRows[1]!, flows: ['f1: S > nowhere'] }));
    expect(fault!.message).toBe("there is no node 'nowhere'; correct the id or remove the flow");
  });

  test('a process is not nested deeper than 50, nor larger than 10,000 nodes', () => {
    let nested = 'A';
    for (let depth = 0; depth < 51; depth += 1) nested = `S${depth}{ ${nested} }`;
    const deep = checkStructure(readDefinition(readNotation(nested).main));
    expect(deep.map(brief)).toEqual(['too-deep at S0']);
    const nodes = Array.from(
      { length: 10_001 },
      (_, at) => ({ kind: 'task', id: `t${at}` }) as const,
    );
    const large = checkStructure(readDefinition({ id: 'large', nodes, flows: [] }));
    expect(large.map(brief)).toEqual(['too-many-nodes at large']);
  });
});

describe('definitionNotes', () => {
  test.each(noteRows)('$rule', (row) => {
    const definition = definitionOf(row);
    expect(definitionNotes(definition).map(brief)).toEqual(row.faults);
    expect(checkStructure(definition)).toEqual([]);
  });
});
