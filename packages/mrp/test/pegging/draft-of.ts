/**
 * The network and draft behind a plan, for tests that look at a node.
 */
import { checkModel, type ModelInput, type PlanOptions } from '@kontor/mrp';
import { type Draft, openDraft } from '../../src/draft.ts';
import { compileNetwork, type Network } from '../../src/network.ts';
import { openRow } from '../../src/node-row.ts';
import { planNode } from '../../src/plan-node.ts';
import { planTerms } from '../../src/plan-terms.ts';
import { shareSpareStock, takesSpareStock } from '../../src/spare-stock.ts';
import { TODAY } from '../random-terms.ts';

/** A planned model, not yet closed. */
export interface Drafted {
  readonly network: Network;
  readonly draft: Draft;
}

/** Plans a model as `plan` does. */
export function draftOf(input: ModelInput, options: Partial<PlanOptions> = {}): Drafted {
  const network = compileNetwork(checkModel(input), planTerms({ today: TODAY, ...options }));
  const planned = (draft: Draft): Draft => {
    const row = openRow();
    for (const node of network.order.sequence) planNode(network, draft, node, row);
    return draft;
  };
  const draft = planned(openDraft(network));
  if (!takesSpareStock(network)) return { network, draft };
  return { network, draft: planned(openDraft(network, shareSpareStock(network, draft))) };
}
