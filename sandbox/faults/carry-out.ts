/** Turns a fault of a plan into the fate of one request. */
import { drawUuid, createRandom } from '../ids.js';
import { isRecord, type Answer, type Fate, type SandboxRequest } from '../message.js';
import type { RowData } from '../stores/row-store.js';
import type { Alteration, Fault } from './plan.js';
import { widenRequest } from './widen.js';
import { refuseIds, refuseInWords } from './words.js';

/** What a fault needs to know beside the request. */
export interface Surroundings {
  readonly nowMs: number;
  /** Ids that are there, for a deletion of more than was asked for. */
  readonly ids: () => readonly string[];
  /** Rows that somebody else adds. */
  readonly insert: (rows: readonly RowData[]) => void;
}

/** The fate that the fault means. */
export function carryOut(fault: Fault, request: SandboxRequest, around: Surroundings): Fate {
  const delay = fault.delayMs === undefined ? {} : { delayMs: fault.delayMs };
  return { ...delay, ...decideFate(fault, request, around) };
}

function decideFate(fault: Fault, request: SandboxRequest, around: Surroundings): Fate {
  const { provider } = request;
  const effect = fault.effect === true ? { effect: true } : {};
  if (fault.status !== undefined) {
    const headers = { ...fault.headers, ...writeWaits(fault, around.nowMs) };
    return { status: fault.status, headers, ...effect, ...('body' in fault ? { body: fault.body } : {}) };
  }
  if (fault.refuse !== undefined) return { ...refuseInWords(provider, fault.refuse), ...effect };
  if (fault.badIds !== undefined) {
    const { badIds } = fault;
    const positions = request.ids.flatMap((id, position) =>
      badIds === 'all' || badIds.includes(id) ? [position] : [],
    );
    return positions.length === 0 ? {} : refuseIds(provider, positions);
  }
  if (fault.cut !== undefined) return { cut: fault.cut };
  if (fault.hang === true) return { hang: true, ...effect };
  if (fault.overDelete !== undefined) {
    const named = new Set(request.ids.map((id) => id.toLowerCase()));
    const others = around.ids().filter((id) => !named.has(id.toLowerCase()));
    const extra = others.slice(-fault.overDelete);
    return { rewrite: (given) => widenRequest(given, extra) };
  }
  if (fault.addRows !== undefined) {
    around.insert(fault.addRows);
    return {};
  }
  if (fault.dropBody === true) return { rewrite: (given) => ({ ...given, text: '', json: undefined }) };
  if (fault.closeIdleMs !== undefined) return { closeIdleMs: fault.closeIdleMs };
  const edit = findEdit(fault, request);
  return edit === null ? {} : { edit };
}

function findEdit(fault: Fault, request: SandboxRequest): ((own: Answer) => Answer) | null {
  const { alter, addToCount, addIds, leaveOutIds } = fault;
  if (alter !== undefined) return (own) => alterAnswer(own, alter);
  if (addToCount !== undefined) return (own) => ({ ...own, body: addToCounts(own.body, addToCount) });
  if (addIds !== undefined) {
    const random = createRandom(request.target.length + request.text.length);
    const extra = Array.from({ length: addIds }, () => drawUuid(random));
    return (own) => (Array.isArray(own.body) ? { ...own, body: [...listOf(own.body), ...extra] } : own);
  }
  if (leaveOutIds !== undefined) {
    return (own) => (Array.isArray(own.body) ? { ...own, body: listOf(own.body).slice(leaveOutIds) } : own);
  }
  return null;
}

function alterAnswer(own: Answer, alter: Alteration): Answer {
  const json = { 'content-type': 'application/json' };
  const html = { 'content-type': 'text/html' };
  switch (alter) {
    case 'halfJson': {
      const text = JSON.stringify(own.body ?? {});
      const half = text.slice(0, Math.ceil(text.length / 2));
      return { ...own, headers: { ...own.headers, ...json }, body: half };
    }
    case 'wrongShape':
      return { ...own, body: { ok: true } };
    case 'wrongType':
      return { ...own, headers: { ...own.headers, ...html }, body: '<html>Sign in</html>' };
    case 'noContent':
      return { status: 204 };
    case 'empty':
      return { status: own.status };
    case 'upperCaseIds':
      return { ...own, body: spellIds(own.body, (id) => id.toUpperCase()) };
    case 'urnIds':
      return { ...own, body: spellIds(own.body, (id) => `urn:uuid:${id}`) };
  }
}

const listOf = (body: readonly unknown[]): readonly unknown[] => body;

function spellIds(body: unknown, spell: (id: string) => string): unknown {
  if (!Array.isArray(body)) return body;
  return listOf(body).map((id) => (typeof id === 'string' ? spell(id) : id));
}

function addToCounts(body: unknown, by: number): unknown {
  if (!isRecord(body)) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      typeof value === 'number' && name !== 'code' && name !== 'status' ? Math.max(0, value + by) : value,
    ]),
  );
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const longDays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Retry-After as a date, and the reset of a window. RFC 9110, sections 5.6.7 and 10.2.3. */
function writeWaits({ retryAfterDate, resetInS }: Fault, nowMs: number): Readonly<Record<string, string>> {
  const reset =
    resetInS === undefined
      ? {}
      : {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': String(Math.ceil(nowMs / 1000) + resetInS),
        };
  if (retryAfterDate === undefined) return reset;
  const { inS, form = 'imf' } = retryAfterDate;
  const moment = new Date(nowMs + inS * 1000);
  const imf = moment.toUTCString();
  const [, day = '', month = '', year = '', time = ''] = imf.split(' ');
  const forms = {
    imf,
    rfc850: `${longDays[moment.getUTCDay()] ?? ''}, ${day}-${month}-${year.slice(2)} ${time} GMT`,
    asctime: `${days[moment.getUTCDay()] ?? ''} ${month} ${String(moment.getUTCDate()).padStart(2)} ${time} ${year}`,
  };
  return { ...reset, 'retry-after': forms[form] };
}
