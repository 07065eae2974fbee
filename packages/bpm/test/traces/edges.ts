/** Where rules meet: handlers in repetitions, compensation in calls, incidents under boundaries. */
import type { Script } from './script.ts';

const repeated: readonly Script[] = [
  {
    id: 'edge-1',
    source: 'a transaction that is repeated: one cancel stops all iterations, one token leaves',
    model: `start > tx T{ start > user(A) ^undo cA > xor(x); x >[bad] cancelEnd; x >[default] end
      }*par(2) ^cancel > X > end; T > N > end`,
    start: { bad: true },
    do: [{ complete: 'A', at: 0 }],
    expect: { trace: 'A cA X', cancelled: 'A', ended: 'completed' },
  },
  {
    id: 'edge-2',
    source: 'each iteration of a sub-process has event sub-processes of its own',
    model: `start > S{ start > user(A) > end; on~ signal(s){ R } }*par(2) > B > end`,
    do: [
      { signal: { name: 's' }, expect: { trace: 'R R' } },
      { complete: 'A' },
      { signal: { name: 's' }, expect: { trace: 'R R A R' } },
      { complete: 'A' },
    ],
    expect: { trace: 'R R A R A B', ended: 'completed' },
  },
  {
    id: 'edge-3',
    source: 'repetitions nest',
    model: 'start > S{ start > user(A)*par(2) > C > end }*par(2) > B > end',
    do: [
      { complete: 'A' },
      { complete: 'A', expect: { trace: 'A A C', active: 'A A' } },
      { complete: 'A' },
      { complete: 'A' },
    ],
    expect: { trace: 'A A C A A C B', ended: 'completed' },
  },
  {
    id: 'edge-4',
    source: 'an escalation of an iteration goes to the boundary of the body, which stops all',
    model: `start > S{ start > user(A) > throw(t, escalation x) > end }*par(3) ^escalation(x) > X > end;
      S > B > end`,
    do: [{ complete: 'A', at: 1 }],
    expect: { trace: 'A X', cancelled: 'A A', ended: 'completed' },
  },
  {
    id: 'edge-5',
    source: 'a non-interrupting boundary of a repeated activity is armed once',
    model: 'start > user(A)*par(2) ^~timer(R2/PT1H) > C > end; A > B > end',
    do: [
      { advance: 'PT5H', expect: { trace: 'C C', timers: 0, active: 'A A' } },
      { complete: 'A' },
      { complete: 'A' },
    ],
    expect: { trace: 'C C A A B', ended: 'completed' },
  },
  {
    id: 'edge-6',
    source: 'a sequential iteration that is cancelled by command is followed by the next',
    model: 'start > user(A)*seq(2) > B > end',
    do: [{ cancel: 'A', at: 0, expect: { active: 'A', cancelled: 'A' } }, { complete: 'A' }],
    expect: { trace: 'A B', ended: 'completed' },
  },
  {
    id: 'edge-7',
    source: 'an iteration sees the item of its own list, deep inside a sub-process',
    model:
      'start > S{ start > xor(x); x >[i > 1] A > end; x >[default] B > end }*par(list: [1, 2]) > end',
    options: { fields: { S: { many: { item: 'i' } } } },
    expect: { trace: 'B A', ended: 'completed' },
  },
  {
    id: 'edge-8',
    source: 'an interrupting event sub-process in an iteration ends that iteration only',
    model: `start > S{ start > user(A) > end; on message(m){ R } }*par(2) > B > end`,
    do: [
      { message: { name: 'm' }, expect: { trace: 'R', cancelled: 'A', active: 'A' } },
      { complete: 'A' },
    ],
    expect: { trace: 'R A B', ended: 'completed' },
  },
];

