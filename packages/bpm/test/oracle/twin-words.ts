/** The words that conditions of the twin's graphs are made of, without a language behind them. */

/** Variables that user tasks set. */
export type Switches = Readonly<Record<string, boolean>>;

/** What a complex gateway tells its flows and its activation. */
export interface GatewayWords {
  readonly waitingForStart?: boolean;
  readonly activationCount?: number;
}

/** Whether a condition holds; none always does. */
export function holds(
  condition: string | undefined,
  switches: Switches,
  { waitingForStart, activationCount = 0 }: GatewayWords = {},
): boolean {
  if (condition === undefined || condition === 'true') return true;
  if (condition === 'false') return false;
  if (condition === 'waitingForStart') return waitingForStart === true;
  const count = /^activationCount >= (\d+)$/u.exec(condition);
  if (count !== null) return activationCount >= Number(count[1]);
  const negated = /^not\((\w+)\)$/u.exec(condition);
  if (negated !== null) return switches[negated[1]!] === false;
  const value = switches[condition];
  if (value === undefined) throw new Error(`the twin does not know '${condition}'`);
  return value;
}
