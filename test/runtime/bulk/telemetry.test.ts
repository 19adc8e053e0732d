import { describe, expect, it } from 'vitest';
import type { DeleteOptions } from '../../../runtime/bulk/options.js';
import { bench, ids, statuses, type BenchOptions } from '../bulk-bench.js';
import { logger, tracer } from '../telemetry-recorders.js';

const twice: BenchOptions = {
  rows: ids(30),
  limits: { maxIds: 10 },
  concurrency: { initial: 1, max: 1 },
  fault: (index) =>
    index === 1 ? { kind: 'answer', status: 409, body: { message: 'row r13 is locked' } } : undefined,
};

describe('a tracer', () => {
  it('gets a span for the run and one for each request', async () => {
    const traced = tracer();
    const { summary } = await bench(twice).run(ids(30), { tracer: traced });
    const [run, ...requests] = traced.spans;
    const own = { 'rowsweep.run_id': summary.runId, 'rowsweep.provider': 'acme' };
    expect(run).toMatchObject({
      name: 'rowsweep.run',
      attributes: {
        ...own,
        'rowsweep.target': summary.target,
        'rowsweep.state': 'completed',
        'rowsweep.gone': 30,
      },
    });
    const plain = {
      ...own,
      'http.request.method': 'POST',
      'url.template': '/delete/{table}',
      'http.response.status_code': 200,
      'rowsweep.chunk.size': 10,
      'rowsweep.operation': 'deleteRows',
      'rowsweep.request.kind': 'deletion',
    };
    expect(requests.map(({ attributes }) => attributes)).toEqual([
      plain,
      { ...plain, 'http.response.status_code': 409, 'error.type': 'CONFLICT' },
      { ...plain, 'http.request.resend_count': 1 },
      plain,
    ]);
    expect(traced.spans.every(({ ended }) => ended === 1)).toBe(true);
  });

  it('gets spans of reads, and the code of what was never answered', async () => {
    const traced = tracer();
    await bench({ ...twice, readBack: 'each', fault: () => ({ kind: 'cut', done: true }) }).run(['r1'], {
      tracer: traced,
      retry: { maxAttempts: 1 },
    });
    const kinds = traced.spans.map(({ attributes }) => [
      attributes['rowsweep.request.kind'],
      attributes['error.type'],
      attributes['rowsweep.chunk.size'],
    ]);
    expect(kinds).toEqual([
      [undefined, undefined, undefined],
      ['deletion', 'CONNECTION', 1],
      ['read', 'TARGET_NOT_FOUND', undefined],
    ]);
  });

  it('is told what ended a run', async () => {
    const traced = tracer();
    await bench({ ...twice, fault: () => ({ kind: 'answer', status: 401 }) }).run(ids(30), {
      tracer: traced,
    });
    expect(traced.spans[0]).toMatchObject({
      ended: 1,
      attributes: { 'rowsweep.state': 'stopped', 'error.type': 'AUTHENTICATION' },
    });
  });
});

describe('a logger', () => {
  it('hears of the beginning, of each request, of trouble and of the end', async () => {
    const log = logger();
    const { summary } = await bench(twice).run(ids(30), { logger: log });
    expect(log.lines.map(({ level, message }) => `${level} ${message}`)).toEqual([
      'info rowsweep: deletion begins',
      'debug rowsweep: chunkSent',
      'debug rowsweep: chunkSettled',
      'debug rowsweep: chunkSent',
      'warn rowsweep: retry',
      'debug rowsweep: chunkSent',
      'debug rowsweep: chunkSettled',
      'debug rowsweep: chunkSent',
      'debug rowsweep: chunkSettled',
      'info rowsweep: deletion ended',
    ]);
    expect(log.lines[0]?.details).toEqual({ runId: summary.runId, provider: 'acme', target: summary.target });
    expect(log.lines[4]?.details).toMatchObject({
      chunk: 1,
      size: 10,
      attempt: 2,
      code: 'CONFLICT',
      status: 409,
    });
    expect(log.lines.at(-1)?.details).toMatchObject({
      state: 'completed',
      requested: 30,
      gone: 30,
      requests: 4,
    });
  });

  it('hears of anomalies and of what ended a run as errors', async () => {
    const log = logger();
    await bench({ ...twice, reports: 'count', fault: () => undefined, answer: () => ({ affected: 99 }) }).run(
      ids(30),
      { logger: log },
    );
    const errors = log.lines.filter(({ level }) => level === 'error');
    expect(errors).toMatchObject([
      { message: 'rowsweep: anomaly', details: { code: 'overDelete' } },
      { message: 'rowsweep: deletion ended', details: { state: 'stopped', code: 'GUARD' } },
    ]);
    expect(errors[0]?.details).not.toHaveProperty('message');
  });

  it('hears of every kind of event that there is', async () => {
    const log = logger();
    const jobs = bench({ reports: 'job', rows: ids(3) });
    await jobs.run(ids(3), { logger: log });
    await bench({
      ...twice,
      fault: (index) =>
        index === 0
          ? { kind: 'answer', status: 413 }
          : index === 1
            ? { kind: 'answer', status: 429, headers: { 'retry-after': '1' } }
            : undefined,
    }).run(ids(30), { logger: log });
    await bench(twice).run(ids(30), { logger: log, dryRun: true });
    await bench(twice).run(ids(30), { logger: log, timeouts: { runMs: 0 } });
    const messages = new Set(log.lines.map(({ message }) => message.replace('rowsweep: ', '')));
    for (const event of ['job', 'limitLearned', 'split', 'paused', 'planned', 'warning']) {
      expect(messages).toContain(event);
    }
    expect(log.lines.find(({ message }) => message === 'rowsweep: planned')?.details).toEqual({
      ids: 30,
      minimumRequests: 3,
      invalid: 0,
      duplicates: 0,
      excluded: 0,
    });
  });
});

