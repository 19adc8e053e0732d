/**
 * What can go wrong between a run and a provider, one scenario a row; each is played against all providers that it
 * fits.
 */
import { jobs, readBacks } from './aftermath.js';
import { answers } from './answers.js';
import { aborts, guards } from './endings.js';
import { filters } from './filters.js';
import { failures, waits } from './failures.js';
import { paces } from './pace.js';
import { refusals } from './refusals.js';
import type { Scenario } from './scenario.js';
import { inputs, limits } from './sizes.js';
import { spoils } from './spoilt.js';
import { submissions } from './submissions.js';

export const scenarios: readonly Scenario[] = [
  ...answers,
  ...failures,
  ...waits,
  ...refusals,
  ...limits,
  ...inputs,
  ...guards,
  ...filters,
  ...aborts,
  ...jobs,
  ...readBacks,
  ...paces,
  ...spoils,
  ...submissions,
];