const undone: readonly Script[] = [
  {
    id: 'edge-9',
    source: 'a handler may be a sub-process',
    model: `start > A ^undo U{ start > X > user(Y) > end } > B ^undo cB > comp(t) > Z > end`,
    do: [{ complete: 'Y' }],
    expect: { trace: 'A B cB X Y Z', ended: 'completed' },
  },
  {
    id: 'edge-10',
    source: 'a handler may be a call',
    model: `start > A ^undo call(Q) > comp(t) > Z > end; process Q: start > X > end`,
    expect: { trace: 'A X Z', ended: 'completed' },
  },
  {
    id: 'edge-11',
    source: 'an error of a handler climbs from the scope of the throw',
    model: `start > S{ start > A ^undo svc(cA) > comp(t) > end } ^error(E) > X > end; S > B > end`,
    do: [{ fail: 'cA', error: 'E' }],
    expect: { trace: 'A X', cancelled: 'cA', ended: 'completed' },
  },
  {
    id: 'edge-12',
    source: 'calls nest in compensation, last first',
    model: `start > A ^undo cA > call(Q) > comp(t) > Z > end;
      process Q: start > B ^undo cB > call(P) > C ^undo cC > end; process P: start > D ^undo cD > end`,
    options: { fields: { Q: { compensates: true }, P: { compensates: true } } },
    expect: { trace: 'A B D C cC cD cB cA Z', ended: 'completed' },
  },
  {
    id: 'edge-13',
    source: 'results of a handler go to the scope of now',
    model: 'start > S{ start > A ^undo cA > comp(t) > B > end } > Z > end',
    options: { out: { cA: '"undone" -> state', B: 'state -> seen' } },
    expect: { trace: 'A cA B Z', vars: { seen: 'undone' }, ended: 'completed' },
  },
  {
    id: 'edge-14',
    source: 'an activity that completes while another is undone is not part of that',
    model: `start > and(g); g > A ^undo user(cA) > comp(t) > Z > end; g > user(B) ^undo cB > end`,
    do: [{ complete: 'B', expect: { active: 'cA' } }, { complete: 'cA' }],
    expect: { trace: 'A B cA Z', ended: 'completed' },
  },
  {
    id: 'edge-15',
    source: 'of several completions of one activity by name, the last first; others stay',
    model: `start > xor(r) > A ^undo cA > B ^undo cB > xor(x); x >[n<2] r; x >[default] comp(t, A)
      > comp(u) > Z > end`,
    options: { out: { A: 'n + 1 -> n', cA: 'n -> last' } },
    start: { n: 0 },
    expect: { trace: 'A B A B cA cA cB cB Z', vars: { last: 1 }, ended: 'completed' },
  },
  {
    id: 'edge-16',
    source: 'an event sub-process that runs beside its owner may undo what that has done',
    model: `start > S{ start > A ^undo cA > user(V) > end; on~ message(m){ start > comp(t) > R > end } }
      > comp(u) > Z > end`,
    do: [{ message: { name: 'm' }, expect: { trace: 'A cA R', active: 'V' } }, { complete: 'V' }],
    expect: { trace: 'A cA R V Z', ended: 'completed' },
  },
];

