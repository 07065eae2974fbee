/**
 * @kontor/crm-core: everything from the first contact to the signed quote, over an injected store.
 *
 * What sales figures is the subpath `sales`, prices and quotes `quote`, products with options
 * `configure`.
 */

// Errors
export { CrmError, type CrmErrorDetails, type CrmIssue } from './errors.ts';

// Rules and their events
export { type Decision, type RecordChange, type Refusal, refused } from './decision.ts';
export type { RecordEvent, RecordEventData } from './record-event.ts';
