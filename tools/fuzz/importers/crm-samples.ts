/** What a CRM is set up with, as JSON. */

/** A product with options, rules and prices. */
export const eBike = {
  id: 'e-bike',
  text: 'E-bike',
  currency: 'EUR',
  variables: [
    {
      id: 'frame',
      values: [
        { value: 'alu', price: '600', attributes: { kg: '2.4' } },
        { value: 'carbon', price: '1500', attributes: { kg: '1.2' } },
      ],
    },
    { id: 'motor', values: ['none', { value: 'm250', price: '500', attributes: { kg: '2.9' } }] },
    { id: 'rack', min: 0, max: 3, price: '40', attributes: { kg: '0.8' } },
  ],
  rules: [
    {
      kind: 'requires',
      id: 'r1',
      text: 'A motor needs aluminium.',
      if: { motor: 'm250' },
      needs: { frame: 'alu' },
    },
    {
      kind: 'excludes',
      id: 'r2',
      text: 'No eyelets.',
      of: [{ frame: 'carbon' }, { not: { rack: 0 } }],
    },
  ],
  prices: [{ id: 'p1', text: 'Launch', if: { frame: 'carbon' }, amount: '-100' }],
};

/** Stages, guards, reasons. */
export const pipeline = {
  id: 'sales',
  stages: [
    { id: 'qualify', kind: 'open', probability: 20 },
    {
      id: 'propose',
      kind: 'open',
      probability: 60,
      forecastCategory: 'best-case',
      entryGuards: [{ kind: 'required', fields: ['amount', 'closeDate'] }],
    },
    { id: 'won', kind: 'won' },
    { id: 'lost', kind: 'lost' },
  ],
  lostReasons: [{ id: 'price' }, { id: 'other', needsText: true }],
};

/** Segments that ask for each other. */
export const segments = [
  { id: 'large', where: { field: 'employees', op: 'ge', value: 100 } },
  {
    id: 'vip',
    where: { and: [{ segment: 'large' }, { not: { field: 'name', op: 'eq', value: 'x' } }] },
  },
];

/** Prices by the piece. */
export const priceBooks = [
  {
    id: 'list',
    level: 'default',
    currency: 'EUR',
    prices: 'net',
    rows: [
      { product: 'bicycle', price: '199.90', validFrom: '2026-01-01' },
      { product: 'bicycle', price: '180', from: '10' },
    ],
  },
];

/** What is taken off, and when. */
export const promotions = [
  {
    id: 'spring',
    priority: 1,
    validFrom: '2026-03-01',
    validTo: '2026-03-31',
    when: [{ kind: 'amount', atLeast: '100', taxMode: 'net' }],
    action: { kind: 'percent', of: 'items', percent: '10', cap: { amount: '50', taxMode: 'net' } },
  },
  { id: '3for2', action: { kind: 'buyGet', mode: 'extra', buy: 2, get: 1 } },
];