const incidents: readonly Script[] = [
  {
    id: 'edge-17',
    source: 'a boundary event takes the incident of its activity away',
    model: 'start > svc(S) ^timer(PT1H) > C > end; S > B > end',
    do: [
      { crashJob: 'S' },
      { crashJob: 'S' },
      { crashJob: 'S', expect: { incidents: 'retries-exhausted' } },
      { advance: 'PT1H' },
    ],
    expect: { trace: 'C', incidents: '', cancelled: 'S', ended: 'completed' },
  },
  {
    id: 'edge-18',
    source: 'a resolved job has all its attempts again',
    model: 'start > svc(S) > B > end',
    options: { fields: { S: { retry: { attempts: 2 } } } },
    do: [
      { crashJob: 'S' },
      { crashJob: 'S', expect: { incidents: 'retries-exhausted' } },
      { resolve: 'retries-exhausted' },
      { crashJob: 'S', expect: { incidents: '' } },
      { crashJob: 'S', expect: { incidents: 'retries-exhausted' } },
      { crash: true },
      { resolve: 'retries-exhausted' },
      { complete: 'S' },
    ],
    expect: { trace: 'S B', incidents: '', ended: 'completed' },
  },
  {
    id: 'edge-19',
    source: 'a loop without a wait is stopped by the burst limit, as an incident',
    model: 'start > xor(r) > A > xor(x); x >[again] r; x >[default] B > end',
    options: { burstSteps: 12 },
    start: { again: true },
    do: [
      { crash: true, expect: { incidents: 'burst-limit', ended: false } },
      { set: { again: false } },
      { resolve: 'burst-limit' },
    ],
    expect: { incidents: '', ended: 'completed' },
  },
  {
    id: 'edge-20',
    source: 'a deadlock ends when its scope is interrupted',
    model: `start > S{ start > xor(x); x >[true] A > and(j); x >[default] B > j; j > end }
      ^message(m) > C > end; S > D > end`,
    do: [{ message: { name: 'm' } }],
    expect: { trace: 'A C', incidents: '', ended: 'completed' },
  },
  {
    id: 'edge-21',
    source: 'a completion condition that fails is an incident; mended, it goes on',
    model: 'start > user(A)*par(3, n > 1) > B > end',
    start: { n: 'many' },
    do: [
      { complete: 'A', expect: { incidents: 'expression-failed' } },
      { set: { n: 2 } },
      { resolve: 'expression-failed' },
    ],
    expect: { trace: 'A B', cancelled: 'A A', incidents: '', ended: 'completed' },
  },
  {
    id: 'edge-22',
    source: 'a correlation key that fails is an incident; mended, it is armed',
    model: 'start > catch(c, message m) > B > end',
    options: { fields: { c: { on: [{ type: 'message', name: 'm', key: 'order.id' }] } } },
    do: [
      { set: { order: { id: 'o1' } }, expect: { incidents: 'expression-failed', active: 'c' } },
      { resolve: 'expression-failed' },
      { message: { name: 'm', key: 'o1' }, outcome: 'correlated' },
    ],
    expect: { trace: 'B', incidents: '', ended: 'completed' },
  },
];

