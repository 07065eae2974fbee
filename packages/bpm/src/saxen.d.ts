/** That `saxen` is there; it publishes no types. What is called of it is in xml.ts and xml-tree.ts. */
declare module 'saxen' {
  export const Parser: unknown;
}
