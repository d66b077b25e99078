import { publishedSchema } from '../../core/show/sinks/schemas.ts';
import { describeCard } from './card.contract.ts';

describeCard('the schema of Adaptive Cards 1.5', () => publishedSchema('adaptive-card-1.5.schema.json'));