const scopes: readonly Script[] = [
  {
    id: 'edge-23',
    source: 'variables of a sub-process are its own; its outputs go out',
    model: 'start > S{ start > A > B > end } > C > end',
    options: {
      out: { A: 'x + 1 -> x', S: 'x -> y', C: 'x -> seen' },
      fields: { S: { in: [{ from: 'n', to: 'x' }] } },
    },
    start: { n: 4, x: 100 },
    expect: { vars: { x: 100, y: 5, seen: 100 }, ended: 'completed' },
  },
  {
    id: 'edge-24',
    source: 'a called process has event sub-processes and messages of its own',
    model: `start > call(Q) > B > end;
      process Q: start > recv(R, m, k1) > end; on~ signal(s){ X }`,
    do: [
      { signal: { name: 's' }, expect: { trace: 'X', active: 'R' } },
      { message: { name: 'm', key: 'k1' } },
    ],
    expect: { trace: 'X R B', ended: 'completed' },
  },
  {
    id: 'edge-25',
    source: 'an error of a nested call goes to the innermost that catches it',
    model: `start > call(Q) ^error(E) > C > end; Q > B > end;
      process Q: start > call(P) ^error(*) > D > end; P > end; process P: start > A > error(E)`,
    expect: { trace: 'A D B', ended: 'completed' },
  },
  {
    id: 'edge-26',
    source: 'an event sub-process of the caller catches what a called process throws',
    model: `start > S{ start > call(Q) > end; on error(E){ R } } > B > end;
      process Q: start > and(g); g > user(V) > end; g > A > error(E)`,
    expect: { trace: 'A R B', cancelled: 'V', ended: 'completed' },
  },
  {
    id: 'edge-27',
    source: 'links stay in their scope',
    model: `start > S{ start > A > throw(t, link L); catch(c, link L) > B > end } > throw(u, link L);
      catch(d, link L) > C > end`,
    expect: { trace: 'A B C', ended: 'completed' },
  },
  {
    id: 'edge-28',
    source: 'a sub-process that is cancelled by command takes all in it along',
    model: `start > and(g); g > S{ start > user(A) ^timer(PT1H) > end; A > end } > B > end; g > user(C)
      > end`,
    do: [{ cancel: 'S', expect: { active: 'C', cancelled: 'A', timers: 0 } }, { complete: 'C' }],
    expect: { trace: 'C', ended: 'completed' },
  },
  {
    id: 'edge-29',
    source: 'terminate in an event sub-process ends that, and its owner goes on',
    model: `start > user(A) > end; on~ message(m){ start > and(g); g > R > terminate; g > user(V) > end }`,
    do: [
      { message: { name: 'm' }, expect: { trace: 'R', cancelled: 'V', active: 'A' } },
      { complete: 'A' },
    ],
    expect: { trace: 'R A', ended: 'completed' },
  },
  {
    id: 'edge-30',
    source: 'one signal may start several event sub-processes',
    model: 'start > user(A) > end; on~ signal(s){ R }; on~ signal(s){ T }',
    do: [{ signal: { name: 's' } }, { complete: 'A' }],
    expect: { trace: 'R T A', ended: 'completed' },
  },
  {
    id: 'edge-31',
    source: 'a process that only events start is not started without one',
    model: 'start(s, message m) > A > end',
    start: false,
    do: [
      { start: {}, rejected: 'BPM_INVALID_COMMAND' },
      { message: { name: 'm' }, outcome: 'started' },
    ],
    expect: { trace: 'A', ended: 'completed' },
  },
  {
    id: 'edge-32',
    source: 'an interrupted owner with tokens at a join starts its handler with none left',
    model: `start > S{ start > and(g); g > A > and(j); g > user(B) > j; j > C > end; on message(m){ R } }
      > D > end`,
    do: [{ message: { name: 'm' } }],
    expect: { trace: 'A R D', cancelled: 'B', incidents: '', diagnostics: '', ended: 'completed' },
  },
  {
    id: 'edge-33',
    source: 'a gateway of events in an interrupted scope closes all it waited for',
    model: `start > S{ start > evt(e); e > timer(t, PT1H) > A > end; e > recv(R, m) > end } ^signal(s)
      > C > end; S > B > end`,
    do: [{ signal: { name: 's' } }, { message: { name: 'm' }, outcome: 'not-correlated' }],
    expect: { trace: 'C', timers: 0, ended: 'completed' },
  },
  {
    id: 'edge-34',
    source: 'the escalation of a running handler may start another, and both go on',
    model: `start > user(A) > end; on~ message(m){ start > throw(t, escalation x) > user(R) > end };
      on~ escalation(x){ user(T) }`,
    do: [
      { message: { name: 'm' }, expect: { active: 'A R T' } },
      { complete: 'A' },
      { complete: 'T' },
      { complete: 'R' },
    ],
    expect: { trace: 'A T R', ended: 'completed' },
  },
  {
    id: 'edge-35',
    source: 'a script gives its value under a name, or its members',
    model: 'start > script(F, n * 2) > script(G, {a: m + 1, b: 7}) > end',
    options: { fields: { F: { result: 'm' } } },
    start: { n: 4 },
    expect: { trace: 'F G', vars: { m: 8, a: 9, b: 7 }, ended: 'completed' },
  },
  {
    id: 'edge-36',
    source: 'parallel branches write by name, the last commit wins',
    model: 'start > and(g); g > user(A) > and(j); g > user(B) > j; j > end',
    do: [
      { complete: 'B', vars: { b: 1, both: 'B' } },
      { complete: 'A', vars: { a: 2, both: 'A' } },
    ],
    expect: { vars: { a: 2, b: 1, both: 'A' }, ended: 'completed' },
  },
];

/** The scripts. */
export const edgeScripts: readonly Script[] = [...repeated, ...undone, ...incidents, ...scopes];
