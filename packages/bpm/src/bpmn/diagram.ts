/**
 * A diagram for a process: shapes and edges of BPMN DI, from where place-process.ts puts them.
 */
import type { Flow, Node, ProcessDefinition } from '../model.ts';
import { type BpmnElement, elementsOf, without } from './document.ts';
import {
  type DrawnScope,
  isBoundary,
  type Placement,
  placeProcess,
  type Point,
  wayDown,
} from './place-process.ts';
import type { Writing } from './writing.ts';

/** The diagram of a process, with its element for the ids of its associations. */
export function drawProcess(
  writing: Writing,
  process: BpmnElement,
  definition: ProcessDefinition,
): BpmnElement {
  const drawing = new Drawing(writing, placeProcess(definition, { x: 160, y: 80 }));
  drawing.draw(definition, process);
  const id = process['id'] as string;
  return {
    $type: 'bpmndi:BPMNDiagram',
    id: writing.fresh(`${id}_diagram`),
    plane: {
      $type: 'bpmndi:BPMNPlane',
      id: writing.fresh(`${id}_plane`),
      bpmnElement: id,
      planeElement: drawing.elements,
    },
  };
}

class Drawing {
  readonly elements: BpmnElement[] = [];
  readonly #writing: Writing;
  readonly #placement: Placement;

  constructor(writing: Writing, placement: Placement) {
    this.#writing = writing;
    this.#placement = placement;
  }

  /** Draws a scope, and those inside it. */
  draw(scope: DrawnScope, element: BpmnElement): void {
    const inner = new Map(elementsOf(element['flowElements']).map((one) => [one['id'], one]));
    for (const node of scope.nodes) {
      this.#shape(node);
      if (node.kind === 'subProcess') this.draw(node, inner.get(this.#writing.id(node.id))!);
    }
    for (const flow of scope.flows) this.#flow(flow);
    this.#associations(scope, element);
  }

  #shape(node: Node): void {
    const bounds = this.#placement.bounds.get(node.id);
    if (bounds === undefined) return;
    const bpmnElement = this.#writing.id(node.id);
    this.elements.push(
      without({
        $type: 'bpmndi:BPMNShape',
        id: this.#writing.fresh(`${bpmnElement}_di`),
        bpmnElement,
        isExpanded: node.kind === 'subProcess' ? true : undefined,
        isMarkerVisible: node.kind === 'exclusive' ? true : undefined,
        bounds: { $type: 'dc:Bounds', ...bounds },
      }),
    );
  }

  #flow({ id }: Flow): void {
    const points = this.#placement.ways.get(id);
    if (points !== undefined) this.#edge(this.#writing.id(id), points);
  }

  #associations(scope: DrawnScope, element: BpmnElement): void {
    const associations = elementsOf(element['artifacts']);
    const events = scope.nodes.filter(isBoundary).filter(({ handler }) => handler !== undefined);
    events.forEach(({ id, handler }, at) => {
      const [source, target] = [id, handler!].map((one) => this.#placement.bounds.get(one));
      if (source === undefined || target === undefined) return;
      this.#edge(associations[at]!['id'] as string, wayDown(source, target));
    });
  }

  #edge(bpmnElement: string, points: readonly Point[]): void {
    this.elements.push({
      $type: 'bpmndi:BPMNEdge',
      id: this.#writing.fresh(`${bpmnElement}_di`),
      bpmnElement,
      waypoint: points.map((point) => ({ $type: 'dc:Point', ...point })),
    });
  }
}
