/**
 * All trace scripts there are, by what they are about: one list for every engine that plays them.
 */
import { adHocScripts } from './ad-hoc.ts';
import { boundaryScripts } from './boundaries.ts';
import { compensationScripts, transactionScripts } from './compensation.ts';
import { edgeScripts } from './edges.ts';
import { errorScripts, escalationScripts } from './errors.ts';
import { eventScripts } from './events.ts';
import { gatewayScripts } from './gateways.ts';
import { instantiationScripts } from './instantiation.ts';
import { joinScripts } from './joins.ts';
import { migrationScripts } from './migration.ts';
import { commandScripts } from './modification.ts';
import { branchingPatterns } from './patterns.ts';
import { repetitionScripts } from './repetition.ts';
import { scopeScripts } from './scopes.ts';
import type { Script } from './script.ts';
import { statePatterns } from './state-patterns.ts';

/** Scripts of the 43 workflow patterns; each begins its source with the number. */
export const patternScripts: readonly Script[] = [...branchingPatterns, ...statePatterns];

/** The scripts by topic. */
export const scriptsByTopic: Readonly<Record<string, readonly Script[]>> = {
  gateways: gatewayScripts,
  'joins and flows': joinScripts,
  'boundary events': boundaryScripts,
  events: eventScripts,
  instantiation: instantiationScripts,
  errors: errorScripts,
  escalations: escalationScripts,
  scopes: scopeScripts,
  repetition: repetitionScripts,
  compensation: compensationScripts,
  transactions: transactionScripts,
  'ad-hoc sub-processes': adHocScripts,
  migration: migrationScripts,
  'modification and suspension': commandScripts,
  'where rules meet': edgeScripts,
  'workflow patterns': patternScripts,
};

/** The scripts. */
export const allScripts: readonly Script[] = Object.values(scriptsByTopic).flat();
