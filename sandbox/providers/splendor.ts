/** Splendor: records of datasets, deleted by jobs that are followed to their end. */
import { createRandom, drawTagged } from '../ids.js';
import {
  firstValue,
  isRecord,
  Refusal,
  type Answer,
  type Provider,
  type ProviderContext,
  type SandboxRequest,
} from '../message.js';
import { DeletionJobs, type DeletionJob, type JobCourse, type JobEnd } from '../stores/deletion-jobs.js';
import { RowTable, viewStore, type RowData, type Store } from '../stores/row-store.js';
import { answerDetail, answerViolations, hasBearer } from './fastapi.js';
import { createSearch } from './splendor-search.js';

/** How the Splendor server behaves; all times are in milliseconds. */
export interface SplendorSettings {
  /** How long a job is pending and then running. Default 20 each. */
  readonly pendingMs?: number;
  readonly runningMs?: number;
  /** Whether one job can be read by its id. No page of the vendor shows that, so the default is false: 404. */
  readonly singleJobRead?: boolean;
  /** `member` may read and not delete (default `admin`), unless the plan is `standard` (default `growth`). */
  readonly role?: 'admin' | 'member';
  readonly plan?: 'growth' | 'standard';
  /** How a deletion of these records ends. Default: it succeeds. */
  readonly endJob?: (job: {
    readonly datasetId: string;
    readonly recordIds: readonly string[];
  }) => JobEnd | JobCourse;
  /** How long until a search finds an ingested record. Default 20. */
  readonly ingestDelayMs?: number;
  /** How long a cursor lives. Default 60,000. */
  readonly cursorTtlMs?: number;
}

/** What the deletion's target needs. */
export interface SplendorTarget {
  readonly dataset_id: string;
}

/** The tenant that the token can select. */
export const splendorTenantId = 'acme';

const userId = 'user_01H8Z3';

interface AuditRecord {
  readonly action: string;
  readonly request: RowData;
  readonly response: RowData;
  readonly atMs: number;
}

