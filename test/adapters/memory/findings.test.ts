import { memoryFindings } from '../../../src/adapters/memory/findings.ts';
import { findingsContract } from '../../contract/findings.contract.ts';

findingsContract(async () => memoryFindings());
