/** All trace scripts there are, by what they are about. */
import { adHocScripts } from '../traces/ad-hoc.ts';
import { boundaryScripts } from '../traces/boundaries.ts';
import { compensationScripts, transactionScripts } from '../traces/compensation.ts';
import { edgeScripts } from '../traces/edges.ts';
import { errorScripts, escalationScripts } from '../traces/errors.ts';
import { eventScripts } from '../traces/events.ts';
import { gatewayScripts } from '../traces/gateways.ts';
import { joinScripts } from '../traces/joins.ts';
import { branchingPatterns } from '../traces/patterns.ts';
import { migrationScripts } from '../traces/migration.ts';
import { commandScripts } from '../traces/modification.ts';
import { repetitionScripts } from '../traces/repetition.ts';
import { scopeScripts } from '../traces/scopes.ts';
import type { Script } from '../traces/script.ts';
import { statePatterns } from '../traces/state-patterns.ts';

/** The scripts. */
export const allScripts: readonly Script[] = [
  ...gatewayScripts,
  ...joinScripts,
  ...boundaryScripts,
  ...eventScripts,
  ...errorScripts,
  ...escalationScripts,
  ...scopeScripts,
  ...repetitionScripts,
  ...compensationScripts,
  ...transactionScripts,
  ...adHocScripts,
  ...migrationScripts,
  ...commandScripts,
  ...edgeScripts,
  ...branchingPatterns,
  ...statePatterns,
];
