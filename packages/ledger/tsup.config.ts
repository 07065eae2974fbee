import { packageBuild } from '../../tools/package-build.ts';

export default packageBuild({ index: 'src/index.ts' });
