/**
 * @kontor/olap/store: cubes beside a store: snapshots, facts of collections, facts of events.
 */
export {
  type FactChange,
  type FeedRules,
  followEvents,
  type Followed,
} from './store/cube-feed.ts';
export {
  type CollectionOptions,
  type Loadable,
  loadCollection,
} from './store/load-collection.ts';
export {
  cubeSnapshot,
  loadSnapshot,
  saveSnapshot,
  type Snapshotted,
  type SnapshotPart,
} from './store/snapshot-store.ts';
