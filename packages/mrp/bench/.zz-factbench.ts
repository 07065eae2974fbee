import { checkModel, plan } from '@kontor/mrp';
import { generateWorkload } from '/work/main/packages/mrp/bench/generate.ts';
const w = generateWorkload({ items: 10000, levels: 8, weeks: 26, seed: 1, multiples: true });
const m = checkModel(w.model);
let t = performance.now();
const p = plan(m, { today: w.today });
console.log('plan', performance.now() - t, p.orderCount);
for (let i = 0; i < 3; i++) { t = performance.now(); const f = p.facts(); console.log('facts', performance.now() - t, f.day.length, f.balance.reduce((a,b)=>a+b,0)); }
t = performance.now(); console.log(p.messages().length, 'messages', performance.now() - t);
t = performance.now(); console.log(p.messageGroups().length, 'groups', performance.now() - t);
t = performance.now(); console.log(p.shortages().length, 'shortages', performance.now() - t);
