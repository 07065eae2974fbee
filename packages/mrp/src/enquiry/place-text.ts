/**
 * A place in words: `plant`, or `plant#alpha` for what is kept apart for a segment, as in the ids
 * of orders.
 */

/** The location of a row, and its segment where it has one. */
export function placeText({
  location,
  segment,
}: {
  readonly location: string;
  readonly segment?: string;
}): string {
  return segment === undefined ? location : `${location}#${segment}`;
}
