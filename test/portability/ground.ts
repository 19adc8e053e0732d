/** The servers of one journey: what it is to do there, and whether what it tells is true. */
import { createSandbox, type Sandbox } from '@rowsweep/sandbox';
import type { Check, CheckName, Doors, Plan, ProviderName, Report, Stay, Visit } from './programs/plan.js';

/** Servers with rows, for one journey. */
export interface Ground {
  readonly plan: Plan;
  /** Where the servers are, by the provider's name. */
  readonly addresses: Readonly<Record<ProviderName, string>>;
  readonly judge: (report: Report) => Verdict;
  readonly close: () => Promise<void>;
}

/** What is wrong, by provider and by check; empty where all is well. */
export interface Verdict {
  readonly providers: Readonly<Record<ProviderName, readonly string[]>>;
  readonly checks: Readonly<Partial<Record<CheckName, readonly string[]>>>;
}

/** What is known of a provider and of no other. */
interface Facts {
  readonly name: ProviderName;
  readonly method: 'DELETE' | 'POST';
  /** What an id may become that was there. */
  readonly gone: readonly string[];
  /** Looks like an id, and no row has it. */
  readonly stranger: string;
  readonly malformed: string;
  readonly refusal: 'AUTHENTICATION' | 'PERMISSION_DENIED';
  readonly hasJobs: boolean;
}

/** Rows that a run deletes, of which some are named twice. */
const bulkRows = 100;
const repeatedIds = 3;
const maxIds = 30;
/** 100 rows and one stranger, by 30. */
const fewestRequests = 4;

const numeric = { method: 'POST', stranger: '900000000000000001', malformed: ' ' } as const;
const facts: readonly Facts[] = [
  {
    name: 'extruct',
    method: 'DELETE',
    gone: ['deleted'],
    stranger: '11111111-1111-4111-8111-111111111111',
    malformed: 'not-a-uuid',
    refusal: 'AUTHENTICATION',
    hasJobs: false,
  },
  { ...numeric, name: 'altatech', gone: ['absent'], refusal: 'AUTHENTICATION', hasJobs: false },
  {
    name: 'minimal',
    method: 'DELETE',
    // A request that counts fewer rows than it names does not say which they are.
    gone: ['deleted', 'absent'],
    stranger: '9000001',
    malformed: '1 OR 1=1',
    refusal: 'PERMISSION_DENIED',
    hasJobs: false,
  },
  { ...numeric, name: 'gptbots', gone: ['absent'], refusal: 'AUTHENTICATION', hasJobs: false },
  {
    name: 'splendor',
    method: 'POST',
    gone: ['absent'],
    stranger: 'rec_NEVERWASHERE01',
    malformed: '',
    refusal: 'AUTHENTICATION',
    hasJobs: true,
  },
];

type AnyStay = Omit<Stay<unknown, unknown>, 'options' | 'wrongOptions' | 'target'>;

/** Starts the five servers, each with rows to delete and rows to keep. */
export async function openGround(folder: string): Promise<Ground> {
  const sandbox = await createSandbox({ minimal: { mysqlUrl: null } });
  const token = 'a-key-that-opens-nothing';
  const { extruct, altatech, minimal, gptbots, splendor } = sandbox;
  const insert = (count: number): readonly string[] => extruct.store.insert(count);
  const plan: Plan = {
    extruct: { ...makeStay(sandbox, 'extruct'), ...reach(extruct, { token }) },
    altatech: { ...makeStay(sandbox, 'altatech'), ...reach(altatech, { token }) },
    minimal: { ...makeStay(sandbox, 'minimal'), ...reach(minimal, { userRoles: 'nobody' }) },
    gptbots: { ...makeStay(sandbox, 'gptbots'), ...reach(gptbots, { token }) },
    splendor: { ...makeStay(sandbox, 'splendor'), ...reach(splendor, { token }) },
    doors: { ids: insert(5), keepAlive: insert(5), journal: insert(5), audit: insert(5) },
    folder,
    otherOrigin: extruct.baseUrl,
  };
  const kept = readKept(sandbox, plan);
  return {
    plan,
    addresses: mapProviders((name) => sandbox[name].baseUrl),
    judge: (report) => judge({ sandbox, plan, kept, report }),
    close: () => sandbox.close(),
  };
}

interface Reachable<Options, Target> {
  readonly options: Options;
  readonly target: Target;
}

function reach<Options, Target>(
  { options, target }: Reachable<Options, Target>,
  wrong: Partial<Options>,
): Pick<Stay<Options, Target>, 'options' | 'wrongOptions' | 'target'> {
  return { options, wrongOptions: { ...options, ...wrong }, target };
}

function makeStay(sandbox: Sandbox, name: ProviderName): AnyStay {
  const { stranger, malformed } = factsOf(name);
  const [single = '', kept = '', ...rows] = sandbox[name].store.insert(2 + bulkRows);
  return { single, kept, maxIds, bulk: [...rows, ...rows.slice(0, repeatedIds), stranger, malformed] };
}

/** What nobody may touch: every row that the plan does not name for deletion. */
function readKept(sandbox: Sandbox, plan: Plan): Readonly<Record<ProviderName, readonly string[]>> {
  const { ids, keepAlive, journal, audit } = plan.doors;
  return mapProviders((name) => {
    const { store } = sandbox[name];
    store.insert(20);
    const named = new Set([
      plan[name].single,
      ...plan[name].bulk,
      ...ids,
      ...keepAlive,
      ...journal,
      ...audit,
    ]);
    return store.ids().filter((id) => !named.has(id));
  });
}

