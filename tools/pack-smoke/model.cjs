/**
 * A bicycle with two wheels, and the orders that a planner works out by hand.
 *
 * Ten bicycles are due on Friday 20 March 2026; four wheels are in stock. Every day works. Making takes
 * one day and buying two, so: 10 bicycles released on the 19th, 2 × 10 − 4 = 16 wheels due on the 19th
 * and released on the 17th.
 */
const { readFileSync } = require('node:fs');

exports.today = '2026-03-02';

exports.model = {
  locations: [{ id: 'plant' }],
  items: [{ id: 'bicycle' }, { id: 'wheel' }],
  boms: [{ item: 'bicycle', lines: [{ component: 'wheel', quantityPer: '2' }] }],
  sourcing: [
    { kind: 'make', item: 'bicycle', location: 'plant', leadTimeDays: 1 },
    { kind: 'buy', item: 'wheel', location: 'plant', leadTimeDays: 2 },
  ],
  stock: [{ item: 'wheel', location: 'plant', quantity: '4' }],
  demands: [{ item: 'bicycle', location: 'plant', due: '2026-03-20', quantity: '10' }],
};

exports.expectedOrders = [
  ['bicycle', '10', '2026-03-20', '2026-03-19'],
  ['wheel', '16', '2026-03-19', '2026-03-17'],
];

/** Every way in to every package, written by the script that packed them. */
exports.entries = JSON.parse(readFileSync(`${__dirname}/entries.json`, 'utf8'));
