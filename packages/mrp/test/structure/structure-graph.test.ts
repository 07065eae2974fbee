import { alg } from '@dagrejs/graphlib';
import { checkModel, structureGraph } from '@kontor/mrp';
import { describe, expect, test } from 'vitest';

describe('structureGraph', () => {
  const graph = structureGraph(
    checkModel({
      items: [{ id: 'bike' }, { id: 'wheel' }],
      locations: [{ id: 'plant' }, { id: 'shop@home' }],
      boms: [
        {
          item: 'bike',
          outputQuantity: '4',
          lines: [
            { component: 'wheel', quantityPer: '8' },
            { component: 'wheel', quantityPer: '3' },
          ],
        },
      ],
      sourcing: [
        { kind: 'make', item: 'bike', location: 'plant' },
        { kind: 'transfer', item: 'bike', location: 'shop@home', origin: 'plant' },
      ],
    }),
  );

  test('leads from who needs to who supplies, with levels over all sites', () => {
    expect(graph.successors('bike@shop@home')).toEqual(['bike@plant']);
    expect(graph.node('wheel@plant')).toEqual({ item: 'wheel', location: 'plant', level: 2 });
  });

  test('keeps two lines of one component apart, with their exact fractions', () => {
    const edges = graph.outEdges('bike@plant', 'wheel@plant')!;
    expect(edges.map((edge) => graph.edge(edge))).toEqual([
      { kind: 'make', source: 'make', per: '2' },
      { kind: 'make', source: 'make', per: '3/4' },
    ]);
  });

  test('a segment that is planned apart is a node of its own', () => {
    const apart = structureGraph(
      checkModel({
        items: [{ id: 'bike' }, { id: 'wheel' }],
        locations: [{ id: 'plant' }],
        boms: [{ item: 'bike', lines: [{ component: 'wheel', quantityPer: '2' }] }],
        sourcing: [{ kind: 'make', item: 'bike', location: 'plant' }],
        parameters: [{ item: 'bike', location: 'plant', segments: 'own' }],
        demands: [
          { item: 'bike', location: 'plant', due: '2026-03-01', quantity: 1, segment: 'fair' },
        ],
      }),
    );
    expect(apart.node('bike@plant#fair')).toMatchObject({ segment: 'fair', level: 0 });
    expect(apart.successors('bike@plant#fair')).toEqual(['wheel@plant']);
  });

  test('is a graph that graphlib sorts', () => {
    expect(alg.topsort(graph)).toEqual(['bike@shop@home', 'bike@plant', 'wheel@plant']);
  });
});
