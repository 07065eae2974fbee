/**
 * Definitions to XML and back.
 */
import { readBpmn, writeBpmn } from '@kontor/bpm/bpmn-xml';
import { BpmnModdle } from 'bpmn-moddle';
import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { type ProcessDefinition, type ProcessInput, processDefinition } from '../../src/model.ts';
import { randomProcess } from './random-process.ts';

vi.setConfig({ testTimeout: 120_000 });

/** As JSON has it: no undefined fields, no -0. */
const plain = (processes: readonly ProcessInput[]): unknown =>
  JSON.parse(JSON.stringify(processes.map((process) => processDefinition.parse(process))));

const order: ProcessInput = {
  id: 'order',
  name: 'Order',
  nodes: [
    { kind: 'start', id: 'placed' },
    { kind: 'user', id: 'approve', work: { candidateGroups: ['sales'], due: 'P3D' } },
    {
      kind: 'boundary',
      id: 'late',
      attachedTo: 'approve',
      interrupting: false,
      on: [{ type: 'timer', duration: 'P2D' }],
    },
    { kind: 'service', id: 'remind', type: 'send-mail' },
    { kind: 'exclusive', id: 'ok', default: 'no' },
    {
      kind: 'service',
      id: 'pay',
      type: 'charge',
      retry: { attempts: 5, pause: 'PT1M', factor: 2 },
    },
    {
      kind: 'boundary',
      id: 'undo',
      attachedTo: 'pay',
      on: [{ type: 'compensation' }],
      handler: 'refund',
    },
    { kind: 'service', id: 'refund', type: 'refund', undoes: true },
    {
      kind: 'subProcess',
      id: 'ship',
      nodes: [
        { kind: 'start', id: 'packed' },
        { kind: 'end', id: 'shipped' },
      ],
      flows: [{ id: 's1', from: 'packed', to: 'shipped' }],
    },
    { kind: 'end', id: 'done' },
  ],
  flows: [
    { id: 'f1', from: 'placed', to: 'approve' },
    { id: 'f2', from: 'approve', to: 'ok' },
    { id: 'yes', from: 'ok', to: 'pay', condition: 'approved' },
    { id: 'no', from: 'ok', to: 'approve' },
    { id: 'f3', from: 'pay', to: 'ship' },
    { id: 'f4', from: 'ship', to: 'done' },
    { id: 'f5', from: 'late', to: 'remind' },
  ],
};

const isFull = process.env['KONTOR_FULL'] === '1';

describe('writeBpmn', () => {
  test('property: a definition written and read is the same, and nothing is told of it', async () => {
    await fc.assert(
      fc.asyncProperty(randomProcess('p'), async (process) => {
        const { processes, diagnostics } = await readBpmn(await writeBpmn(process));
        expect(plain(processes)).toStrictEqual(plain([process]));
        expect(diagnostics.filter(({ code }) => code !== 'missing-content')).toEqual([]);
      }),
      { numRuns: isFull ? 150 : 40 },
    );
  });

  test.each([
    ['exclusive', 'instantiate="true"'],
    ['parallel', 'instantiate="true" eventGatewayType="Parallel"'],
  ] as const)('what starts instances says so: %s', async (instantiate, said) => {
    const process: ProcessInput = {
      id: 'p',
      nodes: [
        { kind: 'eventBased', id: 'g', instantiate },
        { kind: 'receive', id: 'r', message: 'M' },
        { kind: 'catch', id: 'c', on: [{ type: 'message', name: 'N' }] },
        { kind: 'receive', id: 's', message: 'O', instantiate: true },
      ],
      flows: [
        { id: 'f1', from: 'g', to: 'r' },
        { id: 'f2', from: 'g', to: 'c' },
      ],
    };
    const xml = await writeBpmn(process);
    expect(xml).toContain(said);
    expect(xml).toMatch(/receiveTask id="s"[^>]* instantiate="true"/);
    const { processes, diagnostics } = await readBpmn(xml);
    expect([plain(processes), diagnostics]).toEqual([plain([process]), []]);
  });

  test('property: several definitions share a file, also with ids in common', async () => {
    await fc.assert(
      fc.asyncProperty(randomProcess('p'), randomProcess('q'), async (p, q) => {
        const { processes } = await readBpmn(await writeBpmn([p, q]));
        expect(plain(processes)).toStrictEqual(plain([p, q]));
      }),
      { numRuns: isFull ? 40 : 10 },
    );
  });

  test('a second reader finds every element, its flows and their languages, without a warning', async () => {
    const xml = await writeBpmn(order);
    const { rootElement, warnings } = await new BpmnModdle().fromXML(xml);
    expect(warnings).toEqual([]);
    const [process] = rootElement['rootElements'] as Record<string, unknown>[];
    const nodes = process!['flowElements'] as Record<string, unknown>[];
    const idsOf = (value: unknown): unknown[] =>
      ((value ?? []) as { id: string }[]).map(({ id }) => id);
    expect(process).toMatchObject({ id: 'order', name: 'Order', isExecutable: true });
    expect(
      nodes
        .filter(({ $type }) => $type !== 'bpmn:SequenceFlow')
        .map((node) => [
          node['$type'],
          node['id'],
          idsOf(node['incoming']),
          idsOf(node['outgoing']),
        ]),
    ).toEqual([
      ['bpmn:StartEvent', 'placed', [], ['f1']],
      ['bpmn:UserTask', 'approve', ['f1', 'no'], ['f2']],
      ['bpmn:BoundaryEvent', 'late', [], ['f5']],
      ['bpmn:ServiceTask', 'remind', ['f5'], []],
      ['bpmn:ExclusiveGateway', 'ok', ['f2'], ['yes', 'no']],
      ['bpmn:ServiceTask', 'pay', ['yes'], ['f3']],
      ['bpmn:BoundaryEvent', 'undo', [], []],
      ['bpmn:ServiceTask', 'refund', [], []],
      ['bpmn:SubProcess', 'ship', ['f3'], ['f4']],
      ['bpmn:EndEvent', 'done', ['f4'], []],
    ]);
    const yes = nodes.find(({ id }) => id === 'yes');
    expect(yes?.['conditionExpression']).toMatchObject({
      $type: 'bpmn:FormalExpression',
      body: 'approved',
      language: 'https://www.omg.org/spec/DMN/20230324/FEEL/',
    });
  });

  test('a process without nodes is written, and read as none', async () => {
    const xml = await writeBpmn({ id: 'p', nodes: [], flows: [] });
    expect((await readBpmn(xml)).processes).toEqual([]);
  });
});

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
interface Drawn {
  readonly shapes: ReadonlyMap<string, Rectangle>;
  readonly edges: ReadonlyMap<string, readonly { x: number; y: number }[]>;
}

