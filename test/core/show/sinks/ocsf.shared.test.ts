import { describeOcsf } from './ocsf.contract.ts';
import { publishedSchema } from './schemas.ts';

describeOcsf('the schema of OCSF 1.8.0', () => publishedSchema('ocsf-1.8.0-detection-finding.schema.json'));
