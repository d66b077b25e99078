import { describeOcsf } from './ocsf.contract.ts';
import { publishedSchema, withActorsOf19 } from './schemas.ts';

const published = () => publishedSchema('ocsf-1.8.0-detection-finding.schema.json');

describeOcsf('the schema of OCSF 1.8.0', published);
describeOcsf('the same with what 1.9 added', () => withActorsOf19(published()), '1.9.0');
