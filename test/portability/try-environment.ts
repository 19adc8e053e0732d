/** One environment from its installation to the verdict. */
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareEnvironment, type Environment, type ReadyEnvironment, type Way } from './environments.js';
import { openGround, type Verdict } from './ground.js';
import { reasonOf } from './programs/plan.js';
import { travelByPage } from './travel-page.js';
import { travelByProcess, type Trip } from './travel-process.js';
import { travelByWorker } from './travel-worker.js';
import type { Workplace } from './workplace.js';

/** What came of an environment in one way of loading the packages. */
export interface Result {
  readonly environment: Environment;
  readonly way: Way;
  /** Null when it could not be had. */
  readonly version: string | null;
  /** Why there is no verdict; null when there is one. */
  readonly failure: string | null;
  readonly verdict: Verdict | null;
  readonly ms: number;
}

const mostTripMs = 90_000;

/** Tries it in each of its ways. Never rejects: what cannot be had is a failure in each of them. */
export async function tryEnvironment(
  environment: Environment,
  workplace: Workplace,
): Promise<readonly Result[]> {
  let ready: ReadyEnvironment;
  try {
    ready = await prepareEnvironment(environment);
  } catch (error) {
    const failure = `it cannot be had: ${reasonOf(error)}`;
    return environment.ways.map((way) => ({
      environment,
      way,
      version: null,
      failure,
      verdict: null,
      ms: 0,
    }));
  }
  const results: Result[] = [];
  for (const way of environment.ways) results.push(await tryWay(ready, way, workplace));
  return results;
}

async function tryWay(environment: ReadyEnvironment, way: Way, workplace: Workplace): Promise<Result> {
  const began = performance.now();
  const { version } = environment;
  const end = (): number => performance.now() - began;
  const ground = await openGround(await mkdtemp(join(workplace.folder, 'files-')));
  try {
    const file = await workplace.makeProgram(environment.program, way);
    const { plan, addresses } = ground;
    const { folder } = workplace;
    const report = await travel({ environment, file, folder, plan, addresses, limitMs: mostTripMs });
    return { environment, way, version, failure: null, verdict: ground.judge(report), ms: end() };
  } catch (error) {
    return { environment, way, version, failure: reasonOf(error), verdict: null, ms: end() };
  } finally {
    await ground.close();
  }
}

function travel(trip: Trip): ReturnType<typeof travelByProcess> {
  switch (trip.environment.program) {
    case 'node':
    case 'process':
      return travelByProcess(trip);
    case 'worker':
      return travelByWorker(trip);
    case 'page':
      return travelByPage(trip);
  }
}
