/**
 * Where the elements of a read file stand: its own diagram, as its author drew it.
 */
import { type BpmnDocument, type BpmnElement, elementsOf, everyElement } from './document.ts';
import type { Bounds } from './layout.ts';
import type { Placement, Point } from './place-process.ts';

/**
 * The shapes and edges of a document, by the ids of elements and flows.
 *
 * @param document - as `readBpmn` gives it
 * @returns undefined where the file has no shapes
 */
export function readPlacement({ definitions }: BpmnDocument): Placement | undefined {
  const names = new Map<string, string>();
  const bounds = new Map<string, Bounds>();
  const ways = new Map<string, readonly Point[]>();
  const drawn: BpmnElement[] = [];
  for (const element of everyElement(definitions)) {
    const { id, $attrs } = element;
    const own = $attrs?.['kontor:id'];
    if (typeof id === 'string' && own !== undefined) names.set(id, own);
    if (element.$type === 'bpmndi:BPMNShape' || element.$type === 'bpmndi:BPMNEdge') {
      drawn.push(element);
    }
  }
  for (const element of drawn) {
    const of = element['bpmnElement'];
    if (typeof of !== 'string') continue;
    const id = names.get(of) ?? of;
    const [place] = elementsOf(element['bounds']);
    if (place !== undefined) bounds.set(id, place as unknown as Bounds);
    const points = elementsOf(element['waypoint']) as unknown as readonly Point[];
    if (points.length > 1) ways.set(id, points);
  }
  return bounds.size === 0 ? undefined : { bounds, ways };
}
