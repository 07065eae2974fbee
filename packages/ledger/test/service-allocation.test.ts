/**
 * Service departments by three methods: a textbook case, the laws, and a slow twin of the
 * reciprocal method that charges round after round until nothing is left.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LedgerError } from '../src/errors.ts';
import { allocateServices, type ServiceAllocation } from '../src/service-allocation.ts';

/** Horngren's shape: two services, two departments. */
const services = [
  { id: 'S1', cost: '50000.00', to: { S2: 25, A: 45, B: 30 } },
  { id: 'S2', cost: '30000.00', to: { S1: 20, A: 30, B: 50 } },
];
const textbook: ServiceAllocation = { currency: 'EUR', method: 'direct', services };

const cents = (text: string): bigint => BigInt(text.replace('.', ''));
const sum = (texts: readonly string[]): bigint =>
  texts.reduce((total, text) => total + cents(text), 0n);

describe('allocateServices', () => {
  test.each([
    // method · order · A · B · S1 charges · S2 charges
    ['direct', undefined, '41250.00', '38750.00', '50000.00', '30000.00'],
    ['stepDown', ['S1', 'S2'], '38437.50', '41562.50', '50000.00', '42500.00'],
    ['stepDown', ['S2', 'S1'], '42600.00', '37400.00', '56000.00', '30000.00'],
    ['reciprocal', undefined, '39947.37', '40052.63', '58947.37', '44736.84'],
  ] as const)('%s %j', (method, order, a, b, s1, s2) => {
    const found = allocateServices({ ...textbook, method, order });
    expect(found.receivers).toEqual({ A: a, B: b });
    expect(found.services).toEqual({ S1: s1, S2: s2 });
  });

  test('the charges of a step-down say who charges whom, in order', () => {
    const { charges } = allocateServices({ ...textbook, method: 'stepDown', order: ['S2', 'S1'] });
    expect(charges.map((charge) => Object.values(charge).join(' '))).toEqual([
      'S2 S1 6000.00',
      'S2 A 9000.00',
      'S2 B 15000.00',
      'S1 A 33600.00',
      'S1 B 22400.00',
    ]);
  });

  test('what a service uses of itself changes nothing for the others', () => {
    const own = services.map((service) => ({
      ...service,
      to: { ...service.to, [service.id]: 100 },
    }));
    for (const method of ['direct', 'stepDown', 'reciprocal'] as const) {
      const found = allocateServices({ ...textbook, method, services: own });
      expect(found.receivers).toEqual(allocateServices({ ...textbook, method }).receivers);
    }
  });

  test('thirds of a cent go to the largest fractions', () => {
    const one = [{ id: 'S', cost: '0.10', to: { A: '1/3', B: '1/3', C: '1/3', D: 0 } }];
    for (const method of ['direct', 'stepDown', 'reciprocal'] as const) {
      const { receivers } = allocateServices({ ...textbook, method, services: one });
      expect(receivers).toEqual({ A: '0.04', B: '0.03', C: '0.03', D: '0.00' });
    }
  });

  const departments = ['S0', 'S1', 'S2', 'A', 'B', 'C'];
  const random = fc.array(
    fc.record({
      cost: fc.integer({ min: -5000, max: 99_999 }),
      weights: fc.array(fc.nat(9), { minLength: 6, maxLength: 6 }),
    }),
    { minLength: 3, maxLength: 3 },
  );
  const given = (rows: readonly { cost: number; weights: readonly number[] }[]) =>
    rows.map(({ cost, weights }, index) => ({
      id: `S${index}`,
      cost: (cost / 100).toFixed(2),
      // Everybody serves the first receiver, so that nobody is left with a cost.
      to: Object.fromEntries(departments.map((id, at) => [id, weights[at]! + Number(id === 'A')])),
    }));

  test('property: the receivers get the primary cost, and no service keeps any', () => {
    const methods = fc.constantFrom('direct', 'stepDown', 'reciprocal');
    const orders = fc.shuffledSubarray(['S0', 'S1', 'S2'], { minLength: 3 });
    fc.assert(
      fc.property(random, methods, orders, (rows, method, order) => {
        const found = allocateServices({ ...textbook, method, order, services: given(rows) });
        const primary = rows.reduce((total, { cost }) => total + BigInt(cost), 0n);
        expect(sum(Object.values(found.receivers))).toBe(primary);
        if (method === 'reciprocal') return;
        for (const [id, total] of Object.entries(found.services)) {
          const charged = found.charges.filter(({ from }) => from === id);
          expect(sum(charged.map(({ amount }) => amount))).toBe(cents(total));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('property: reciprocal is what charging round after round comes to', () => {
    fc.assert(
      fc.property(random, (rows) => {
        const found = allocateServices({
          ...textbook,
          method: 'reciprocal',
          services: given(rows),
        });
        const slow = chargeRounds(given(rows));
        for (const [id, amount] of Object.entries(found.receivers)) {
          expect(Math.abs(Number(cents(amount)) - slow[id]!)).toBeLessThan(1.001);
        }
      }),
      { numRuns: 100 },
    );
  });

  const circle = [
    { id: 'S1', cost: 1, to: { S2: 1 } },
    { id: 'S2', cost: 1, to: { S1: 1 } },
    { id: 'S3', cost: 1, to: { A: 1 } },
  ];
  test.each([
    ['services.0.to', { services: circle }],
    ['services.1.to', { services: circle, method: 'stepDown' }],
    ['services', { services: circle, method: 'reciprocal' }],
    ['services.1.id', { services: [services[0]!, services[0]!] }],
    ['services.0.cost', { services: [{ ...services[0]!, cost: 'much' }] }],
    ['services.0.to', { services: [{ ...services[0]!, to: {} }] }],
    ['services.0.to.A', { services: [{ ...services[0]!, to: { A: -1 } }] }],
    ['order', { method: 'stepDown', order: ['S1'] }],
    ['order', { method: 'stepDown', order: ['S1', 'S1'] }],
    ['order', { method: 'stepDown', order: ['S1', 'A'] }],
    ['method', { method: 'toString' }],
  ])('%s at fault is refused by its place', (path, fault) => {
    try {
      allocateServices({ ...textbook, ...fault } as ServiceAllocation);
      expect.unreachable('the fault was taken');
    } catch (error) {
      expect(LedgerError.is(error, 'LEDGER_BAD_ARGUMENT') && error.details.path).toBe(path);
    }
  });
});

/** In cents, as doubles: every service charges all it has, again and again. */
function chargeRounds(
  rows: ReturnType<() => { id: string; cost: string; to: Record<string, number> }[]>,
) {
  const amounts: Record<string, number> = {};
  for (const { id, cost } of rows) amounts[id] = Number(cost) * 100;
  for (let round = 0; round < 3000; round++) {
    for (const { id, to } of rows) {
      const whole = Object.values(to).reduce((total, weight) => total + weight, 0);
      const amount = amounts[id]!;
      amounts[id] = 0;
      for (const [receiver, weight] of Object.entries(to)) {
        amounts[receiver] = (amounts[receiver] ?? 0) + (amount * weight) / whole;
      }
    }
  }
  return amounts;
}
