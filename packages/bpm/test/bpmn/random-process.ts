/**
 * Random definitions: every kind of node and event with every field there is, so that a field which
 * XML forgets is found. They have the shape of a definition; that they make sense is not their
 * business.
 */
import * as fc from 'fast-check';
import type { Flow, Node, NodeKind, ProcessInput } from '../../src/model.ts';

/** Words with what XML has to escape, and signs beyond ASCII; no blanks at the ends. */
const text = fc
  .array(
    fc.constantFrom(
      'a',
      'b',
      'Z',
      '7',
      ' ',
      '<',
      '>',
      '&',
      '"',
      "'",
      'ü',
      '中',
      '\n',
      '$',
      '{',
      '}',
    ),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((signs) => `x${signs.join('')}x`);
const name = text;
const expression = fc.oneof(
  text,
  fc.record({ language: fc.constantFrom('feel', 'juel', 'js'), text }),
);
const computed = fc.record({ expression });
const textOrExpression = fc.oneof(text, computed);
const names = fc.oneof(fc.array(text, { maxLength: 3 }), computed);
const mapping = fc.record({ from: expression, to: name });
const mappings = fc.array(mapping, { maxLength: 2 });
const flag = fc.boolean();
const onlyTrue = fc.constant(true as const);
const few = fc.integer({ min: 1, max: 3 });
const some = <T>(fields: { [Key in keyof T]: fc.Arbitrary<T[Key]> }): fc.Arbitrary<Partial<T>> =>
  fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;

const many = fc.oneof(
  fc.record({
    mode: fc.constantFrom('parallel' as const, 'sequential' as const),
    count: expression,
  }),
  fc.record(
    {
      mode: fc.constantFrom('parallel' as const, 'sequential' as const),
      collection: expression,
      item: name,
      output: mapping,
      until: expression,
    },
    { requiredKeys: ['mode', 'collection'] },
  ),
  fc.record({
    mode: fc.constantFrom('parallel' as const, 'sequential' as const),
    count: expression,
    until: expression,
    cancelRemaining: flag,
  }),
);
const loop = fc.record(
  { while: expression, testBefore: flag, max: few },
  { requiredKeys: ['while'] },
);
const repeated = fc.oneof(fc.constant({}), fc.record({ many }), fc.record({ loop }));
const activity = fc
  .tuple(
    some({
      in: mappings,
      out: mappings,
      undoes: onlyTrue,
      startQuantity: few,
      completionQuantity: few,
    }),
    repeated,
  )
  .map(([fields, repetition]) => ({ ...fields, ...repetition }));

const json = fc.dictionary(fc.constantFrom('type', 'title', 'x'), fc.jsonValue({ maxDepth: 2 }), {
  noNullPrototype: true,
});
const work = some({
  assignee: textOrExpression,
  candidateUsers: names,
  candidateGroups: names,
  due: textOrExpression,
  followUp: textOrExpression,
  calendar: name,
  priority: fc.oneof(fc.integer({ min: 0, max: 100 }), computed),
  form: json,
  instructions: text,
});
const retry = some({ attempts: few, pause: text, factor: fc.constantFrom(1.5, 2), most: text });

const event = fc.oneof(
  fc.record(
    { type: fc.constant('message' as const), name, key: expression },
    { requiredKeys: ['type', 'name'] },
  ),
  fc.record({ type: fc.constant('signal' as const), name }),
  fc.record(
    {
      type: fc.constant('timer' as const),
      date: textOrExpression,
      duration: textOrExpression,
      cycle: textOrExpression,
      cron: textOrExpression,
      zone: text,
      missed: fc.constantFrom('fireOnce' as const, 'fireAll' as const, 'skip' as const),
      calendar: text,
    },
    { requiredKeys: ['type'] },
  ),
  fc.record({ type: fc.constantFrom('error' as const), code: name }, { requiredKeys: ['type'] }),
  fc.record(
    { type: fc.constantFrom('escalation' as const), code: name },
    { requiredKeys: ['type'] },
  ),
  fc.record({ type: fc.constant('conditional' as const), condition: expression }),
  fc.record({
    type: fc.constantFrom('cancel' as const, 'terminate' as const),
  }),
  { weight: 3, arbitrary: fc.constant({ type: 'compensation' as const }) },
  fc.record({ type: fc.constant('link' as const), name }),
);
const events = fc.array(event, { minLength: 1, maxLength: 2 });
const common = some({ name: fc.oneof(text, fc.constant('')), documentation: text });

/** The fields of each kind, beyond id and common ones. */
const FIELDS: Readonly<Partial<Record<NodeKind, fc.Arbitrary<object>>>> = {
  task: activity,
  manual: activity,
  user: both(activity, some({ work })),
  service: both(activity, fc.record({ type: name, retry }, { requiredKeys: ['type'] })),
  script: both(
    activity,
    fc.record({ script: expression, result: name }, { requiredKeys: ['script'] }),
  ),
  send: both(
    activity,
    fc.record({ message: name, key: expression }, { requiredKeys: ['message'] }),
  ),
  receive: both(
    activity,
    fc.record({ message: name, key: expression }, { requiredKeys: ['message'] }),
  ),
  businessRule: both(
    activity,
    fc.record({ decision: name, result: name }, { requiredKeys: ['decision'] }),
  ),
  call: both(
    activity,
    fc.record(
      {
        process: fc.oneof(name, fc.constant('p'), fc.constant('q')),
        version: text,
        compensates: flag,
      },
      { requiredKeys: ['process'] },
    ),
  ),
  start: some({ on: events, all: onlyTrue, interrupting: flag, out: mappings }),
  catch: fc.record({ on: events, all: onlyTrue, out: mappings }, { requiredKeys: ['on'] }),
  throw: some({ throws: events, in: mappings }),
  end: some({ throws: events, in: mappings }),
  exclusive: fc.constant({}),
  parallel: fc.constant({}),
  inclusive: some({ join: fc.constantFrom('strict', 'pragmatic') }),
  eventBased: fc.constant({}),
  complex: some({ activation: expression }),
};

function both(a: fc.Arbitrary<object>, b: fc.Arbitrary<object>): fc.Arbitrary<object> {
  return fc.tuple(a, b).map(([first, second]) => ({ ...first, ...second }));
}

const KINDS = Object.keys(FIELDS) as NodeKind[];
const simpleNode = fc
  .constantFrom(...KINDS)
  .chain((kind) => both(common, FIELDS[kind]!).map((fields) => ({ kind, ...fields })));
const boundary = both(
  common,
  fc.record(
    { on: events, all: onlyTrue, interrupting: flag, out: mappings },
    { requiredKeys: ['on'] },
  ),
).map((fields) => ({ kind: 'boundary' as const, ...fields }));
const adHoc = some({
  ordering: fc.constantFrom('parallel', 'sequential'),
  activate: expression,
  until: expression,
  cancelRemaining: flag,
});
const subProcess = both(
  both(common, activity),
  fc.oneof(
    fc.constant({}),
    fc.record({ type: fc.constantFrom('event', 'transaction') }),
    fc.record({ type: fc.constant('adHoc'), adHoc }, { requiredKeys: ['type'] }),
  ),
).map((fields) => ({ kind: 'subProcess' as const, ...fields }));

type Drawn = { readonly kind: NodeKind; readonly [field: string]: unknown };
interface DrawnScope {
  readonly nodes: readonly (Drawn & { readonly inside?: DrawnScope })[];
  readonly links: readonly (readonly [number, number, unknown, string | undefined])[];
  readonly hosts: readonly number[];
}

const scope = (depth: number): fc.Arbitrary<DrawnScope> =>
  fc.record({
    nodes: fc.array(
      fc.oneof(
        { weight: 8, arbitrary: simpleNode },
        { weight: 2, arbitrary: boundary },
        { weight: depth > 0 ? 2 : 0, arbitrary: nested(depth) },
      ),
      { minLength: 1, maxLength: 7 },
    ),
    links: fc.array(
      fc.tuple(
        fc.nat(6),
        fc.nat(6),
        fc.option(expression, { nil: undefined }),
        fc.option(text, { nil: undefined }),
      ),
      { maxLength: 6 },
    ),
    hosts: fc.array(fc.nat(6), { minLength: 7, maxLength: 7 }),
  });

const nested = (depth: number): fc.Arbitrary<Drawn> =>
  depth === 0
    ? subProcess
    : fc.tuple(subProcess, scope(depth - 1)).map(([node, inside]) => ({ ...node, inside }));

/** Gives ids and ties nodes together; ids are short, so that processes of one file share them. */
class Naming {
  #count = 0;

  id(prefix: string): string {
    // Some ids are not ASCII, as a definition may have them.
    return `${prefix}${this.#count % 5 === 3 ? 'ä' : ''}${String(this.#count++)}`;
  }

  scope({ nodes, links, hosts }: DrawnScope): { nodes: Node[]; flows: Flow[] } {
    const ids = nodes.map(() => this.id('n'));
    const undo = ids[nodes.findIndex(({ kind }) => kind === 'task')];
    const tied = nodes.map(({ inside, ...node }, at) => {
      const id = ids[at]!;
      if (node.kind === 'boundary') {
        return this.#boundary(node, id, ids[hosts[at]! % ids.length]!, undo);
      }
      if (node.kind !== 'subProcess') return { ...withActivity(node, undo), id };
      const empty = { nodes: [], links: [], hosts: [] };
      return { ...node, id, ...this.scope(inside ?? empty) };
    }) as Node[];
    const flows = links.map(([from, to, condition, label]) => ({
      id: this.id('f'),
      from: ids[from % ids.length]!,
      to: ids[to % ids.length]!,
      ...(condition !== undefined && { condition: condition as Flow['condition'] }),
      ...(label !== undefined && { name: label }),
    }));
    return { nodes: tied.map((node) => withDefault(node, flows)), flows };
  }

  #boundary(node: Drawn, id: string, host: string, undo: string | undefined): object {
    const undoes = (node['on'] as { type: string }[]).some(({ type }) => type === 'compensation');
    const handler = undoes && undo !== undefined ? { handler: undo } : {};
    return { ...node, id, attachedTo: host, ...handler };
  }
}

/** Compensation of one activity, where a node throws it and there is one. */
function withActivity(node: Drawn, activity: string | undefined): Drawn {
  if (activity === undefined || !Array.isArray(node['throws'])) return node;
  const throws = (node['throws'] as { type: string }[]).map((event) =>
    event.type === 'compensation' ? { ...event, activity } : event,
  );
  return { ...node, throws };
}

function withDefault(node: Node, flows: readonly Flow[]): Node {
  const flow = flows.find(({ from }) => from === node.id);
  const may = /^(?:task|user|service|subProcess|exclusive|inclusive|complex)$/.test(node.kind);
  return may && flow !== undefined ? ({ ...node, default: flow.id } as Node) : node;
}

/** A process of this id. */
export const randomProcess = (id: string): fc.Arbitrary<ProcessInput> =>
  fc
    .tuple(
      some({
        name: text,
        documentation: text,
        version: text,
        zone: text,
        language: fc.constantFrom('feel', 'js'),
        join: fc.constantFrom('strict' as const, 'pragmatic' as const),
      }),
      scope(2),
    )
    .map(([fields, drawn]) => ({ id, ...fields, ...new Naming().scope(drawn) }));
