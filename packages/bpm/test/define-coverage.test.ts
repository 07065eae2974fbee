/**
 * All that the normal form can say, the builder can: a process is written with every word, and
 * what it has become is held against the schemas of the model and the table of events.
 */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { service } from '../src/contract.ts';
import { feel, otherwise, process, thisScope } from '../src/define.ts';
import { eventDefinition } from '../src/event-model.ts';
import {
  adHocRule,
  node,
  type Node,
  processDefinition,
  type ProcessDefinition,
} from '../src/model.ts';
import { repetition, retryRule, standardLoop, userWork } from '../src/model.ts';

const nothing = z.object({});
const book = service('book', { input: nothing, output: nothing });
const child = process('child').task('do').build();
const n = z.object({ n: z.number(), list: z.array(z.number()) });
const about = { name: 'Name', documentation: 'What it means' };
const mapped = { in: { x: 'n' }, out: { y: 'n' } } as const;
const retry = { attempts: 2, pause: 'PT1S', factor: 2, most: 'PT1M' };
const loop = { while: feel<boolean>('n < 3'), testBefore: true, max: 3 };

const begin = () =>
  process('everything', {
    ...about,
    input: n,
    version: 'v1',
    language: 'feel',
    zone: 'Europe/Rome',
    join: 'pragmatic',
    messages: { m: nothing, first: n },
    signals: { s: nothing, begin: n },
    startedBy: [
      { message: 'first', out: { n: 'n', list: 'list' } },
      { signal: 'begin', ...about, id: 'by signal' },
      { timer: 'R/P1D', out: { n: feel<number>('1'), list: feel<number[]>('[]') } },
      { condition: feel('n > 9') },
      { receive: 'first' },
      { firstOf: [{ message: 'first', key: 'n' }, { signal: 'begin' }] },
    ],
  });

const activities = begin()
  .task('task', { ...about, ...mapped, loop, startQuantity: 2, completionQuantity: 2 })
  .manual('manual')
  .service('service', book, { in: {}, retry })
  .user('user', {
    assignee: 'ann',
    candidateUsers: ['bob'],
    candidateGroups: ['clerks'],
    due: 'P1D',
    calendar: 'office',
    followUp: 'PT1H',
    priority: 70,
    form: z.object({ done: z.boolean() }),
    instructions: 'Look at {{n}}',
  })
  .script('script', feel<number>('n + 1'), { result: 'r' })
  .businessRule('rule', 'rates', { result: 'rate' })
  .call('call', child, { version: 'v2', compensates: true })
  .send('send', 'm', { key: 'n' })
  .receive('receive', 'm', { key: 'n' })
  .multiInstance({ items: 'list', item: 'i', until: feel('n > 1') }, (p) => p.task('many'), {
    into: 'is',
    from: 'i',
  })
  .multiInstance({ count: 2, until: feel('n > 1'), cancelRemaining: false }, (p) => p.task('twice'))
  .adHoc('ad hoc', [(p) => p.task('a')], {
    ordering: 'sequential',
    activate: ['a'],
    until: feel('n > 1'),
    cancelRemaining: false,
  });

const gateways = begin()
  .exclusive('xor', { a: feel('n > 1'), b: otherwise }, { a: (p) => p.task('a') }, about)
  .inclusive(
    'or',
    { c: feel('n > 1'), d: otherwise },
    { c: (p) => p.task('c'), d: (p) => p.task('d') },
    { ...about, join: 'strict' },
  )
  .parallel('and', { e: (p) => p.task('e'), f: (p) => p.task('f') }, about)
  .nOfM('some', 1, { g: (p) => p.task('g'), h: (p) => p.task('h') }, about)
  .eventBased('first', { i: (e) => e.timer('i', 'P1D'), j: (e) => e.signal('j', 's') }, about);

const catches = begin()
  .message('m', 'm', { ...about, key: 'n', out: { got: 'n' } })
  .signal('s', 's')
  .timer('t', { date: '2030-01-01', zone: 'UTC', missed: 'fireAll', calendar: 'work' })
  .condition('c', feel('n > 1'))
  .allOf('all', [{ signal: 's' }, { timer: 'P1D' }])
  .throwLink('far')
  .onLink('far', (p) => p);

const throws = begin()
  .task('work')
  .undo('work', (p) => p.task('mend'))
  .mark('on the way', about)
  .throwMessage('tell', 'm', { in: {}, key: 'n' })
  .throwSignal('call out', 's')
  .escalate('HELP', { in: { why: 'n' } })
  .compensate('work')
  .compensate()
  .inclusive(
    'ends',
    { a: feel('n = 1'), b: feel('n = 2'), c: otherwise },
    {
      a: (p) => p.endWith('news', [{ message: 'm', key: 'n' }, { signal: 's' }], { in: {} }),
      b: (p) => p.endWith('more', [{ escalation: 'HELP' }, { compensation: true }]),
      c: (p) => p.terminate('stop', about),
    },
  )
  .onError(thisScope, 'BAD', (p) => p.end());

const beside = { interrupting: false } as const;
const boundaries = begin()
  .transaction('tx', (p) =>
    p.exclusive(
      'fine?',
      { yes: feel('n > 1'), bad: feel('n > 0'), no: otherwise },
      { bad: (q) => q.throwError('BAD', { in: { why: 'n' } }), no: (q) => q.cancel('cancel') },
    ),
  )
  .undo('tx', (p) => p.task('mend'))
  .onCancel('tx', (p) => p)
  .onError('tx', 'BAD', (p) => p)
  .onError('tx', '*', (p) => p, about)
  .onEscalation('tx', 'HELP', (p) => p, beside)
  .onTimer('tx', { cycle: 'R3/PT1H' }, (p) => p, beside)
  .onTimer('tx', { cron: '0 6 * * *' }, (p) => p, beside)
  .onTimer('tx', 'PT1H', (p) => p)
  .onMessage('tx', 'm', (p) => p, { key: 'n', out: { got: 'n' } })
  .onSignal('tx', 's', (p) => p)
  .onCondition('tx', feel('n > 7'), (p) => p)
  .onAllOf('tx', [{ signal: 's' }, { timer: 'P1D' }], (p) => p);

