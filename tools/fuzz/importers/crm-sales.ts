/** Readers of terms of selling: hierarchies, overrides, scores, commissions, territories. */
import { defineTerritories } from '@kontor/crm-core';
import {
  defineCommissionPlan,
  defineHierarchy,
  defineScoreModel,
  overrideForecast,
} from '@kontor/crm-core/sales';
import { importer } from '../importer.ts';

/** Their rows. */
export const crmSalesImporters = [
  importer({
    name: 'crm: sales hierarchies',
    covers: [],
    samples: [
      [
        { id: 'sales' },
        { id: 'north', parent: 'sales' },
        { id: 'anna', parent: 'north', until: '2026-04-01' },
        { id: 'anna', parent: 'sales', from: '2026-04-01' },
      ],
    ],
    read: (places) => defineHierarchy(places).treeOn('2026-04-01').size,
  }),
  importer({
    name: 'crm: forecast overrides',
    covers: [],
    samples: [
      {
        node: 'north',
        period: '2026-Q1',
        figure: 'commit',
        amount: '1200.50',
        by: 'anna',
        reason: 'seen',
      },
    ],
    read: (command) => overrideForecast(command as never, { now: '2026-03-02T08:00:00.000Z' }),
  }),
  importer({
    name: 'crm: score models',
    covers: [],
    samples: [
      {
        rules: [{ id: 'visit', points: 5, halfLifeDays: 30, group: 'web', cap: 20 }],
        groupCaps: { web: 40 },
      },
    ],
    read: (model) => defineScoreModel(model as never),
  }),
  importer({
    name: 'crm: commission plans',
    covers: [],
    samples: [
      {
        id: 'reps',
        base: 'amount',
        scheme: {
          kind: 'brackets',
          method: 'marginal',
          brackets: [{ upTo: '100000', rate: '3' }, { rate: '5' }],
        },
        cap: '20000',
      },
    ],
    read: (plan) => defineCommissionPlan(plan as never),
  }),
  importer({
    name: 'crm: territories',
    covers: [],
    samples: [
      [
        { id: 'north', where: { field: 'name', op: 'eq', value: 'a' }, owner: 'anna' },
        { id: 'rest', owner: 'ben', priority: -1, from: '2026-01-01' },
      ],
    ],
    read: (given) =>
      defineTerritories(given as never, { name: 'text' }).ownerOf({ name: 'a' }, '2026-03-02'),
  }),
];
