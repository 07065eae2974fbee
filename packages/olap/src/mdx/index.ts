/**
 * @kontor/olap/mdx: the commonest part of MDX as another way to ask a cube.
 */
export { mdx, type MdxResult, type ShownMember } from './run.ts';
