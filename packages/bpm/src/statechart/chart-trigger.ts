/**
 * What can happen to an instance of a chart from outside: the argument of one step.
 *
 * Triggers that processes know, too, have the same shape there (trigger.ts).
 */
import type { JsonValue } from '../expression.ts';
import type { Variables } from '../instance.ts';
import type { ChartMigrationPlan } from './migration/chart-plan.ts';
import type { ChartChange } from './modify-chart.ts';

/** What makes an instance move. */
export type ChartTrigger =
  /** Its start, with values for data of the chart. */
  | { readonly kind: 'start'; readonly chart: string; readonly data?: Record<string, JsonValue> }
  /** An event from outside. */
  | { readonly kind: 'event'; readonly name: string; readonly data?: JsonValue }
  /** Time has passed: delayed sends that are due by now are sent, in the order they fell due. */
  | { readonly kind: 'due' }
  /** One delayed send is due. `missed`: no engine was running when it came due. */
  | { readonly kind: 'timer'; readonly wait: number; readonly missed?: boolean | undefined }
  /** A service or process that a state has invoked is done. */
  | {
      readonly kind: 'complete';
      readonly wait: number;
      readonly variables?: Variables | undefined;
    }
  /** It has ended in an error of the business. */
  | {
      readonly kind: 'fail';
      readonly wait: number;
      readonly code: string;
      readonly variables?: Variables | undefined;
    }
  /** An attempt of a service has failed technically. */
  | {
      readonly kind: 'crash';
      readonly wait: number;
      readonly message: string;
      /** When to try again, in milliseconds since 1970. */
      readonly due?: number | undefined;
    }
  /** A message or signal came that a state takes. */
  | {
      readonly kind: 'message' | 'signal';
      readonly wait: number;
      readonly variables?: Variables | undefined;
    }
  /** The instance is stopped; its states are left as at any end. */
  | { readonly kind: 'terminate'; readonly reason?: string | undefined }
  /** It takes no work until it is resumed: events wait. */
  | {
      readonly kind: 'suspend' | 'resume';
      readonly by?: string | undefined;
      readonly reason?: string | undefined;
    }
  /** What runs on one version goes on on another. */
  | {
      readonly kind: 'migrate';
      readonly plan: ChartMigrationPlan;
      readonly by?: string | undefined;
      readonly reason?: string | undefined;
    }
  /** A person puts it where it should be. */
  | {
      readonly kind: 'modify';
      readonly change: ChartChange;
      readonly by?: string | undefined;
      readonly reason?: string | undefined;
    }
  /** An incident is resolved: what stood still is tried again. */
  | {
      readonly kind: 'resolve';
      readonly incident: number;
      /** Attempts of a service from now on. */
      readonly attempts?: number | undefined;
    }
  /** A step that was cut goes on. */
  | { readonly kind: 'continue' };
