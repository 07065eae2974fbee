/** That `saxen` is there; it publishes no types. What is called of it is in xml.ts, xml-tree.ts. */
declare module 'saxen' {
  export const Parser: unknown;
}