interface Case {
  readonly sandbox: Sandbox;
  readonly plan: Plan;
  readonly kept: Readonly<Record<ProviderName, readonly string[]>>;
  readonly report: Report;
}

function judge(tried: Case): Verdict {
  const { report } = tried;
  const providers = mapProviders((name) => {
    const visit = report.visits.find(({ provider }) => provider === name);
    return visit === undefined ? ['it was not visited'] : judgeVisit(tried, visit);
  });
  const checks = report.checks.map((check) => [check.name, judgeCheck(tried, check)] as const);
  return { providers, checks: Object.fromEntries(checks) };
}

function judgeVisit({ sandbox, plan, kept, report }: Case, visit: Visit): string[] {
  const { name, method, refusal, hasJobs } = factsOf(visit.provider);
  const { store, requests } = sandbox[name];
  const problems: string[] = [];
  const claim = (isTrue: boolean, otherwise: string): void => {
    if (!isTrue) problems.push(otherwise);
  };
  for (const id of kept[name]) claim(store.has(id), `${id} was not to be deleted and is gone`);
  // What was not come to says no more than what stopped it.
  if (visit.failure !== null) return [visit.failure, ...problems];
  claim(!store.has(plan[name].single), 'the row of the single call is still there');
  problems.push(...judgeOutcomes(plan[name].bulk, visit, (id) => store.has(id)));

  const deletions = requests.filter(({ ids }) => ids.length > 0);
  const ofDoors = name === 'extruct' ? doorIds(plan.doors, report.checks) : [];
  const ofRun = deletions.slice(1, 1 + visit.sent);
  claim(
    visit.sent >= fewestRequests,
    `the run took ${visit.sent} requests, at least ${fewestRequests} were due`,
  );
  const [first] = deletions;
  claim(first?.ids.join() === plan[name].single, 'the single call did not name its row alone');
  const named = new Set(plan[name].bulk);
  claim(
    ofRun.every(({ ids }) => ids.length <= maxIds && ids.every((id) => named.has(id))),
    'a request of the run names too many ids, or ids of others',
  );
  claim(deletions[1 + visit.sent]?.ids.join() === plan[name].kept, 'the refused call came otherwise');
  const late = deletions.slice(2 + visit.sent).flatMap(({ ids }) => ids);
  claim(
    late.every((id) => ofDoors.includes(id)),
    'more was deleted than was asked for',
  );
  claim(
    deletions.every((one) => one.method === method),
    `a deletion did not come as ${method}`,
  );
  for (const { violations } of requests) {
    problems.push(...violations.slice(0, 3).map((one) => `${one.in} ${one.name ?? ''} ${one.message}`));
  }
  claim(!hasJobs || visit.polls > 0, 'no job was followed');
  const { refused } = visit;
  claim(refused?.isOurs === true && refused.isDeclared, 'the wrong credential gave no typed error');
  claim(refused?.code === refusal, `the wrong credential gave ${refused?.code ?? 'nothing'}, not ${refusal}`);
  claim(refused?.effect === 'none', 'the refusal does not say that nothing was done');
  return problems;
}

/** Each id of the input has one outcome, and the server agrees with it. */
function judgeOutcomes(bulk: readonly string[], visit: Visit, isThere: (id: string) => boolean): string[] {
  const { gone, stranger, malformed } = factsOf(visit.provider);
  const problems: string[] = [];
  const told = visit.outcomes.map(([id]) => id).sort();
  if (told.join() !== [...bulk].sort().join())
    problems.push(`${told.length} outcomes for ${bulk.length} ids`);
  const skipped = visit.outcomes.filter(([, status]) => status === 'skipped').length;
  if (skipped !== repeatedIds) problems.push(`${skipped} ids were skipped, ${repeatedIds} were given twice`);
  for (const [id, status] of visit.outcomes) {
    const due =
      id === malformed ? ['failed'] : id === stranger ? ['notFound', 'absent'] : [...gone, 'skipped'];
    if (!due.includes(status)) problems.push(`${id} is called ${status}`);
    if (isThere(id)) problems.push(`${id} is called ${status} and is still there`);
  }
  return problems.slice(0, 10);
}

const doorOf: Readonly<Partial<Record<CheckName, keyof Doors>>> = {
  '/ids': 'ids',
  '/keep-alive': 'keepAlive',
  '/journal': 'journal',
  '/audit': 'audit',
};

function judgeCheck({ sandbox, plan }: Case, { name, failure }: Check): string[] {
  const door = doorOf[name];
  const ids = door === undefined ? [] : plan.doors[door];
  const left = ids.filter((id) => sandbox.extruct.store.has(id));
  const problems = failure === null ? [] : [failure];
  return left.length === 0 ? problems : [...problems, `${left.length} of ${ids.length} rows are still there`];
}

function doorIds(doors: Doors, checks: readonly Check[]): readonly string[] {
  return checks.flatMap(({ name }) => {
    const door = doorOf[name];
    return door === undefined ? [] : doors[door];
  });
}

function factsOf(name: ProviderName): Facts {
  const found = facts.find((one) => one.name === name);
  if (found === undefined) throw new Error(`nothing is known of ${name}`);
  return found;
}

/** The same for each provider, in the order of the table. */
function mapProviders<Value>(make: (name: ProviderName) => Value): Record<ProviderName, Value> {
  return {
    extruct: make('extruct'),
    altatech: make('altatech'),
    minimal: make('minimal'),
    gptbots: make('gptbots'),
    splendor: make('splendor'),
  };
}
