/** Definitions as JSON, with one of most things. */

/** A process. */
export const process = {
  id: 'order',
  name: 'Order',
  version: '3',
  zone: 'Europe/Berlin',
  nodes: [
    { kind: 'start', id: 'start', on: [{ type: 'message', name: 'ordered', key: 'order.id' }] },
    {
      kind: 'user',
      id: 'check',
      in: [{ from: 'order.total * 2', to: 'x' }],
      many: {
        mode: 'parallel',
        collection: 'items',
        item: 'item',
        until: 'nrOfCompletedInstances >= 2',
      },
      work: {
        assignee: 'anna',
        candidateGroups: ['sales'],
        due: 'P2D',
        form: { type: 'object', a: [1] },
      },
    },
    {
      kind: 'boundary',
      id: 'late',
      attachedTo: 'check',
      interrupting: false,
      on: [{ type: 'timer', duration: 'PT1H' }],
    },
    { kind: 'exclusive', id: 'way', default: 'f4' },
    {
      kind: 'subProcess',
      id: 'sub',
      nodes: [
        { kind: 'start', id: 's1' },
        {
          kind: 'service',
          id: 'charge',
          type: 'charge',
          retry: { attempts: 3, pause: 'PT1M', factor: 2 },
        },
        { kind: 'end', id: 's2', throws: [{ type: 'error', code: 'E1' }] },
      ],
      flows: [
        { id: 'g1', from: 's1', to: 'charge' },
        { id: 'g2', from: 'charge', to: 's2' },
      ],
    },
    { kind: 'boundary', id: 'failed', attachedTo: 'sub', on: [{ type: 'error', code: 'E1' }] },
    { kind: 'script', id: 'script', script: '1 + order.total', result: 'r' },
    { kind: 'end', id: 'end' },
  ],
  flows: [
    { id: 'f1', from: 'start', to: 'check' },
    { id: 'f2', from: 'check', to: 'way' },
    { id: 'f3', from: 'way', to: 'sub', condition: 'order.total > 100' },
    { id: 'f4', from: 'way', to: 'script' },
    { id: 'f5', from: 'sub', to: 'script' },
    { id: 'f6', from: 'failed', to: 'script' },
    { id: 'f7', from: 'script', to: 'end' },
    { id: 'f8', from: 'late', to: 'end' },
  ],
};

/** A statechart. */
export const chart = {
  id: 'door',
  language: 'feel',
  data: [
    { id: 'count', from: { expr: '0' } },
    { id: 'limits', from: { value: { most: [3] } } },
  ],
  initial: { targets: ['shut'] },
  states: [
    {
      id: 'shut',
      kind: 'state',
      onentry: [
        [
          {
            do: 'send',
            event: 'tick',
            delay: '2s',
            id: 's1',
            params: [{ name: 'n', expr: 'count' }],
          },
        ],
      ],
      transitions: [
        {
          events: ['open'],
          cond: 'count < 3',
          targets: ['ajar'],
          content: [
            { do: 'assign', location: 'count', from: { expr: 'count + 1' } },
            {
              do: 'if',
              branches: [
                { cond: 'count = 1', content: [{ do: 'raise', event: 'first' }] },
                { content: [] },
              ],
            },
            { do: 'foreach', array: '[1, 2]', item: 'i', content: [{ do: 'log', expr: 'i' }] },
          ],
        },
      ],
    },
    {
      id: 'ajar',
      kind: 'state',
      initial: { targets: ['wide'] },
      states: [
        { id: 'h', kind: 'history', deep: true, initial: { targets: ['wide'] } },
        { id: 'narrow', kind: 'state' },
        { id: 'wide', kind: 'state' },
      ],
      transitions: [
        { events: ['close'], targets: ['shut'] },
        { events: ['end'], targets: ['done'] },
      ],
    },
    { id: 'done', kind: 'final', done: { content: { expr: 'count' } } },
  ],
};

/** Decisions that require each other, in boxes of most kinds. */
export const decisions = {
  name: 'loan',
  types: [
    { name: 'tRisk', type: 'string', allowed: '"low", "high"' },
    {
      name: 'tPerson',
      components: [
        { name: 'age', type: 'number' },
        { name: 'risk', type: 'tRisk' },
      ],
    },
  ],
  inputs: [{ name: 'person', type: 'tPerson' }, { name: 'amounts' }],
  decisions: [
    { name: 'debt', type: 'number', requires: ['amounts', 'twice'], logic: 'twice(sum(amounts))' },
    {
      name: 'offer',
      requires: ['person', 'debt'],
      logic: {
        kind: 'table',
        hitPolicy: 'unique',
        inputs: [{ expression: 'person.age', type: 'number' }, { expression: 'debt' }],
        outputs: [{ name: 'rate', type: 'number', default: '5' }],
        rules: [
          { when: ['< 30', '-'], gives: ['7.5'] },
          { when: ['>= 30', '[0..100]'], gives: ['3'] },
        ],
      },
    },
    {
      name: 'boxed',
      requires: ['offer'],
      logic: {
        kind: 'context',
        entries: [
          {
            name: 'a',
            value: {
              kind: 'list',
              elements: ['1', { kind: 'literal', text: '2', type: 'number' }],
            },
          },
          { name: 'b', value: { kind: 'for', variable: 'i', in: 'a', each: 'i * 2' } },
          {
            value: {
              kind: 'conditional',
              condition: 'count(b) > 1',
              consequence: 'b[1]',
              alternative: 'null',
            },
          },
        ],
      },
    },
  ],
  knowledge: [
    {
      name: 'twice',
      logic: { kind: 'function', parameters: [{ name: 'n', type: 'number' }], body: 'n * 2' },
    },
  ],
  services: [{ name: 'rate', outputs: ['offer'], encapsulated: ['debt'] }],
};