/** The server's rules and its records. Two datasets: `app-logs` and `documents`. */
export function createSplendorProvider(context: ProviderContext<SplendorSettings>): {
  readonly provider: Provider;
  readonly store: Store;
  readonly target: SplendorTarget;
} {
  const { settings, now } = context;
  const random = createRandom(context.seed);
  const datasets = new Map<string, RowTable>();
  /** Ids that were deleted, by dataset; they never come back. */
  const tombstones = new Map<string, Set<string>>();
  const audit: AuditRecord[] = [];
  const isAdmin = settings.role !== 'member' || settings.plan === 'standard';

  const jobs = new DeletionJobs({
    tenantId: splendorTenantId,
    requestedBy: userId,
    now,
    pendingMs: settings.pendingMs ?? 20,
    runningMs: settings.runningMs ?? 20,
    drawId: () => drawTagged(random, 'ddl_'),
    purge,
  });

  function createDataset(name: string): RowTable {
    const table = new RowTable({
      name,
      now,
      drawId: () => drawTagged(random, 'rec_'),
      sample: (index) => ({ message: `connection timeout ${String(index)}`, level: 'error' }),
      settle: () => {
        jobs.settle();
      },
    });
    datasets.set(name, table);
    tombstones.set(name, new Set());
    return table;
  }

  function purge(job: DeletionJob): number {
    const table = findDataset(job.datasetId);
    for (const id of job.recordIds) tombstones.get(job.datasetId)?.add(id);
    return job.recordIds.filter((id) => table.remove(id)).length;
  }

  function findDataset(name: unknown): RowTable {
    const table = datasets.get(String(name));
    if (table === undefined) throw new Refusal(answerDetail(404, 'Dataset not found'));
    return table;
  }

  function note(action: string, request: RowData, response: RowData): void {
    audit.push({ action, request, response, atMs: now() });
  }

  function requireAdmin(): void {
    if (!isAdmin) throw new Refusal(answerDetail(403, 'Admin role required'));
  }

  function deleteRecords(request: SandboxRequest): Answer {
    requireAdmin();
    const body = readBody(request);
    const datasetId = findDataset(body['dataset_id']).name;
    const recordIds = readIds(request);
    const end = settings.endJob?.({ datasetId, recordIds }) ?? 'succeeded';
    const job = jobs.start(datasetId, recordIds, end);
    note(
      'delete_records',
      { dataset_id: datasetId, record_count: recordIds.length, reason: body['reason'] ?? null },
      { job_id: job.jobId },
    );
    return { status: 202, body: jobs.show(job) };
  }

  function ingest(request: SandboxRequest): Answer {
    requireAdmin();
    const table = findDataset(request.params['source_key']);
    const records = readBody(request)['records'];
    const list = Array.isArray(records) ? records.filter(isRecord) : [];
    const visibleAtMs = now() + (settings.ingestDelayMs ?? 20);
    jobs.settle();
    for (const { record_id: given, ...data } of list) {
      if (typeof given !== 'string' || given === '') table.add(data, { visibleAtMs });
      else if (tombstones.get(table.name)?.has(given) !== true) table.add(data, { id: given, visibleAtMs });
    }
    const answer = { received: list.length, fragment_id: drawTagged(random, 'frg_') };
    note('ingest_logs', { source_key: table.name, record_count: list.length }, answer);
    return { status: 202, body: answer };
  }

  function listJobs(request: SandboxRequest): Answer {
    const limit = Number(firstValue(request, 'limit') ?? 100);
    return { status: 200, body: { jobs: jobs.list(limit).map((job) => jobs.showSummary(job)) } };
  }

  function readJob(request: SandboxRequest): Answer {
    const job = jobs.find(request.params['job_id'] ?? '');
    return job === undefined ? answerDetail(404, 'Job not found') : { status: 200, body: jobs.show(job) };
  }

  function listAudit(request: SandboxRequest): Answer {
    if (firstValue(request, 'tenant_id') !== splendorTenantId) return answerDetail(403, 'Foreign tenant');
    const action = firstValue(request, 'action');
    const startMs = Date.parse(firstValue(request, 'start_time') ?? '1970-01-01T00:00:00Z');
    const endMs = Date.parse(firstValue(request, 'end_time') ?? '9999-12-31T23:59:59Z');
    const offset = Number(firstValue(request, 'offset') ?? 0);
    const limit = Number(firstValue(request, 'limit') ?? 100);
    const found = audit
      .map((record, index) => ({ ...record, auditId: index + 1 }))
      .filter(({ atMs }) => atMs >= startMs && atMs <= endMs)
      .filter((record) => action === undefined || record.action === action)
      .reverse();
    const records = found.slice(offset, offset + limit).map((record) => ({
      audit_id: record.auditId,
      action: record.action,
      user_id: userId,
      tenant_id: splendorTenantId,
      ip_address: '127.0.0.1',
      request_summary: JSON.stringify(record.request),
      response_summary: JSON.stringify(record.response),
      timestamp: new Date(record.atMs).toISOString(),
    }));
    return { status: 200, body: { records } };
  }

  const main = createDataset('app-logs');
  createDataset('documents');
  const search = createSearch({
    tenantId: splendorTenantId,
    datasets,
    now,
    cursorTtlMs: settings.cursorTtlMs ?? 60_000,
    random,
  });
  const jobsPath = '/v1/admin/data-deletion-jobs';
  const mePath = '/v1/me';
  return {
    store: viewStore(datasets, main),
    target: { dataset_id: main.name },
    provider: {
      name: 'splendor',
      routes: [
        { method: 'GET', path: mePath, handle: () => ({ status: 200, body: showMe(settings, isAdmin) }) },
        { method: 'POST', path: '/v1/records/delete', handle: deleteRecords, ids: readIds },
        { method: 'GET', path: jobsPath, handle: listJobs },
        ...(settings.singleJobRead === true
          ? [{ method: 'GET', path: `${jobsPath}/{job_id}`, handle: readJob }]
          : []),
        { method: 'POST', path: '/v1/search', handle: (request) => search(readBody(request)) },
        { method: 'POST', path: '/v1/ingest/sources/{source_key}/logs', handle: ingest },
        { method: 'GET', path: '/v1/admin/audit', handle: listAudit },
        {
          method: 'GET',
          path: '/v1/datasets',
          handle: () => ({
            status: 200,
            body: { datasets: [...datasets.keys()].map((name) => ({ dataset_id: name })) },
          }),
        },
      ],
      admit: (request) => {
        if (!hasBearer(request, context.token)) return answerDetail(401, 'Not authenticated');
        if (request.path === mePath) return null;
        const tenant = request.headers['x-splendor-tenant-id'] ?? '';
        if (tenant === '') return answerDetail(400, 'X-Splendor-Tenant-Id header is required');
        return tenant === splendorTenantId ? null : answerDetail(403, 'Tenant is not accessible');
      },
      refuse: (_request, violations) => answerViolations(violations),
      fail: answerDetail,
    },
  };
}

function readBody(request: SandboxRequest): RowData {
  if (!isRecord(request.json)) throw new Refusal(answerDetail(400, 'The body must be an object.'));
  return request.json;
}

function readIds(request: SandboxRequest): readonly string[] {
  const ids = isRecord(request.json) ? request.json['record_ids'] : undefined;
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
}

function showMe(settings: SplendorSettings, isAdmin: boolean): RowData {
  return {
    user_id: userId,
    email: 'ada@example.com',
    is_staff: false,
    tenants: [
      {
        tenant_id: splendorTenantId,
        name: 'Acme',
        role: settings.role === 'member' ? 'Member' : 'Admin',
        is_admin: isAdmin,
        plan: settings.plan ?? 'growth',
        rbac_enabled: settings.plan !== 'standard',
      },
    ],
  };
}
