import { packageBuild } from '../../tools/package-build.ts';

export default packageBuild({
  index: 'src/index.ts',
  tax: 'src/tax/index.ts',
  store: 'src/store/index.ts',
  memory: 'src/store/memory.ts',
  sqlite: 'src/store/sqlite.ts',
  postgres: 'src/store/postgres.ts',
  otel: 'src/otel.ts',
  testing: 'src/testing/index.ts',
});