async function drawingOf(process: ProcessInput): Promise<Drawn> {
  const { document } = await readBpmn(await writeBpmn(process));
  const [diagram] = document!.definitions['diagrams'] as unknown as {
    plane: { planeElement: { bpmnElement: string; bounds?: Rectangle; waypoint?: never }[] };
  }[];
  const elements = diagram!.plane.planeElement;
  return {
    shapes: new Map(
      elements.flatMap(({ bpmnElement, bounds }) => (bounds ? [[bpmnElement, bounds]] : [])),
    ),
    edges: new Map(
      elements.flatMap(({ bpmnElement, waypoint }) => (waypoint ? [[bpmnElement, waypoint]] : [])),
    ),
  };
}

const overlap = (a: Rectangle, b: Rectangle): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const isInside = (a: Rectangle, b: Rectangle): boolean =>
  a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;
const touches = ({ x, y }: { x: number; y: number }, a: Rectangle): boolean =>
  x >= a.x - 1 && x <= a.x + a.width + 1 && y >= a.y - 1 && y <= a.y + a.height + 1;

type Scope = Pick<ProcessDefinition, 'nodes' | 'flows'>;

function checkDrawing({ nodes, flows }: Scope, { shapes, edges }: Drawn): void {
  const free = nodes.filter(({ kind }) => kind !== 'boundary');
  free.forEach((node, at) => {
    for (const other of free.slice(at + 1)) {
      expect(overlap(shapes.get(node.id)!, shapes.get(other.id)!), `${node.id} ${other.id}`).toBe(
        false,
      );
    }
    if (node.kind !== 'subProcess') return;
    for (const inner of node.nodes) {
      expect(isInside(shapes.get(inner.id)!, shapes.get(node.id)!), inner.id).toBe(true);
    }
    checkDrawing(node, { shapes, edges });
  });
  for (const { id, from, to } of flows) {
    const points = edges.get(id)!;
    expect(touches(points[0]!, shapes.get(from)!), `start of ${id}`).toBe(true);
    expect(touches(points.at(-1)!, shapes.get(to)!), `end of ${id}`).toBe(true);
  }
}

describe('the diagram', () => {
  test('every node has its place: none on another, inner ones inside, flows from edge to edge', async () => {
    const drawing = await drawingOf(order);
    expect(drawing.shapes.size).toBe(12);
    checkDrawing(processDefinition.parse(order), drawing);
    const x = (id: string): number => drawing.shapes.get(id)!.x;
    expect(x('placed')).toBeLessThan(x('approve'));
    expect(x('approve')).toBeLessThan(x('pay'));
    expect(x('pay')).toBeLessThan(x('ship'));
  });

  test('a boundary event stands on the lower edge of its activity', async () => {
    const { shapes } = await drawingOf(order);
    const [host, event] = [shapes.get('approve')!, shapes.get('late')!];
    expect(event.y + event.height / 2).toBe(host.y + host.height);
    expect(event.x + event.width).toBeLessThanOrEqual(host.x + host.width);
  });

  test('a thousand nodes in a row, and in a ring, are laid out', async () => {
    const nodes = Array.from({ length: 1000 }, (_, at) => ({
      kind: 'task' as const,
      id: `t${String(at)}`,
    }));
    const flows = nodes.map(({ id }, at) => ({
      id: `f${String(at)}`,
      from: id,
      to: nodes[(at + 1) % nodes.length]!.id,
    }));
    const ring = { id: 'ring', nodes, flows };
    const { shapes } = await drawingOf(ring);
    expect(new Set([...shapes.values()].map(({ x }) => x)).size).toBe(1000);
  });
});