describe('what is passed on', () => {
  const secret = 'sk-very-secret-1';
  const refusing: BenchOptions = {
    ...twice,
    fault: (index, sent) => ({
      kind: 'answer',
      status: index % 2 === 0 ? 400 : 409,
      body: { message: `row ${sent[0] ?? ''} is locked, says ${secret}` },
      headers: { 'x-secret': secret },
    }),
  };

  it('names no id and no text of the provider', async () => {
    const log = logger();
    const traced = tracer();
    await bench(refusing).run(ids(30), { logger: log, tracer: traced, dryRun: false });
    const all = JSON.stringify([log.lines, traced.spans]);
    expect(log.lines.length).toBeGreaterThan(3);
    expect(all).not.toMatch(/\br\d+\b/);
    expect(all).not.toContain('locked');
    expect(all).not.toContain(secret);
    expect(traced.spans.every(({ exceptions }) => exceptions.length === 0)).toBe(true);
  });

  it('names them when asked to', async () => {
    const log = logger();
    const traced = tracer();
    await bench(twice).run(ids(30), { logger: log, tracer: traced, logIds: true });
    expect(log.lines.find(({ message }) => message === 'rowsweep: retry')?.details['message']).toMatch(/r13/);
    expect(traced.spans.flatMap(({ exceptions }) => exceptions)[0]?.message).toMatch(/r13/);
  });
});

describe('one that throws', () => {
  const fail = (): never => {
    throw new Error('no more disk for logs');
  };

  it.each<[string, DeleteOptions]>([
    ['a logger', { logger: { debug: fail, info: fail, warn: fail, error: fail } }],
    ['a tracer', { tracer: { startSpan: fail } }],
    ['a span', { tracer: { startSpan: () => ({ setAttribute: fail, recordException: fail, end: fail }) } }],
  ])('%s costs no id, and is a warning', async (name, options) => {
    const { run, removed } = bench(twice);
    const result = await run(ids(30), { ...options, logIds: true });
    expect(statuses(result)).toEqual(ids(30).map(() => 'deleted'));
    expect(removed.size).toBe(30);
    expect(result.summary.state).toBe('completed');
    const code = name === 'a logger' ? 'loggerFailed' : 'tracerFailed';
    expect(result.summary.warnings).toMatchObject([
      { code, message: expect.stringContaining('no more disk') as unknown },
    ]);
  });

  it('later, in a promise, ends no process either', async () => {
    const failLater = (): Promise<never> => Promise.reject(new Error('no more disk for logs'));
    const { run } = bench(twice);
    const logger = { debug: failLater, info: failLater, warn: failLater, error: failLater };
    const options = Object.assign({ logger }, { onEvent: failLater });
    const { summary } = await run(ids(30), options);
    expect(summary).toMatchObject({ state: 'completed', gone: 30 });
    const codes = summary.warnings.map(({ code }) => code);
    expect(codes.sort()).toEqual(['listenerFailed', 'loggerFailed']);
  });
});
