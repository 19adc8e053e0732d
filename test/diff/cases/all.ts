import { answerCases } from './answers.js';
import { behaviourCases } from './behaviour.js';
import { detailCases } from './behaviour-details.js';
import type { Case } from './case.js';
import { meaningCases } from './meaning.js';
import { operationCases } from './operations.js';
import { requestCases } from './requests.js';
import { unseenCases } from './unseen-by-types.js';

/** Every case, in the order of the table. */
export const cases: readonly Case[] = [
  ...requestCases,
  ...answerCases,
  ...operationCases,
  ...meaningCases,
  ...unseenCases,
  ...behaviourCases,
  ...detailCases,
];