const handlers = begin()
  .task('work')
  .onMessage(thisScope, 'm', (p) => p, { ...beside, key: 'n', out: { got: 'n' } })
  .onSignal(thisScope, 's', (p) => p, beside)
  .onTimer(thisScope, 'P1D', (p) => p, beside)
  .onCondition(thisScope, feel('n > 7'), (p) => p, beside)
  .onError(thisScope, '*', (p) => p)
  .onEscalation(thisScope, '*', (p) => p)
  .onAllOf(thisScope, [{ signal: 's' }, { timer: 'P1D' }], (p) => p)
  .undo(thisScope, (p) => p.task('mend'));

const written = [activities, gateways, catches, throws, boundaries, handlers].map(
  (path) => path.build().definition as ProcessDefinition,
);

/** Every node, with whether it is in an event sub-process. */
function* nodesOf(nodes: readonly Node[], place: string): Generator<[Node, string]> {
  for (const each of nodes) {
    yield [each, place];
    if (each.kind !== 'subProcess') continue;
    yield* nodesOf(each.nodes, each.type === 'event' ? 'event sub-process' : 'sub-process');
  }
}

const all = written.flatMap(({ nodes }) => [...nodesOf(nodes, 'process')]);

/** Kinds of events where they may stand, as in table 10.93 of BPMN 2.0.2; `none` = no trigger. */
const table = {
  'process start': 'none message timer signal conditional',
  'event sub-process start': 'message timer signal conditional error escalation compensation',
  catch: 'message timer signal conditional link',
  boundary: 'message timer signal conditional error escalation compensation cancel',
  throw: 'none message signal escalation compensation link',
  end: 'none message signal escalation compensation error cancel terminate',
};

test.each(Object.entries(table))('every kind of event can be written: %s', (place, kinds) => {
  const found = all.flatMap(([each, around]) => {
    const at = each.kind === 'start' ? `${around} start` : each.kind;
    if (at !== place) return [];
    const events = 'on' in each ? each.on : 'throws' in each ? each.throws : undefined;
    return events?.map(({ type }) => type) ?? ['none'];
  });
  expect([...new Set<string>(found)].toSorted()).toEqual(kinds.split(' ').toSorted());
});

interface Shape {
  readonly properties?: Readonly<Record<string, { readonly const?: string }>>;
  readonly oneOf?: readonly Shape[];
  readonly anyOf?: readonly Shape[];
}

/** The objects of a schema, each as the name of its kind and the fields it may have. */
function fieldsOf(schema: z.ZodType, of: string): string[] {
  const { properties, oneOf, anyOf } = z.toJSONSchema(schema, { io: 'input' }) as Shape;
  const shapes = properties === undefined ? (oneOf ?? anyOf ?? []) : [{ properties }];
  return shapes.flatMap((shape) => {
    const { properties: fields = {} } = shape;
    const kind = fields['kind']?.const ?? fields['type']?.const ?? of;
    return Object.keys(fields).map((field) => `${kind}.${field}`);
  });
}

/** The same of what was written. */
const namesOf = (of: string, value: object | undefined): string[] =>
  Object.keys(value ?? {}).map((field) => `${of}.${field}`);

/** `many` of one kind of activity is `many` of all: they are written by the same words. */
const onceFor = (names: readonly string[]): string[] => {
  const shared = 'name documentation in out many loop startQuantity completionQuantity undoes';
  const isShared = new Set(shared.split(' '));
  const short = names.map((name) => {
    const [kind = '', field = ''] = name.split('.');
    return activityKinds.has(kind) && isShared.has(field) ? `activity.${field}` : name;
  });
  return [...new Set(short)].toSorted();
};
const activityKinds = new Set(
  'task manual user service script send receive businessRule call subProcess'.split(' '),
);

test('every field of every element can be written', () => {
  const expected = [
    ...fieldsOf(processDefinition, 'process'),
    ...fieldsOf(node, ''),
    ...fieldsOf(eventDefinition, ''),
    ...fieldsOf(repetition, 'many'),
    ...fieldsOf(standardLoop, 'loop'),
    ...fieldsOf(adHocRule, 'adHoc'),
    ...fieldsOf(userWork, 'work'),
    ...fieldsOf(retryRule, 'retry'),
  ];
  const found = all.flatMap(([each]) => [
    ...namesOf(each.kind, each),
    ...('on' in each ? (each.on ?? []) : []).flatMap((event) => namesOf(event.type, event)),
    ...('throws' in each ? (each.throws ?? []) : []).flatMap((event) => namesOf(event.type, event)),
    ...('many' in each ? namesOf('many', each.many) : []),
    ...('loop' in each ? namesOf('loop', each.loop) : []),
    ...('adHoc' in each ? namesOf('adHoc', each.adHoc) : []),
    ...('work' in each ? namesOf('work', each.work) : []),
    ...('retry' in each ? namesOf('retry', each.retry) : []),
  ]);
  const names = onceFor([...written.flatMap((one) => namesOf('process', one)), ...found]);
  // Conditional flows out of an activity or a complex gateway are written as a gateway after it.
  const bySplits = onceFor(expected).filter((name) => !names.includes(name));
  const elsewhere = [...activityKinds, 'complex'].map((kind) => `${kind}.default`).toSorted();
  expect(bySplits).toEqual(elsewhere);
});
